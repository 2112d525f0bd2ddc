"""The actions that should move an indicator, with their statuses."""

from __future__ import annotations

from datetime import date

from actions.models import Action
from actions.selectors.plan_periods import periods_of
from actions.selectors.status_as_at import current_statuses
from indicators.models import Indicator


def actions_with_status(indicator: Indicator, day: date) -> list[tuple[Action, str | None]]:
    """The actions of an indicator's outcomes and measures of success, in the plan's order.

    The status is that of the quarter that was current on the day; None if there is none.
    """
    actions = list(indicator.actions())
    if not actions:
        return []
    plan = indicator.plan
    statuses = current_statuses(plan, periods_of(plan), day)
    current = ((action, statuses.of(action.pk)) for action in actions)
    return [(action, standing.status if standing else None) for action, standing in current]
