"""Actions of a plan: added, changed, moved, ended, or removed from a draft."""

from __future__ import annotations

from django.db import transaction

from actions.domain.plan_changes import (
    PlanChangeKind,
    PlanDecision,
    PlanPart,
    PrintedField,
    printed_fields,
)
from actions.models import Action, Outcome, PlanChange
from actions.services.locking import lock_and_bump
from actions.services.plan_editor.action_content import (
    ActionContent,
    checked_dates,
    checked_leads,
    create_action,
    date_columns,
    keep_printed_leads,
    printed_action,
    save_leads,
)
from actions.services.plan_editor.recording import (
    ChangedPart,
    EditGround,
    PlanEditRefused,
    begin_edit,
    record_plan_change,
    refuse_changed_since,
    refuse_ref,
    renumber_actions,
)
from wsoa.accounts.models import User

_LAST = 2_000_000_000  # behind all others of its outcome, until they are numbered anew


def action_part(action: Action) -> ChangedPart:
    """An action as the part that a change is of."""
    return ChangedPart(PlanPart.ACTION, action, action.ref, action.title)


@transaction.atomic
def add_action(
    *,
    by: User,
    outcome: Outcome,
    ref: str,
    content: ActionContent,
    decision: PlanDecision | None = None,
) -> Action:
    """Adds an action to an outcome, behind its others.

    Raises PlanEditRefused for a reference that was used before, dates that cannot be, no lead, an
    outcome that has ended, or a plan in force without a decision.
    """
    ground = begin_edit(by=by, plan=outcome.area.plan, decision=decision)
    if not Outcome.objects.filter(pk=outcome.pk).exists():
        raise PlanEditRefused("This outcome has ended. Add the action to another one")
    refuse_ref(ground.plan, PlanPart.ACTION, ref)
    action = create_action(outcome, ref, content, after=_LAST)
    renumber_actions(ground.plan)
    fields = printed_fields({}, printed_action(action))
    record_plan_change(ground, action_part(action), PlanChangeKind.ADDED, fields)
    return action


@transaction.atomic
def change_action(
    *,
    by: User,
    action: Action,
    content: ActionContent,
    decision: PlanDecision | None = None,
    seen: int | None = None,
) -> tuple[PrintedField, ...]:
    """Changes the text, the start and the leads of an action; returns what prints something else.

    The end of a plan in force moves by the ledger of end dates alone; that of a draft is changed
    here. `seen` is the last change that the author saw. Raises PlanEditRefused.
    """
    ground = begin_edit(by=by, plan=action.plan, decision=decision, touched=[_key(action)])
    refuse_changed_since(by, action.plan, PlanPart.ACTION, action.pk, seen)
    current = _in_force(action)
    if ground.in_force and content.end.strip() != current.end_printed:
        raise PlanEditRefused(
            "The end of an action in force changes by a request for a new end date, on the page of "
            "the action. Nothing was saved"
        )
    text = content.text.strip()
    if not text:
        raise PlanEditRefused("Enter the text of the action", "text")
    dates, leads = checked_dates(content), checked_leads(action.plan, content.leads)
    agreed = current.agreed_end.month
    if dates.start.month and agreed and ground.in_force and dates.start.month > agreed:
        raise PlanEditRefused(
            f"Start must be {agreed.printed} or earlier, because the action ends then", "start"
        )
    before = printed_action(current)
    columns = date_columns("start", content.start, dates.start)
    columns |= date_columns("end", content.end, dates.end)
    Action.objects.filter(pk=action.pk).update(text=text, **columns)
    if leads != list(current.leads.values("organisation_id", "post_id")):
        save_leads(current, leads)
    return _recorded(ground, current, before)


