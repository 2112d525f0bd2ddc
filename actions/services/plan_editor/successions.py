"""Actions that take the place of others: one is replaced or split, several are merged.

The earlier action ends on the day and keeps its page, its updates and its reference; each later one
has a reference that was never used. Dates and measures pass on, statuses do not: what was said of
one action was not said of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from actions.domain.plan_changes import PlanChangeKind, PlanDecision, PlanPart, printed_fields
from actions.models import Action, ActionSuccession, Measure
from actions.services.locking import lock_and_bump
from actions.services.plan_editor.action_content import (
    ActionContent,
    copy_measures,
    create_action,
    keep_printed_leads,
    lead_codes,
    printed_action,
)
from actions.services.plan_editor.actions import action_part, close_action
from actions.services.plan_editor.recording import (
    EditGround,
    PlanEditRefused,
    begin_edit,
    record_plan_change,
    refuse_ref,
    renumber_actions,
)
from wsoa.accounts.models import User
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action that takes the place of others: its reference and its text."""

    ref: str
    text: str


@transaction.atomic
def replace_action(
    *, by: User, action: Action, new: NewAction, decision: PlanDecision | None = None
) -> Action:
    """Replaces an action by one of another text and reference, with its leads, dates and measures.

    Raises PlanEditRefused.
    """
    ground = _begin(by, [action], decision)
    (later,) = _succeed(ground, [action], [new], PlanChangeKind.REPLACED)
    copy_measures(list(action.measures.all()), later)
    return later


@transaction.atomic
def split_action(
    *,
    by: User,
    action: Action,
    parts: Sequence[NewAction],
    measures: Mapping[int, int] | None = None,
    decision: PlanDecision | None = None,
) -> list[Action]:
    """Splits an action into two or more, each with its leads and dates.

    `measures` says by the key of a measure to which part it goes, from 0; without it, to the first.
    Raises PlanEditRefused.
    """
    if len(parts) < 2:
        raise PlanEditRefused("Enter at least two actions that it is split into")
    ground = _begin(by, [action], decision)
    later = _succeed(ground, [action], parts, PlanChangeKind.SPLIT)
    wanted = measures or {}
    kept = list(action.measures.all())
    for place, successor in enumerate(later):
        copy_measures([row for row in kept if wanted.get(row.pk, 0) == place], successor)
    return later


@transaction.atomic
def merge_actions(
    *,
    by: User,
    actions: Sequence[Action],
    new: NewAction,
    decision: PlanDecision | None = None,
) -> Action:
    """Merges two or more actions into one of the first one's outcome, with the leads and measures
    of all, the earliest start and the latest end.

    Raises PlanEditRefused.
    """
    if len({action.pk for action in actions}) < 2:
        raise PlanEditRefused("Select at least one other action to merge it with", "others")
    ground = _begin(by, actions, decision)
    (later,) = _succeed(ground, actions, [new], PlanChangeKind.MERGED)
    measures: list[Measure] = [row for action in actions for row in action.measures.all()]
    copy_measures(measures, later)
    return later


def _begin(by: User, actions: Sequence[Action], decision: PlanDecision | None) -> EditGround:
    plan = actions[0].plan
    touched = [(PlanPart.ACTION, action.pk) for action in actions]
    ground = begin_edit(by=by, plan=plan, decision=decision, touched=touched)
    keys = {action.pk for action in actions}
    here = Action.objects.of_plans([plan.pk]).of_keys(keys)
    if here.count() != len(keys):
        raise PlanEditRefused("One of these actions has ended already. Nothing was saved")
    return ground


def _succeed(
    ground: EditGround,
    earlier: Sequence[Action],
    new: Sequence[NewAction],
    kind: PlanChangeKind,
) -> list[Action]:
    """Ends the earlier actions and adds those that take their place."""
    leads = tuple(dict.fromkeys(code for action in earlier for code in lead_codes(action)))
    first, ends = min(earlier, key=_starts), max(earlier, key=_ends)
    agreed = {"agreed_end_month": ends.agreed_end_month} if ends.agreed_end_month else {}
    later = []
    for number, wanted in enumerate(new):
        field = "ref" if len(new) == 1 else f"ref_{number + 1}"
        refuse_ref(ground.plan, PlanPart.ACTION, wanted.ref, field)
        content = ActionContent(wanted.text, first.start_printed, ends.end_printed, leads)
        outcome, order = earlier[0].outcome, earlier[0].order
        action = create_action(outcome, wanted.ref, content, after=order, **agreed)
        later.append(action)
        if leads == lead_codes(earlier[0]):
            keep_printed_leads(action, earlier[0].leads_printed)
        fields = printed_fields({}, printed_action(action))
        record_plan_change(ground, action_part(action), PlanChangeKind.ADDED, fields)
    renumber_actions(ground.plan)
    for action in earlier:
        change = close_action(ground, action, kind)
        for successor in later:
            ActionSuccession.objects.create(change=change, earlier=action, later=successor)
    for action in later:
        lock_and_bump(action)
    return later


def _starts(action: Action) -> tuple[bool, Month]:
    """The order of starts: what began before the plan, or has no start, comes first."""
    return (action.start.month is not None, action.start.month or Month(1, 1))


def _ends(action: Action) -> tuple[bool, Month]:
    """The order of ends: what has no end month comes last."""
    return (action.agreed_end.month is None, action.agreed_end.month or Month(1, 1))
