"""The page that asks before "no change" is recorded for many actions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from actions.domain.status_change import requirement_names
from actions.models import Plan, ReportingPeriod
from actions.presenters.update_items import UpdateItem, asked_of
from actions.presenters.update_list import chosen_of
from actions.selectors.unexplained import unexplained_if_unchanged
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class UnexplainedItem:
    """An action that cannot be confirmed: its update has to say what is `missing`."""

    item: UpdateItem
    missing: str


@dataclass(frozen=True, slots=True)
class BulkConfirmationPage:
    """What would be recorded, what cannot be, and what needs no update from this person."""

    chosen: tuple[UpdateItem, ...]
    unexplained: tuple[UnexplainedItem, ...]
    left_out: tuple[str, ...]


def bulk_confirmation_page(
    user: User, plan: Plan, period: ReportingPeriod, ticked: Collection[str] | None, today: date
) -> BulkConfirmationPage:
    """The selected actions, by reference; all that are on track where `ticked` is None."""
    asked = asked_of(user, plan, period, today)
    chosen = chosen_of(asked, ticked or (), on_track=ticked is None)
    refs = {item.ref for item in chosen}
    actions = [action for action in plan.actions.led_by(user, today) if action.ref in refs]
    missing = unexplained_if_unchanged(actions, period, today)
    names = {
        action.ref: " and ".join(requirement_names(missing[action.pk]))
        for action in actions
        if action.pk in missing
    }
    return BulkConfirmationPage(
        chosen=tuple(item for item in chosen if item.ref not in names),
        unexplained=tuple(
            UnexplainedItem(item, names[item.ref]) for item in chosen if item.ref in names
        ),
        left_out=tuple(ref for ref in ticked or () if ref not in refs),
    )
