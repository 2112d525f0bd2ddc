"""Pages for mapping an indicator to a published measure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from actions.selectors.scope import PlanRequest, require_permission
from indicators.forms.release import MappingForm
from indicators.models import Indicator, PublishedMeasure
from indicators.presenters import measure_mapping as presenter
from indicators.selectors.published_measures import home_place
from indicators.selectors.scope import indicator_for, official_series_for
from indicators.services.measure_mapping import MappingRefused, map_measure, unmap_measure
from wsoa.core.clock import today
from wsoa.core.row_ids import read_id

NOT_YOURS = "Only the programme manager can choose the published measure of an indicator."


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The mappings of an indicator, and the search for a measure to map."""
    indicator = indicator_for(request, slug, key)
    require_permission(request, "indicators.manage", indicator, NOT_YOURS)
    asked = read_id(request.POST.get("measure") or request.GET.get("measure") or "")
    if asked is not None:
        return _choose(request, indicator, get_object_or_404(PublishedMeasure, pk=asked))
    words = request.GET.get("q", "").strip()[:200]
    page = presenter.mapping_page(indicator, today(), words)
    return render(request, "indicators/mapping.html", {"indicator": indicator, "page": page})


def _choose(request: PlanRequest, indicator: Indicator, measure: PublishedMeasure) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = MappingForm(measure, home_place(indicator.plan), sent)
    if sent is not None and form.is_valid() and _map(request, indicator, measure, form):
        return redirect("mapping", indicator.plan.slug, indicator.key)
    context = {"indicator": indicator, "form": form, "chosen": presenter.chosen_measure(measure)}
    return render(request, "indicators/mapping_choose.html", context)


def _map(
    request: PlanRequest, indicator: Indicator, measure: PublishedMeasure, form: MappingForm
) -> bool:
    data = form.cleaned_data
    try:
        map_measure(
            by=request.user,
            indicator=indicator,
            measure=measure,
            place=data["place"],
            name=data["name"],
        )
    except MappingRefused as refused:
        form.add_error(None, f"{refused}.")
        return False
    messages.success(request, f"“{indicator}” now shows “{measure}”.")
    return True


@require_POST
def unmap(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Removes an official series from an indicator."""
    indicator = indicator_for(request, slug, key)
    require_permission(request, "indicators.manage", indicator, NOT_YOURS)
    series = official_series_for(indicator, pk)
    unmap_measure(by=request.user, series=series)
    messages.success(request, f"“{indicator}” no longer shows “{series.measure}”.")
    return redirect("mapping", slug, key)
