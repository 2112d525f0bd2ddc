"""The reporting periods of a plan, which nearly every page of it reads."""

from __future__ import annotations

from django.db.models import QuerySet

from actions.models import Plan, ReportingPeriod
from wsoa.core.compiled_queries import compiled_once


def periods_of(plan: Plan) -> list[ReportingPeriod]:
    """All periods of a plan, quarters and months, in the order of time. One query."""
    found = _periods_of(plan.pk)
    for period in found:
        period.plan = plan
    return found


@compiled_once
def _periods_of(plan: int) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.of_plans([plan])
