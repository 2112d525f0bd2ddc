"""Scoped get-or-404: the objects that a view is about, for a person who may see them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from actions.models import Plan
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from actions.selectors.seen_plan import seen_plan
from indicators.models import ImportPreview, Indicator, Measurement, Series, Target
from indicators.rules import may_answer
from indicators.selectors.challenges import Challenge
from wsoa.core.clock import today

NOT_YOURS_TO_ANSWER = (
    "Only the accountable officer of the area and the programme manager can answer questions."
)
NOT_YOURS_TO_READ_IN = (
    "All local areas share the official statistics. Only a site administrator can import them."
)

NOT_YOURS_TO_SET_UP = "Only the programme manager can add, change or end indicators."
_NOTHING_YOURS = (
    "None of the indicators of this plan belongs to a post that you hold, so you cannot "
    "enter figures."
)


def indicator_for(request: PlanRequest, slug: str, key: str) -> Indicator:
    """One indicator of a plan that this person may see; Http404 otherwise."""
    plan = plan_for(request, slug)
    indicator = get_object_or_404(Indicator.objects.of_plan(plan).with_aims(), key=key)
    indicator.plan = plan
    return indicator


def indicator_to_set_up(request: PlanRequest, slug: str, key: str) -> Indicator:
    """An indicator that this person may set up; PermissionDenied with the reason otherwise."""
    indicator = indicator_for(request, slug, key)
    require_permission(request, "indicators.manage", indicator, NOT_YOURS_TO_SET_UP)
    return indicator


def plan_to_set_up(request: PlanRequest, slug: str) -> Plan:
    """A plan to which this person may add indicators; PermissionDenied otherwise."""
    plan = plan_for(request, slug)
    require_permission(request, "indicators.add", plan, NOT_YOURS_TO_SET_UP)
    return plan


def series_to_set_up(request: PlanRequest, slug: str, key: str, pk: int) -> Series:
    """A series of an indicator that this person may set up; Http404 for that of another."""
    indicator = indicator_to_set_up(request, slug, key)
    series = get_object_or_404(Series.objects.of_indicators([indicator.pk]), pk=pk)
    series.indicator = indicator
    return series


def target_to_set_up(request: PlanRequest, slug: str, key: str, pk: int) -> Target:
    """A target of an indicator that this person may set up; Http404 for that of another."""
    indicator = indicator_to_set_up(request, slug, key)
    target = get_object_or_404(Target.objects.of_indicators([indicator.pk]), pk=pk)
    target.indicator = indicator
    return target


def plan_to_enter_figures(request: PlanRequest, slug: str) -> Plan:
    """A plan in which this person may enter figures; PermissionDenied with the reason otherwise."""
    plan = plan_for(request, slug)
    for indicator in Indicator.objects.of_plan(plan):
        indicator.plan = plan
        if request.user.has_perm("indicators.enter_figures", indicator):
            return plan
    raise PermissionDenied(_NOTHING_YOURS)


def figure_for(request: PlanRequest, slug: str, key: str, pk: int) -> Measurement:
    """One figure of an indicator of a plan that this person may see; Http404 otherwise."""
    indicator = indicator_for(request, slug, key)
    measurements = Measurement.objects.of_indicators([indicator.pk]).select_related("series", "by")
    figure = get_object_or_404(measurements, pk=pk)
    figure.series.indicator = indicator
    return figure


def figure_upload_for(request: PlanRequest, slug: str, pk: int) -> ImportPreview:
    """A file of figures that this person has uploaded to this plan; Http404 otherwise."""
    plan = plan_for(request, slug)
    preview = get_object_or_404(ImportPreview, pk=pk, plan=plan, by=request.user, dataset="")
    preview.plan = plan
    return preview


def chosen_series(indicator: Indicator, asked: str) -> Series | None:
    """The series with the requested number or, without a request, the first that takes figures.

    None if no series takes figures; Http404 for the number of another indicator's series.
    """
    own = list(Series.objects.of_indicators([indicator.pk]).own())
    for series in own:
        series.indicator = indicator
    if not asked:
        return own[0] if own else None
    for series in own:
        if str(series.pk) == asked:
            return series
    raise Http404


def require_answer_permission(request: PlanRequest, plan: Plan, question: Challenge) -> None:
    """Raises PermissionDenied if the question is addressed to other people."""
    if not may_answer(request.user, plan, question.areas):
        raise PermissionDenied(NOT_YOURS_TO_ANSWER)


def plan_to_compare(request: PlanRequest) -> Plan | None:
    """A plan that this person may see, whose area's published statistics are shown.

    `?plan=slug` chooses among several. Where a person may see none: None for a site administrator,
    Http404 for everybody else.
    """
    asked = request.GET.get("plan", "")
    plan = seen_plan(request.user, today(), asked)
    if plan is not None:
        request.plan = plan
    elif asked or not request.user.has_perm("indicators.read_statistics"):
        raise Http404
    return plan


def require_import_permission(request: PlanRequest) -> None:
    """Raises unless this person may import published statistics.

    Http404 for a person who sees no plan, PermissionDenied for one who may only read.
    """
    if request.user.has_perm("indicators.read_statistics"):
        return
    if not Plan.objects.seen_by(request.user, today()).exists():
        raise Http404
    raise PermissionDenied(NOT_YOURS_TO_READ_IN)


def release_upload_for(request: PlanRequest, pk: int) -> ImportPreview:
    """A file of statistics that this person has uploaded; Http404 otherwise."""
    require_import_permission(request)
    own = ImportPreview.objects.filter(by=request.user).exclude(dataset="")
    return get_object_or_404(own, pk=pk)


def official_series_for(indicator: Indicator, pk: int) -> Series:
    """A series of published figures of this indicator; Http404 otherwise."""
    official = Series.objects.of_indicators([indicator.pk]).exclude(measure=None)
    series = get_object_or_404(official, pk=pk)
    series.indicator = indicator
    return series
