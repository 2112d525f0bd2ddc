"""Pages that say which figures are hidden, and why, and how the series of an indicator add up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions.selectors.scope import PlanRequest, require_permission
from indicators.forms.series_sums import SeriesSumsForm
from indicators.selectors.hidden_figures import hidden_by_indicator, own_series_of
from indicators.selectors.scope import indicator_for, plan_to_enter_figures
from indicators.services.series_sums import SumsRefused, set_series_sums
from indicators.views.figure_entry import NOT_YOURS
from wsoa.core.clock import today
from wsoa.web import resubmission


@require_safe
def hidden(request: PlanRequest, slug: str) -> HttpResponse:
    """Each hidden figure of the plan with the reason, never the number."""
    plan = plan_to_enter_figures(request, slug)
    listed = hidden_by_indicator(plan.indicators.with_aims(), today())
    return render(request, "indicators/hidden.html", {"plan": plan, "listed": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def sums(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """How the series of an indicator add up, so that no small number can be worked out."""
    indicator = indicator_for(request, slug, key)
    require_permission(request, "indicators.enter_figures", indicator, NOT_YOURS)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = SeriesSumsForm(own_series_of(indicator), request.user, sent)
    if request.method == "POST" and form.is_valid():
        try:
            set_series_sums(by=request.user, indicator=indicator, sums=form.sums())
        except SumsRefused as refused:
            form.add_error(f"part_of_{refused.series}", f"{refused}")
        else:
            messages.success(request, "How the series add up was saved.")
            return redirect("figures-hidden", slug)
    return render(request, "indicators/series_sums.html", {"indicator": indicator, "form": form})
