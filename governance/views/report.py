"""Boards and meetings of the plan, and its quarterly reports."""

from __future__ import annotations

from datetime import date

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from actions.selectors.scope import PlanRequest, plan_for, require_permission
from governance.presenters import report_list as presenters
from governance.presenters.quarterly_page import quarterly_page
from governance.selectors.scope import begun_period_for, finished_report_for, report_for
from governance.services.report_requests import request_report, retry_report
from governance.views.shared import finished_file
from wsoa.core.clock import today

MAY_ASK = "governance.request_report"
NOT_YOURS = (
    "Only the programme manager, the publisher and accountable officers can make PDFs. "
    "You can read every quarter as a web page and open PDFs that have been made."
)


@require_safe
def governance(request: PlanRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    shown = {
        "bodies": presenters.bodies(plan.bodies.select_related("parent")),
        "themes": presenters.themes(plan.themes.prefetch_related("areas")),
        "meetings": presenters.meetings(plan.meetings.from_day(date.min), today()),
    }
    return render(request, "governance/governance.html", shown)


@require_safe
def reports(request: PlanRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    asked_for = plan.reports.light().select_related("period")
    shown = {
        "quarters": presenters.quarters(plan, plan.periods.quarters().begun_by(today()), asked_for),
        "may_ask": request.user.has_perm(MAY_ASK, plan),
    }
    return render(request, "reports/reports.html", shown)


@require_safe
def report_page(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The quarterly update as a web page, rendered from the same document as the PDF."""
    period = begun_period_for(request, slug, key)
    shown = {
        "page": quarterly_page(period, today()),
        "period": period,
        "may_ask": request.user.has_perm(MAY_ASK, period.plan),
    }
    return render(request, "reports/quarterly.html", shown)


@require_POST
def request_pdf(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Requests the PDF; redirects to the file if it exists already."""
    period = begun_period_for(request, slug, key)
    require_permission(request, MAY_ASK, period.plan, NOT_YOURS)
    report = request_report(by=request.user, plan=period.plan, period=period)
    if report.is_ready:
        return redirect("report-file", slug, key, report.pk)
    return redirect("report-progress", slug, key, report.pk)


@never_cache
@vary_on_headers("HX-Request")
@require_safe
def progress(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """The progress of a report; as a fragment for the page that polls until it is done."""
    report = report_for(request, slug, key, pk)
    card = presenters.ReportCard.of(report)
    shown = {
        "report": card,
        "may_ask": request.user.has_perm(MAY_ASK, report.plan),
        "is_news": request.GET.get("was", card.state) != card.state,
    }
    template = "reports/_progress.html" if request.htmx else "reports/progress.html"
    return render(request, template, shown)


@require_POST
def try_again(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    report = report_for(request, slug, key, pk)
    require_permission(request, MAY_ASK, report.plan, NOT_YOURS)
    retry_report(by=request.user, report=report)
    return redirect(report)


@cache_control(private=True, max_age=3600)
@require_safe
def download(request: PlanRequest, slug: str, key: str, pk: int) -> FileResponse:
    """The finished file; it never changes under its address."""
    report = finished_report_for(request, slug, key, pk)
    return finished_file(report.path, report.file_name, "application/pdf")
