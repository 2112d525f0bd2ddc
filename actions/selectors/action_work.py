"""How an action is worked on, as its pages and the export read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

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


class FilledInStep(NamedTuple):
    """A step of an action, and whether it is done."""

    text: str
    due: date | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class FilledInWork:
    """Steps, the references of what an action waits for, and resources, in their order."""

    steps: list[FilledInStep] = field(default_factory=list)
    waits_for: list[str] = field(default_factory=list)
    resources: list[ActionResource] = field(default_factory=list)


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


def work_of_plan(plan: Plan, until: date | None = None) -> dict[int, FilledInWork]:
    """What is filled in, by the key of the action; others are left out. Three queries.

    With `until`, those steps are done that were marked so by that day.
    """
    found: dict[int, FilledInWork] = defaultdict(FilledInWork)
    steps = ActionStep.objects.filter(action__plan=plan).with_last_mark(until)
    for action, text, due, is_done in steps.values_list("action", "text", "due", "is_done"):
        found[action].steps.append(FilledInStep(text, due, bool(is_done)))
    waits = ActionWait.objects.filter(action__plan=plan, awaited__ended_on=None)
    for action, ref in waits.values_list("action", "awaited__ref"):
        found[action].waits_for.append(ref)
    for row in ActionResource.objects.filter(action__plan=plan):
        found[row.action_id].resources.append(row)
    return dict(found)


def exported_work(plan: Plan) -> dict[int, dict[str, Any]]:
    """The same for the export, by the key of the action; only what is filled in."""
    return {
        action: {name: exported for name, exported in _exported(work) if exported}
        for action, work in work_of_plan(plan).items()
    }


def _exported(work: FilledInWork) -> Iterator[tuple[str, list[Any]]]:
    days = ((step, step.due.isoformat() if step.due else None) for step in work.steps)
    yield "steps", [{"text": step.text, "due": day, "done": step.is_done} for step, day in days]
    yield "waits_for", work.waits_for
    columns = ("amount", "source", "agreed_by")
    yield "resources", [{name: getattr(row, name) for name in columns} for row in work.resources]
