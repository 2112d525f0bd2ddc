"""Pasting cells from a spreadsheet into the grid of figures; they are previewed as a file is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.models import Plan
from actions.selectors.scope import PlanRequest
from indicators.forms.bulk_entry import PasteForm
from indicators.presenters.figure_entry import bulk_entry_page
from indicators.selectors.scope import figure_upload_for, plan_to_enter_figures
from indicators.services.figure_entry import EntryRefused
from indicators.services.figure_upload import take_pasted, text_of_pasted
from wsoa.core.clock import today
from wsoa.core.row_ids import read_id
from wsoa.web import resubmission


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: PlanRequest, slug: str) -> HttpResponse:
    """The box for pasted cells; with ?from, it holds what was pasted before."""
    plan = plan_to_enter_figures(request, slug)
    page = bulk_entry_page(plan, request.user, today())
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = PasteForm(page.series, request.user, sent, initial=_pasted_before(request, slug))
    done = _take(request, plan, form) if request.method == "POST" and form.is_valid() else None
    return done or render(request, "indicators/paste.html", {"form": form})


def _take(request: PlanRequest, plan: Plan, form: PasteForm) -> HttpResponse | None:
    text = form.cleaned_data["cells"]
    try:
        kept = take_pasted(by=request.user, plan=plan, text=text, series=form.chosen)
    except EntryRefused as refused:
        form.add_error("cells", str(refused).rstrip("."))
        return None
    return redirect("figures-preview", plan.slug, kept.pk)


def _pasted_before(request: PlanRequest, slug: str) -> dict[str, str]:
    """What the box holds at first: what this person pasted before, to be corrected."""
    pk = read_id(request.GET.get("from", ""))
    if pk is None:
        return {}
    kept = figure_upload_for(request, slug, pk)
    return {"cells": text_of_pasted(preview=kept), "series": str(kept.series_id or "")}
