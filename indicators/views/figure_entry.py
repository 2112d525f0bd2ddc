"""Pages for entering, correcting and withdrawing figures, bulk entry, and starting a series."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions.selectors.scope import PlanRequest, require_permission
from indicators.forms.bulk_entry import BulkEntryForm, PasteForm
from indicators.forms.figure import FigureForm, SeriesForm, WithdrawForm
from indicators.models import Measurement, Series
from indicators.presenters import figure_entry as page
from indicators.selectors.hidden_figures import shown_figure_of
from indicators.selectors.scope import (
    chosen_series,
    figure_for,
    indicator_for,
    plan_to_enter_figures,
)
from indicators.services.figure_entry import (
    BulkEntryRefused,
    EntryRefused,
    FigureConflict,
    correct_figure,
    enter_figure,
    enter_many,
    withdraw_figure,
)
from indicators.services.series import start_series
from wsoa.core.clock import today
from wsoa.web import resubmission

NOT_YOURS = (
    "Only the person who holds the post that owns this indicator and the programme manager can "
    "enter its figures."
)
ASKED_OR_SENT = require_http_methods(["GET", "HEAD", "POST"])


@ASKED_OR_SENT
def enter(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The form for one figure, beside the last ones with their history."""
    indicator = indicator_for(request, slug, key)
    require_permission(request, "indicators.enter_figures", indicator, NOT_YOURS)
    series = chosen_series(indicator, request.GET.get("series", ""))
    if series is None:
        return redirect("series-start", slug, key)
    beside = page.figure_entry_page(series, today())
    kept = None if request.method == "POST" else resubmission.take(request)
    sent = request.POST if request.method == "POST" else kept
    form = FigureForm(
        series, request.user, sent, numbers=beside.numbers, next_span=beside.next_span
    )
    if request.method == "POST" and form.is_valid():
        done = _enter(request, series, form)
        if done:
            return done
    return _show(request, series, form, {"page": beside, "kept": kept is not None})


def _enter(request: PlanRequest, series: Series, form: FigureForm) -> HttpResponse | None:
    """The redirect after a save; None if the service refused it, with errors in the form."""
    try:
        figure = enter_figure(
            by=request.user, series=series, entry=form.valid_entry(), based_on=form.rebased_on
        )
    except FigureConflict as conflict:
        form.rebase_on(conflict.theirs)
        form.add_error(None, f"{conflict}. Nothing was saved. Your figure is still below")
    except EntryRefused as refused:
        form.add_error(None, str(refused))
    else:
        return _saved(request, series, figure, "was saved")
    return None


@ASKED_OR_SENT
def correct(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Corrects a figure; both versions stay readable."""
    figure = figure_for(request, slug, key, pk)
    series = figure.series
    require_permission(request, "indicators.enter_figures", series.indicator, NOT_YOURS)
    beside = page.figure_entry_page(series, today())
    kept = None if request.method == "POST" else resubmission.take(request)
    sent = request.POST if request.method == "POST" else kept
    shown = shown_figure_of(figure)
    form = FigureForm(
        series, request.user, sent, numbers=beside.numbers, current=figure, figure=shown
    )
    if request.method == "POST" and form.is_valid():
        done = _correct(request, figure, form)
        if done:
            return done
    more = {"page": beside, "kept": kept is not None, "correcting": shown, "pk": figure.pk}
    return _show(request, series, form, more)


def _correct(request: PlanRequest, figure: Measurement, form: FigureForm) -> HttpResponse | None:
    try:
        saved = correct_figure(by=request.user, figure=figure, entry=form.valid_entry())
    except EntryRefused as refused:
        form.add_error(None, f"{refused}. Nothing was saved. Your figure is still below")
        return None
    return _saved(request, figure.series, saved, "was corrected")


def _saved(request: PlanRequest, series: Series, figure: Measurement, what: str) -> HttpResponse:
    shown = shown_figure_of(figure)
    messages.success(request, f"{shown.span.printed}: {shown.printed} {what}.")
    return redirect(_address(series))


def _address(series: Series) -> str:
    indicator = series.indicator
    address = reverse("figure-enter", args=[indicator.plan.slug, indicator.key])
    return f"{address}?series={series.pk}"


def _show(
    request: PlanRequest, series: Series, form: FigureForm, more: dict[str, Any]
) -> HttpResponse:
    context = {
        "indicator": series.indicator,
        "series": series,
        "form": form,
        "back": _address(series),
        "to": request.get_full_path(),
    }
    return render(request, "indicators/enter.html", context | more)


@ASKED_OR_SENT
def withdraw(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Withdraws a figure with a reason. The figure stays readable."""
    figure = figure_for(request, slug, key, pk)
    series = figure.series
    require_permission(request, "indicators.enter_figures", series.indicator, NOT_YOURS)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = WithdrawForm(request.user, sent)
    if request.method == "POST" and form.is_valid() and _withdraw(request, figure, form):
        return redirect(_address(series))
    context = {
        "indicator": series.indicator,
        "series": series,
        "figure": shown_figure_of(figure),
        "form": form,
        "back": _address(series),
    }
    return render(request, "indicators/withdraw.html", context)


def _withdraw(request: PlanRequest, figure: Measurement, form: WithdrawForm) -> bool:
    try:
        withdraw_figure(by=request.user, figure=figure, why=form.cleaned_data["why"])
    except EntryRefused as refused:
        form.add_error(None, f"{refused}. Nothing was changed")
        return False
    span = shown_figure_of(figure).span
    messages.success(request, f"The figure of {span.printed} was withdrawn.")
    return True


@ASKED_OR_SENT
def start(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """A new series of an indicator: its name, and the span of its figures."""
    indicator = indicator_for(request, slug, key)
    require_permission(request, "indicators.enter_figures", indicator, NOT_YOURS)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = SeriesForm(request.user, sent)
    if request.method == "POST" and form.is_valid():
        try:
            series = start_series(by=request.user, indicator=indicator, **form.values())
        except EntryRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"“{series.name}” was added. Enter its first figure.")
            return redirect(_address(series))
    return render(request, "indicators/series_start.html", {"indicator": indicator, "form": form})


@ASKED_OR_SENT
def many(request: PlanRequest, slug: str) -> HttpResponse:
    """Bulk entry: the next figure of every series that the person enters."""
    plan = plan_to_enter_figures(request, slug)
    shown = page.bulk_entry_page(plan, request.user, today())
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = BulkEntryForm(shown.series, request.user, sent)
    if request.method == "POST" and form.is_valid():
        try:
            entered = enter_many(by=request.user, plan=plan, given=form.given)
        except BulkEntryRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, page.entry_summary(entered))
            return redirect("figures-enter", slug)
    paste = PasteForm(shown.series, request.user, auto_id="paste_%s")
    groups = page.grouped_boxes(shown, form)
    context = {"page": shown, "form": form, "groups": groups, "paste": paste}
    return render(request, "indicators/enter_many.html", context)
