"""Pages of the indicators."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import PlanRequest, plan_for
from indicators.presenters.listing import indicators_page


@require_safe
def indicators(request: PlanRequest, slug: str) -> HttpResponse:
    """Key outcomes, their intentions with targets, and the indicators of each."""
    plan = plan_for(request, slug)
    return render(request, "indicators/indicators.html", {"page": indicators_page(plan)})
