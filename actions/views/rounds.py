"""The page of a reporting round, and chasing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from actions.models import Plan
from actions.presenters import reporting_round as page
from actions.rules import plan_access
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from actions.services.chasing import ChaseRefused, chase_every_post, chase_post
from wsoa.core.clock import today

NOT_YOURS = "Only the programme manager can see who was chased, and chase them."


@require_safe
def round_page(request: PlanRequest, slug: str) -> HttpResponse:
    """Responses to the round, contradictions, and when posts were chased."""
    plan = _plan(request, slug)
    mine = plan_access(request.user, plan)
    context = {"round": page.round_page(plan, today()), "administers": mine.administers}
    return render(request, "actions/round.html", context)


@require_POST
def chase_posts(request: PlanRequest, slug: str) -> HttpResponse:
    """Chases one post, or every post with no response where its own button asks for that."""
    plan = _plan(request, slug)
    try:
        if request.POST.get("whom") == "everybody":
            chased = chase_every_post(by=request.user, plan=plan)
        else:
            chased = chase_post(by=request.user, plan=plan, code=request.POST.get("post", ""))
    except ChaseRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, f"Chased: {', '.join(chase.post.display_name for chase in chased)}."
        )
    return redirect("round", plan.slug)


def _plan(request: PlanRequest, slug: str) -> Plan:
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    return plan
