"""What a quarterly document is built from: the plan's actions, and updates up to a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from actions.models import Action, DateChange, Plan, ReportingPeriod
from governance.papers.quarterly.quarter_updates import ActionInQuarter, UpdatesByQuarter
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class QuarterFacts:
    """What a document is built from: the plan's actions, and their updates up to a quarter."""

    plan: Plan
    period: ReportingPeriod
    as_at: date
    quarters: list[ReportingPeriod]
    updates: UpdatesByQuarter
    actions: list[Action]

    @property
    def current(self) -> list[ActionInQuarter]:
        """The actions that have a status in the quarter."""
        of_actions = (self.updates.get(action.pk, {}) for action in self.actions)
        in_quarter = (quarters.get(self.period.key) for quarters in of_actions)
        return [action for action in in_quarter if action]

    @property
    def before(self) -> ReportingPeriod | None:
        """The quarter before, or None in the plan's first."""
        earlier = (
            quarter for quarter in self.quarters if quarter.first_day < self.period.first_day
        )
        return max(earlier, key=lambda quarter: quarter.first_day, default=None)

    def status_of(self, action: Action) -> str | None:
        """The action's status in the quarter."""
        return status_in(self.updates.get(action.pk, {}).get(self.period.key))


def actions_of(plan: Plan, as_at: date) -> list[Action]:
    """The actions with `agreed_to`: the last end agreed by that day, if not the planned end."""
    changes = DateChange.objects.agreed_by(as_at).filter(action=OuterRef("pk"))
    agreed = Subquery(changes.reverse().values("to_month")[:1])
    actions = Action.with_ended.of_plans([plan.pk]).in_force_on(as_at).in_plan_order()
    return list(actions.select_related("outcome").annotate(agreed_to=agreed))


def agreed_end(action: Action) -> Month | None:
    """The end that `actions_of` read as agreed; None where it is the planned one."""
    to: date | None = getattr(action, "agreed_to", None)
    return Month.of(to) if to else None


def status_in(in_quarter: ActionInQuarter | None) -> str | None:
    """The status of an action in a quarter; None where it has none."""
    return in_quarter.entry.status if in_quarter else None
