"""How an action is worked on, as its pages and the export read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.domain.enums import Status
from actions.domain.expected_status import lateness
from actions.models import Action, ActionResource, ActionStep, ActionWait, Plan
from actions.selectors.periods import begun_quarters
from actions.selectors.plan_periods import periods_of


@dataclass(frozen=True, slots=True)
class AwaitedAction:
    """An action that another one waits for: its end, and whether it is late or done."""

    pk: int
    ref: str
    title: str
    ends: str
    delay: str
    is_complete: bool


def steps_of(action: Action) -> list[ActionStep]:
    """The steps with their last mark, the earliest first. One query."""
    return list(ActionStep.objects.of(action).with_last_mark())


def awaited_by(action: Action, day: date) -> tuple[AwaitedAction, ...]:
    """What an action waits for, with the delay of each. Two queries, one without any."""
    waits = {wait.awaited_id: wait.pk for wait in ActionWait.objects.of(action)}
    if not waits:
        return ()
    begun = begun_quarters(periods_of(action.plan), day)
    rows = Action.objects.of_keys(waits).with_status_in(begun[-1] if begun else None)
    return tuple(
        AwaitedAction(
            waits[other.pk],
            other.ref,
            other.title,
            other.agreed_end.month.printed if other.agreed_end.month else other.end_printed,
            _delay(action, other, getattr(other, "status", None), day),
            getattr(other, "status", None) == Status.COMPLETE,
        )
        for other in rows.in_plan_order()
    )


def _delay(action: Action, other: Action, status: str | None, day: date) -> str:
    """Why the other action delays this one; empty where it does not."""
    if status == Status.COMPLETE:
        return ""
    if late := lateness(other.agreed_end, status, day):
        return late
    start, end = action.start.month, other.agreed_end.month
    if start and end and end >= start:
        return f"ends after {action.ref} starts, in {start.printed}"
    return ""


def exported_work(plan: Plan) -> dict[int, dict[str, Any]]:
    """The steps, waits and resources of each action for the export, by its key; only what is
    filled in. Three queries.
    """
    found: dict[int, dict[str, Any]] = {}

    def add(action: int, name: str, exported: Any) -> None:
        found.setdefault(action, {}).setdefault(name, []).append(exported)

    steps = ActionStep.objects.filter(action__plan=plan).with_last_mark()
    for action, text, due, is_done in steps.values_list("action", "text", "due", "is_done"):
        day = due.isoformat() if due else None
        add(action, "steps", {"text": text, "due": day, "done": bool(is_done)})
    waits = ActionWait.objects.filter(action__plan=plan, awaited__ended_on=None)
    for action, ref in waits.values_list("action", "awaited__ref"):
        add(action, "waits_for", ref)
    for row in ActionResource.objects.filter(action__plan=plan):
        columns = {"amount": row.amount, "source": row.source, "agreed_by": row.agreed_by}
        add(row.action_id, "resources", columns)
    return found
