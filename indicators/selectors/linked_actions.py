"""The actions that should move an indicator, with their statuses and when they finished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.domain.short_titles import first_clause
from actions.models import Action, Plan
from actions.selectors.plan_periods import periods_of
from actions.selectors.status_as_at import StatusHistory, current_statuses
from indicators.models import Indicator
from wsoa.core.text import one_line


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
    return [(action, entry.status if entry else None) for action, entry in current]


@dataclass(frozen=True, slots=True)
class FinishedAction:
    """A linked action that is complete as at a day, and the day on which it was first so."""

    ref: str
    text: str
    day: date
    short_title: str = ""

    @property
    def name(self) -> str:
        """What it is called where its whole text does not fit, such as in a picture on paper."""
        return self.short_title or first_clause(one_line(self.text))


def finished_actions(plan: Plan, actions: Iterable[Action], day: date) -> list[FinishedAction]:
    """Those of the actions that have been complete since a day, the earliest first.

    One query if there are actions. An action that was reopened since is not finished.
    """
    linked = list(actions)
    if not linked:
        return []
    statuses = StatusHistory(plan, day, texts=False).statuses(day)
    since = ((action, statuses.get(action.pk)) for action in linked)
    finished = [
        FinishedAction(action.ref, action.text, status.complete_since, action.short_title)
        for action, status in since
        if status is not None and status.complete_since is not None
    ]
    return sorted(finished, key=lambda action: action.day)
