"""The list of indicators, one indicator, and its figures as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.selectors.scope import PlanRequest, plan_for
from indicators.presenters.indicator_list import indicators_html
from indicators.presenters.indicator_page import figures_csv, indicator_view
from indicators.selectors.scope import indicator_for
from wsoa.core.clock import today
from wsoa.core.spreadsheets.files import SheetFormat


@require_safe
def indicators(request: PlanRequest, slug: str) -> HttpResponse:
    """The indicators by key outcome and intention, with figures and judgements."""
    plan = plan_for(request, slug)
    html = indicators_html(plan, today(), request.GET.get("is", ""))
    context = {
        "html": html,
        "may_enter": request.user.has_perm("indicators.enter_some", plan),
        "may_add": request.user.has_perm("indicators.add", plan),
    }
    return render(request, "indicators/indicators.html", context)


@require_safe
def indicator(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """One indicator: its headline figure, its chart, and its figures as a table."""
    indicator = indicator_for(request, slug, key)
    shown = indicator_view(indicator, today())
    context = {
        "indicator": indicator,
        "html": shown.html,
        "is_red": shown.is_red,
        "may_enter": request.user.has_perm("indicators.enter_figures", indicator),
        "may_map": request.user.has_perm("indicators.manage", indicator),
    }
    return render(request, "indicators/indicator.html", context)


@require_safe
def figures(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The same figures as CSV."""
    indicator = indicator_for(request, slug, key)
    name = f"{slug}-{indicator.key}.csv"
    return HttpResponse(
        figures_csv(indicator, today()),
        content_type=SheetFormat.CSV.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
