"""What a lead has begun or got back in plans where no round is open. It is kept for the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from actions.models import Action, Plan
from actions.selectors.page_plan import page_address
from wsoa.accounts.models import User
from wsoa.core.text import cut, one_line

_LONGEST = 150


@dataclass(frozen=True, slots=True)
class KeptForNextRound:
    """An action with a draft of the person's own, a returned update, or both.

    `saved_at` is None for no draft; `reason` is that of the return, empty for none.
    """

    ref: str
    title: str
    saved_at: datetime | None
    reason: str
    address: str


def kept_for_next_round(
    user: User, day: date, plans: Mapping[int, Plan], managed: Collection[int] = ()
) -> list[KeptForNextRound]:
    """What is kept for a person in these plans, of what they lead or manage. One query.

    `plans` is by their keys, and `managed` the keys of those that the person manages.
    """
    kept = Action.objects.of_plans(plans).kept_for_next_round(user, day, managed).in_plan_order()
    columns = ("plan", "ref", "text", "draft_saved", "returned_because")
    return [
        KeptForNextRound(
            ref=ref,
            title=cut(one_line(text), _LONGEST),
            saved_at=saved,
            reason=one_line(reason or ""),
            address=page_address("update", plans[plan].slug, ref),
        )
        for plan, ref, text, saved, reason in kept.values_list(*columns)
    ]
