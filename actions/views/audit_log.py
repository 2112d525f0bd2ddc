"""The audit log of a plan and of a local area, for people who may investigate it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actions.forms.audit_log import AuditLogForm
from actions.presenters.audit_log import (
    AuditLogSource,
    audit_log_page,
    csv_rows,
    log_of_area,
    log_of_plan,
)
from actions.selectors.audit_log import verbs_of
from actions.selectors.scope import PlanRequest, area_for, plan_for, require_permission
from wsoa.core.spreadsheets.csv import csv_lines

NOT_YOURS = "Only the programme manager can see the audit log of this plan."
NOT_YOUR_AREA = (
    "Only somebody who manages every plan of this local area can see its audit log. The audit log "
    "of a plan is on the history page of that plan."
)


@require_safe
def plan_log(request: PlanRequest, slug: str) -> HttpResponse:
    """The audit log of a plan, filtered."""
    return _page(request, _of_plan(request, slug))


@require_safe
def plan_log_csv(request: PlanRequest, slug: str) -> HttpResponseBase:
    """What the filters let through of a plan's audit log, as CSV."""
    return _csv(request, _of_plan(request, slug))


@require_safe
def area_log(request: PlanRequest, slug: str) -> HttpResponse:
    """The audit log of a local area, filtered."""
    return _page(request, _of_area(request, slug))


@require_safe
def area_log_csv(request: PlanRequest, slug: str) -> HttpResponseBase:
    """What the filters let through of a local area's audit log, as CSV."""
    return _csv(request, _of_area(request, slug))


def _of_plan(request: PlanRequest, slug: str) -> AuditLogSource:
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    return log_of_plan(plan)


def _of_area(request: PlanRequest, slug: str) -> AuditLogSource:
    local_area = area_for(request, slug)
    require_permission(request, "actions.see_area_log", local_area, NOT_YOUR_AREA)
    return log_of_area(local_area)


def _page(request: PlanRequest, source: AuditLogSource) -> HttpResponse:
    form = AuditLogForm(verbs_of(source.events), request.GET)
    context = {
        "source": source,
        "form": form,
        "page": audit_log_page(source, form.filters(), request.GET.get("page"))
        if form.is_valid()
        else None,
        "area": request.plan.local_area,
        "sees_area": request.user.has_perm("actions.see_area_log", request.plan.local_area),
    }
    return render(request, "actions/audit_log.html", context)


def _csv(request: PlanRequest, source: AuditLogSource) -> HttpResponseBase:
    form = AuditLogForm(verbs_of(source.events), request.GET)
    if not form.is_valid():  # the page says what is wrong with the filters
        return redirect(f"{source.page}?{request.GET.urlencode()}")
    response = StreamingHttpResponse(
        csv_lines(csv_rows(source, form.filters())),
        content_type="text/csv; charset=utf-8; header=present",
    )
    response["Content-Disposition"] = f'attachment; filename="{source.file_name}"'
    return response
