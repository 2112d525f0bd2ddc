"""The plans that visitors without an account can see: those with a publication."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from actions.models import Action, AreaOfWeakness, Plan
from governance.models import FormerSlug, Paper
from wsoa.accounts.models import AreaBrand


class PlanRenamed(Exception):
    """The plan has a new address."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def published_plans() -> QuerySet[Plan]:
    """Plans with a published or withdrawn quarterly update."""
    papers = Paper.objects.quarterly().published().filter(plan=OuterRef("pk"))
    plans = Plan.objects.with_area().filter(Exists(papers))
    return plans.order_by("local_area__name", "title", "pk")


def published_plan(slug: str) -> Plan:
    """One published plan. Raises PlanRenamed for a former address, Http404 for an unknown one."""
    plan = published_plans().filter(slug=slug).first()
    if plan is not None:
        return plan
    former = FormerSlug.objects.filter(slug=slug, plan__in=published_plans())
    new = former.values_list("plan__slug", flat=True).first()
    if new is None:
        raise Http404
    raise PlanRenamed(new)


def publications_of(plan: Plan) -> list[Paper]:
    """The publications of a plan, withdrawn ones included, latest quarter and version first."""
    return publications_of_plans({plan.pk: plan})[plan.pk]


def publications_of_plans(plans: Mapping[int, Plan]) -> dict[int, list[Paper]]:
    """The publications of several plans, by plan key. Two queries."""
    papers = Paper.objects.light().quarterly().published().latest_first().filter(plan__in=plans)
    by_plan: dict[int, list[Paper]] = {pk: [] for pk in plans}
    for paper in papers.select_related("period").prefetch_related("files"):
        paper.plan = plans[paper.plan_id]
        by_plan[paper.plan_id].append(paper)
    return by_plan


def brand_of_published(plan: Plan, key: str) -> AreaBrand:
    """A brand that the local area of a published plan has or had; Http404 otherwise."""
    return get_object_or_404(AreaBrand.objects.of(plan.local_area), key=key)


def first_address(plan: Plan) -> str:
    """The address under which the plan was first published. It never belongs to another plan."""
    former = FormerSlug.objects.filter(plan=plan).order_by("pk")
    return former.values_list("slug", flat=True).first() or plan.slug


def action_or_area(plan: Plan, action: str, area: str) -> Action | AreaOfWeakness | None:
    """The action or the area of these references; None for the plan as a whole."""
    if action:
        return Action.with_ended.of_plans([plan.pk]).of_ref(action).first()
    return AreaOfWeakness.with_ended.filter(plan=plan, ref=area).first() if area else None
