"""The reporting periods of a plan, which nearly every page of it reads. One query each."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from actions.models import Plan, ReportingPeriod
from wsoa.core.compiled_queries import compiled_once


def periods_of(plan: Plan) -> list[ReportingPeriod]:
    """All periods of a plan, quarters and months, in the order of time."""
    found = _periods_of(plan.pk)
    for period in found:
        period.plan = plan
    return found


def latest_open(plan: Plan, day: date, key: str = "") -> ReportingPeriod | None:
    """The latest period of the plan that takes updates on that day, of the month `key` if given."""
    return next(reversed(_open_on(plan.pk, day, key)), None)


def latest_begun(plan: Plan, day: date, key: str = "") -> ReportingPeriod | None:
    """The latest period whose month has come, of the month `key` if given."""
    periods = plan.periods.of_key(key) if key else plan.periods
    return periods.begun_by(day).last()


@compiled_once
def _open_on(plan: int, day: date, key: str) -> QuerySet[ReportingPeriod]:
    found = ReportingPeriod.objects.of_plans([plan]).open_on(day)
    return found.of_key(key) if key else found


@compiled_once
def _periods_of(plan: int) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.of_plans([plan])
