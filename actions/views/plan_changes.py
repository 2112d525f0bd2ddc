"""What has changed in a plan, and how it differs from the plan as it was approved."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.forms.plan_differences import DifferenceDayForm
from actions.presenters.plan_changes import differences_page, plan_changes_page
from actions.presenters.readiness import readiness_page
from actions.selectors.plan_parts import editable_plan
from actions.selectors.scope import PlanRequest, plan_for
from wsoa.core.clock import today


@require_safe
def changes(request: PlanRequest, slug: str) -> HttpResponse:
    """Every change of the plan since it came into force."""
    plan = plan_for(request, slug)
    page = plan_changes_page(plan, request.GET.get("page"))
    return render(request, "actions/editor/changes.html", {"page": page})


@require_safe
def differences(request: PlanRequest, slug: str) -> HttpResponse:
    """The difference from the approved plan, as at a day."""
    plan = plan_for(request, slug)
    form = DifferenceDayForm(request.GET or None)
    page = differences_page(plan, form.chosen)
    return render(request, "actions/editor/differences.html", {"page": page, "form": form})


@require_safe
def readiness(request: PlanRequest, slug: str) -> HttpResponse:
    """What the plan lacks before it can be worked with."""
    plan = editable_plan(request, slug)
    context = {"sections": readiness_page(plan, today())}
    return render(request, "actions/editor/readiness.html", context)
