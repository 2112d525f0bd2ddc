"""Getting an area's commentary for a quarter, for somebody who may see the plan. Unknown is 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from actions.models import AreaCommentary
from actions.selectors.scope import PlanRequest
from governance.selectors.scope import begun_period_for


def commentary_for(request: PlanRequest, slug: str, key: str, ref: str) -> AreaCommentary:
    """What is said of an area in a quarter that has begun, with both; a new row where nothing is.

    Http404 where there is no such area or quarter.
    """
    period = begun_period_for(request, slug, key)
    area = get_object_or_404(period.plan.areas, ref=ref.replace("\x00", ""))
    area.plan = period.plan
    row = area.commentary.filter(period=period).first() or AreaCommentary()
    row.area, row.period = area, period
    return row
