"""Small plans with their quarters, and who leads their actions."""

from __future__ import annotations

from datetime import date

from django.test import Client

from actions.models import Plan, ReportingPeriod
from tests.support.cast import browser_of
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
)
from wsoa.core.months import Month

TODAY = date(2019, 11, 15)
DAYS = {
    "opens": date(2019, 11, 15),
    "due": date(2019, 11, 29),
    "closes": date(2019, 12, 15),
}


def small_plan(size: int) -> tuple[Plan, Client]:
    """A plan of `size` areas with an action each, and the browser of the post that leads all."""
    plan = PlanFactory()
    holding = PostHoldingFactory()
    period = PeriodFactory(plan=plan)
    for number in range(size):
        outcome = OutcomeFactory(area=AreaFactory(plan=plan))
        action = ActionFactory(outcome=outcome, led_by=[holding.post], ref=f"1.{number + 1}.1")
        StatusUpdateFactory(action=action, period=period)
    return plan, browser_of(holding.user)


def quarters(plan: Plan) -> Plan:
    """Gives it three quarters, of which October is open and July is over."""
    for key, closes in (("2019-07", "2019-08-31"), ("2019-10", "2019-11-30")):
        quarter(plan, key, closes)
    quarter(plan, "2020-01", "2020-02-29")
    return plan


def long_plan(slug: str = "long-plan", *, actions: int = 3) -> Plan:
    """A plan of 24 quarters from January 2016, of which October 2019 is the sixteenth.

    Every action has an area of its own, and in each quarter so far a status: at risk in every
    third one.
    """
    plan: Plan = PlanFactory(slug=slug, title="A plan of 24 quarters")
    begins = Month.parse("2016-01")
    months = [begins.plus(3 * number) for number in range(24)]
    periods = [quarter(plan, str(month), f"{month.last_day}") for month in months]
    for number in range(actions):
        outcome = OutcomeFactory(area=AreaFactory(plan=plan))
        action = ActionFactory(outcome=outcome, ref=f"1.{number + 1}.1")
        for place, period in enumerate(periods[:16]):
            status = "on_track" if (place + number) % 3 else "at_risk"
            StatusUpdateFactory(action=action, period=period, status=status)
    return plan


def quarter(plan: Plan, key: str, closes: str) -> ReportingPeriod:
    """A period of a month, such as 2019-10, that closes on a day."""
    month = Month.parse(key)
    made: ReportingPeriod = PeriodFactory(
        plan=plan,
        key=key,
        label=month.printed,
        first_day=month.first_day,
        opens=month.first_day,
        due=month.last_day,
        closes=date.fromisoformat(closes),
    )
    return made


def period(plan: Plan, key: str) -> ReportingPeriod:
    """The period as it is in the database now, with this very plan."""
    found = plan.periods.get(key=key)
    found.plan = plan
    return found
