"""The actions that should move an indicator, with their statuses."""

from __future__ import annotations

from datetime import date

from actions.models import Action, ReportingPeriod
from actions.selectors.status_as_at import quarter_statuses
from indicators.models import Indicator


def actions_with_status(indicator: Indicator, day: date) -> list[tuple[Action, str | None]]:
    """The actions of an indicator's outcomes and measures of success, in the plan's order.

    The status is that of the last quarter that had begun by the day; None if there is none.
    """
    actions = list(indicator.actions())
    if not actions:
        return []
    plan = indicator.plan
    quarter: ReportingPeriod | None = plan.periods.begun_by(day).quarters().last()
    if quarter is None:
        return [(action, None) for action in actions]
    by_action = quarter_statuses(plan, [quarter.pk])
    statuses = ((action, by_action.get(action.pk, {}).get(quarter.pk)) for action in actions)
    return [(action, standing.status if standing else None) for action, standing in statuses]
