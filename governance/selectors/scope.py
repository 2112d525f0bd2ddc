"""Getting what a governance view is about, for somebody who may see it. Unknown is 404."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404

from actions.models import ReportingPeriod
from actions.selectors.scope import PlanRequest, plan_for
from governance.models import Report
from wsoa.core.clock import today


def begun_period_for(request: PlanRequest, slug: str, key: str) -> ReportingPeriod:
    """A quarter of a plan that this person may see, once it has begun; Http404 otherwise."""
    plan = plan_for(request, slug)
    prefetch_related_objects([plan], "periods")  # the paper reads them all
    wanted = (ReportingPeriod.Kind.QUARTER, key)
    found = [each for each in plan.periods.all() if (each.kind, each.key) == wanted]
    if not found or found[0].opens > today():
        raise Http404
    [period] = found
    period.plan = plan
    return period


def report_for(request: PlanRequest, slug: str, key: str, pk: int) -> Report:
    """One report of a quarter of a plan that this person may see; Http404 otherwise."""
    plan = plan_for(request, slug)
    reports = plan.reports.light().select_related("period")
    report: Report = get_object_or_404(reports, pk=pk, period__key=key)
    report.plan = plan
    return report


def finished_report_for(request: PlanRequest, slug: str, key: str, pk: int) -> Report:
    """The same, where its file is there; Http404 otherwise."""
    report = report_for(request, slug, key, pk)
    if not report.is_ready:
        raise Http404
    return report
