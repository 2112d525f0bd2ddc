"""Parts of a plan for whoever may change it: scoped get-or-404."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from actions.domain.plan_changes import PlanPart
from actions.models import (
    Action,
    AreaOfWeakness,
    GlossaryTerm,
    Measure,
    Outcome,
    Plan,
)
from actions.selectors.scope import PlanRequest, plan_for, require_permission

NOT_EDITOR = "Only the programme manager can change the plan."


def editable_plan(request: PlanRequest, slug: str) -> Plan:
    """The plan, where this person may change it. Raises Http404, or PermissionDenied."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_EDITOR)
    return plan


def part_for(request: PlanRequest, slug: str, part: PlanPart, pk: int) -> Any:
    """An area, an outcome, a measure or a term of a plan that this person may change, where it has
    not ended. Raises Http404, or PermissionDenied.
    """
    plan = editable_plan(request, slug)
    rows: dict[PlanPart, Any] = {
        PlanPart.AREA: AreaOfWeakness.objects.filter(plan=plan).select_related("plan"),
        PlanPart.OUTCOME: Outcome.objects.filter(area__plan=plan).select_related("area__plan"),
        PlanPart.MEASURE: Measure.objects.filter(action__plan=plan, action__ended_on=None),
        PlanPart.TERM: GlossaryTerm.objects.filter(plan=plan).select_related("plan"),
    }
    return get_object_or_404(rows[part], pk=pk)


def editable_action(request: PlanRequest, slug: str, ref: str) -> Action:
    """An action that has not ended, of a plan that this person may change.

    Raises Http404, or PermissionDenied.
    """
    plan = editable_plan(request, slug)
    rows = plan.actions.of_ref(ref).select_related("plan", "outcome__area__plan")
    return get_object_or_404(rows)


def parent_for(
    request: PlanRequest, slug: str, part: PlanPart, pk: int
) -> Plan | AreaOfWeakness | Action:
    """What a new part is to stand in: the plan, an area, or an action; by its key.

    Raises Http404, or PermissionDenied.
    """
    plan = editable_plan(request, slug)
    if part is PlanPart.OUTCOME:
        return get_object_or_404(plan.areas.select_related("plan"), pk=pk)
    if part is PlanPart.MEASURE:
        return get_object_or_404(plan.actions.select_related("plan"), pk=pk)
    if pk != plan.pk:
        raise Http404
    return plan
