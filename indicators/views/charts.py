"""Charts as files: SVG and PNG."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from actions.selectors.scope import PlanRequest
from indicators.domain.picture_format import IndicatorPicture, PictureFormat
from indicators.presenters.chart_files import PictureFile, indicator_picture
from indicators.selectors.scope import indicator_for
from wsoa.core.clock import today


@require_safe
def chart(
    request: PlanRequest, slug: str, key: str, which: IndicatorPicture, form: PictureFormat
) -> HttpResponse:
    """One chart of an indicator as SVG or PNG; 404 where its page has no such chart."""
    indicator = indicator_for(request, slug, key)
    return picture_response(indicator_picture(indicator, today(), which, form))


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
