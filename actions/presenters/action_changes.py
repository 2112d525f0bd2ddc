"""What an action's page shows of changes of the plan: its end, what follows it, and each change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.urls import reverse

from actions.domain.plan_changes import PlanChangeKind
from actions.models import Action, ActionSuccession, PlanChange
from actions.presenters.plan_changes import PlanChangeEntry, change_entries
from actions.selectors.plan_cache import cached_for_plan
from wsoa.accounts.models import User

_HOW: Final = {
    PlanChangeKind.SPLIT: "It was split into",
    PlanChangeKind.MERGED: "It was merged into",
    PlanChangeKind.REPLACED: "It was replaced by",
}


@dataclass(frozen=True, slots=True)
class ActionChanges:
    """The changes of an action since the plan came into force, the last recorded first.

    `later` are the references of what took its place, and `how`; `earlier` of what it takes the
    place of. `edit` is where it is changed, for whoever may.
    """

    ended_on: date | None
    how: str
    later: tuple[str, ...]
    earlier: tuple[str, ...]
    entries: tuple[PlanChangeEntry, ...]
    edit: str = ""


def action_changes(action: Action, user: User) -> ActionChanges:
    """The changes of an action for a person; read once for everybody."""
    changes = cached_for_plan(
        action.plan, "action-changes", action.pk, make=lambda: _read_changes(action)
    )
    if action.ended_on or not user.has_perm("actions.manage_plan", action.plan):
        return changes
    return replace(changes, edit=reverse("edit-action", args=[action.plan.slug, action.ref]))


def _read_changes(action: Action) -> ActionChanges:
    rows = PlanChange.objects.about(action).in_force().with_people().newest_first()
    changes = list(rows)
    if not changes:
        return ActionChanges(action.ended_on, "", (), (), ())
    successions = list(ActionSuccession.objects.about(action))
    ending = next((change for change in changes if PlanChangeKind(change.kind).ends), None)
    return ActionChanges(
        ended_on=action.ended_on,
        how=_HOW.get(PlanChangeKind(ending.kind), "") if ending else "",
        later=tuple(row.later.ref for row in successions if row.earlier_id == action.pk),
        earlier=tuple(row.earlier.ref for row in successions if row.later_id == action.pk),
        entries=change_entries(action.plan, changes),
    )