@transaction.atomic
def print_leads(
    *, by: User, action: Action, printed: str, decision: PlanDecision | None = None
) -> tuple[PrintedField, ...]:
    """Prints the leads of an action in other words; who they are stays. Raises PlanEditRefused."""
    ground = begin_edit(by=by, plan=action.plan, decision=decision, touched=[_key(action)])
    current = _in_force(action)
    before = printed_action(current)
    keep_printed_leads(current, printed)
    return _recorded(ground, current, before)


def _recorded(
    ground: EditGround, action: Action, before: dict[str, str]
) -> tuple[PrintedField, ...]:
    """Keeps what is printed otherwise than before, if anything is."""
    action.refresh_from_db()
    fields = printed_fields(before, printed_action(action))
    if fields:
        lock_and_bump(action)
        record_plan_change(ground, action_part(action), PlanChangeKind.CHANGED, fields)
    return fields


@transaction.atomic
def move_action(
    *,
    by: User,
    action: Action,
    outcome: Outcome,
    after: Action | None,
    decision: PlanDecision | None = None,
) -> PlanChange | None:
    """Moves an action behind another one of an outcome, or to its beginning; None if it is there.

    It keeps its reference. Raises PlanEditRefused.
    """
    ground = begin_edit(by=by, plan=action.plan, decision=decision, touched=[_key(action)])
    current = _in_force(action)
    siblings = list(outcome.actions.exclude(pk=action.pk).order_by("order"))
    place = siblings.index(after) + 1 if after in siblings and after is not None else 0
    before = _place_of(current)
    ordered = [*siblings[:place], current, *siblings[place:]]
    for number, sibling in enumerate(ordered, start=1):
        Action.objects.filter(pk=sibling.pk).update(order=number)
    Action.objects.filter(pk=action.pk).update(outcome=outcome)
    renumber_actions(action.plan)
    moved = Action.objects.with_place().get(pk=action.pk)
    fields = printed_fields(before, _place_of(moved))
    if not fields:
        return None
    lock_and_bump(action)
    return record_plan_change(ground, action_part(moved), PlanChangeKind.MOVED, fields)


def _place_of(action: Action) -> dict[str, str]:
    """Where an action stands: its outcome, and behind which other action of it."""
    earlier = action.outcome.actions.filter(order__lt=action.order).order_by("order").last()
    return {
        "Outcome": str(action.outcome),
        "Place": f"after {earlier.ref}" if earlier else "first of its outcome",
    }


@transaction.atomic
def end_action(
    *,
    by: User,
    action: Action,
    decision: PlanDecision | None = None,
    seen: int | None = None,
) -> PlanChange:
    """Ends an action: it keeps its page and its reference, and leaves lists and counts.

    From a draft it is removed. Raises PlanEditRefused, also while a requested end date of it waits.
    """
    ground = begin_edit(by=by, plan=action.plan, decision=decision, touched=[_key(action)])
    refuse_changed_since(by, action.plan, PlanPart.ACTION, action.pk, seen)
    return close_action(ground, _in_force(action), PlanChangeKind.ENDED)


def close_action(ground: EditGround, action: Action, kind: PlanChangeKind) -> PlanChange:
    """Ends an action within a change of the plan; from a draft it is removed."""
    if action.date_changes.open().exists():
        raise PlanEditRefused(
            f"A new end date of {action.ref} is requested and not yet decided. Decide on it first"
        )
    fields = printed_fields(printed_action(action), {})
    change = record_plan_change(ground, action_part(action), kind, fields)
    if not ground.in_force and kind is PlanChangeKind.ENDED:
        action.delete()
        return change
    Action.objects.filter(pk=action.pk).update(ended_on=ground.day)
    lock_and_bump(action)
    return change


def _key(action: Action) -> tuple[PlanPart, int]:
    return PlanPart.ACTION, action.pk


def _in_force(action: Action) -> Action:
    """The action as it is now. Raises PlanEditRefused where it has ended."""
    current = Action.objects.with_place().select_related("plan").filter(pk=action.pk).first()
    if current is None:
        raise PlanEditRefused(f"{action.ref} has ended already. Nothing was saved")
    return current
