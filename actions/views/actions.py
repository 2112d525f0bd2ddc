"""The grid of actions by quarter, and one action."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from actions.presenters import action_page
from actions.presenters.action_grid import finished_filters, finished_grid
from actions.presenters.grid_file import grid_sheet
from actions.presenters.history import history_page
from actions.selectors.action_filters import ActionFilters
from actions.selectors.scope import PlanRequest, action_for, plan_for
from wsoa.core.clock import today
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.web.sheets import sheet_response


@require_safe
@vary_on_headers("HX-Request")
def grid(request: PlanRequest, slug: str) -> HttpResponse:
    """Every action with its status in every quarter; filters are in the query string."""
    plan = plan_for(request, slug)
    filters = ActionFilters.of(request.GET)
    grid = finished_grid(plan, filters, today())
    if request.htmx:
        return HttpResponse(grid)
    context = {"grid": grid, "filters": finished_filters(plan, filters, today())}
    return render(request, "actions/grid.html", context)


@require_safe
def grid_file(request: PlanRequest, slug: str, form: SheetFormat) -> HttpResponse:
    """The same actions as a file; the filters are in the query string."""
    plan = plan_for(request, slug)
    sheet = grid_sheet(plan, ActionFilters.of(request.GET), today())
    return sheet_response(sheet, form, f"{slug}-{today()}")


@require_safe
def action(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """One action: its text, quarters, measures, leads and updates."""
    found = action_for(request, slug, ref)
    page = action_page.action_page(found, request.user, today())
    return render(request, "actions/action.html", {"action": found, "page": page})


@require_safe
def history(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """The history of one action."""
    found = action_for(request, slug, ref)
    page = history_page(found.plan.slug, request.GET.get("page"), subject=f"action {ref}")
    return render(request, "actions/history.html", {"action": found, "page": page})
