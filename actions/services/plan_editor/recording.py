"""What every change of a plan does: lock the plan, check the decision, keep the change as a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from actions.domain.plan_changes import (
    PlanChangeKind,
    PlanDecision,
    PlanPart,
    PrintedField,
    fault_in_decision,
    fault_in_ref,
)
from actions.models import Action, Plan, PlanChange
from actions.selectors.deciders import deciders
from actions.selectors.plan_editing import (
    is_in_force,
    last_change,
    last_day_of_changes,
    taken_refs,
)
from actions.services.locking import lock_and_bump_figures
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today

LONGEST_PLAN_REASON = 1000
_LONGEST_NAME = 300


class PlanEditRefused(Exception):
    """The plan was not changed. The message is for its author; `field` is where it belongs."""

    def __init__(self, message: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(message)


class PartChangedSince(PlanEditRefused):
    """The part was changed after the page was opened, by somebody else or in a second window."""

    def __init__(self, change: PlanChange, by: User) -> None:
        is_own = change.by_id == by.pk
        author = change.by.name if change.by else "Somebody"
        who = "You changed" if is_own else f"{author} changed"
        window = " in another window" if is_own else ""
        super().__init__(
            f"{who} this{window} after you opened the page. Nothing was saved. What you typed is "
            "below: compare it with the plan as it is now, and save it again"
        )


@dataclass(frozen=True, slots=True)
class EditGround:
    """On what a change stands: the plan in force, the day, and the decision in words."""

    by: User | None
    plan: Plan
    in_force: bool
    day: date
    reason: str = ""
    decision: str = ""
    decided_on: date | None = None
    deciding_post: int | None = None


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """The part that a change is of: its kind, row, reference and what it is called."""

    part: PlanPart
    row: Model
    ref: str
    name: str


def begin_edit(
    *,
    by: User | None,
    plan: Plan,
    decision: PlanDecision | None,
    touched: Iterable[tuple[PlanPart, int]] = (),
) -> EditGround:
    """Locks the plan, and checks the decision where the plan is in force.

    `touched` are the parts that are there already. Raises PlanEditRefused without a decision, or
    for one that cannot be.
    """
    lock_and_bump_figures(plan.pk)
    if not is_in_force(plan):
        return EditGround(by, plan, in_force=False, day=today())
    if decision is None:
        raise PlanEditRefused(
            "This plan is in force: enter the day, the reason and the decision. Nothing was saved"
        )
    if fault := fault_in_decision(decision, today(), last_day_of_changes(plan, touched)):
        raise PlanEditRefused(fault[1], fault[0])
    found = next((one for one in deciders(plan) if one.code == decision.decider), None)
    if found is None:
        raise PlanEditRefused("Select the body or the post that decided", "decider")
    return EditGround(
        by,
        plan,
        in_force=True,
        day=decision.day,
        reason=decision.reason.strip(),
        decision=f"{found.name}, {decision.decided_on:%-d %B %Y}",
        decided_on=decision.decided_on,
        deciding_post=found.post,
    )


def record_plan_change(
    ground: EditGround,
    changed: ChangedPart,
    kind: PlanChangeKind,
    fields: Iterable[PrintedField] = (),
) -> PlanChange:
    """Keeps one change, and names it in the audit log. In the caller's transaction."""
    change = PlanChange.objects.create(
        plan=ground.plan,
        part=changed.part,
        row=changed.row.pk,
        ref=changed.ref,
        name=changed.name[:_LONGEST_NAME],
        kind=kind,
        details=[[field.label, field.before, field.after] for field in fields],
        in_force=ground.in_force,
        day=ground.day,
        reason=ground.reason,
        decision=ground.decision,
        decided_on=ground.decided_on,
        deciding_post_id=ground.deciding_post,
        by=ground.by,
        at=now(),
    )
    is_whole = kind.ends or kind is PlanChangeKind.ADDED  # every field, and so none is named
    labels = "" if is_whole else ", ".join(field.label.lower() for field in change.fields)
    named = f"{changed.part.value.capitalize()} {changed.ref}"
    what = f"{named} was {kind.value}" + (f": {labels}" if labels else "")
    decided = f" ({ground.decision})" if ground.decision else ""
    record_audit(
        by=ground.by,
        verb="change-plan",
        plan=ground.plan,
        subject=f"{changed.part.value} {changed.ref}",
        summary=f"{what}{decided}"[:_LONGEST_NAME],
        detail={"plan change": change.pk, "kind": kind.value},
    )
    return change


def refuse_changed_since(by: User, plan: Plan, part: PlanPart, row: int, seen: int | None) -> None:
    """Raises PartChangedSince where there is a later change than the one that was `seen`."""
    if seen is None:
        return
    latest = last_change(plan, part, row)
    if latest is not None and latest.pk > seen:
        raise PartChangedSince(latest, by)


def refuse_ref(plan: Plan, part: PlanPart, ref: str, field: str = "ref") -> None:
    """Raises PlanEditRefused for a reference that cannot be, or that was used before."""
    if fault := fault_in_ref(ref, taken_refs(plan, part)):
        raise PlanEditRefused(fault, field)


def renumber_actions(plan: Plan) -> None:
    """Gives the actions the order in which areas, outcomes and they themselves stand.

    Those that ended keep their place among the others.
    """
    order = ("outcome__area__order", "outcome__area", "outcome__order", "outcome", "order", "pk")
    rows = Action.with_ended.of_plans([plan.pk]).order_by(*order).only("order")
    moved = []
    for number, action in enumerate(rows, start=1):
        if action.order != number:
            action.order = number
            moved.append(action)
    Action.with_ended.bulk_update(moved, ["order"], batch_size=200)
