"""Charts as files: SVG and PNG, and the figures of all areas as CSV."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from actions.selectors.scope import PlanRequest
from indicators.domain.picture_format import IndicatorPicture, PictureFormat
from indicators.models import PublishedMeasure
from indicators.presenters.chart_files import PictureFile, indicator_picture
from indicators.presenters.comparison_files import areas_csv, comparison_picture
from indicators.selectors.scope import indicator_for, plan_to_compare
from wsoa.core.clock import today


@require_safe
def chart(
    request: PlanRequest, slug: str, key: str, which: IndicatorPicture, form: PictureFormat
) -> HttpResponse:
    """One chart of an indicator as SVG or PNG; 404 where its page has no such chart."""
    indicator = indicator_for(request, slug, key)
    return picture_response(indicator_picture(indicator, today(), which, form))


@require_safe
def comparison(request: PlanRequest, pk: int, form: PictureFormat) -> HttpResponse:
    """The chart of all areas on one measure, for the filter in the address."""
    plan = plan_to_compare(request)
    measure = get_object_or_404(PublishedMeasure, pk=pk)
    span, near = comparison_filter(request)
    return picture_response(comparison_picture(plan, measure, today(), form, asked=span, near=near))


@require_safe
def areas(request: PlanRequest, pk: int) -> HttpResponse:
    """The figures of all areas on one measure as CSV, for the filter in the address."""
    plan = plan_to_compare(request)
    measure = get_object_or_404(PublishedMeasure, pk=pk)
    span, near = comparison_filter(request)
    return picture_response(areas_csv(plan, measure, today(), asked=span, near=near))


def comparison_filter(request: PlanRequest) -> tuple[str, bool]:
    """The requested span, and whether only the own area and its neighbours are compared."""
    return request.GET.get("span", "")[:40], request.GET.get("near") == "1"


def picture_response(picture: PictureFile) -> HttpResponse:
    """The file to download. Raises Http404 if there is nothing to draw."""
    if not picture.content:
        raise Http404("There are no figures to draw.")
    disposition = f'attachment; filename="{picture.name}"'
    return HttpResponse(
        picture.content,
        content_type=picture.media_type,
        headers={"Content-Disposition": disposition},
    )
