"""What a reader without an account may see: plans of which something was published."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from actions.models import Plan
from governance.models import FormerSlug, Paper


class Renamed(Exception):
    """The plan has another address now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def published_plans() -> QuerySet[Plan]:
    """Plans of which a quarterly update is out, or was withdrawn."""
    papers = Paper.objects.quarterly().out().filter(plan=OuterRef("pk"))
    return Plan.objects.filter(Exists(papers)).order_by("local_area", "title", "pk")


def published_plan(slug: str) -> Plan:
    """One of them. Raises Renamed where this is an address it once had; Http404 otherwise."""
    plan = published_plans().filter(slug=slug).first()
    if plan is not None:
        return plan
    former = FormerSlug.objects.filter(slug=slug, plan__in=published_plans())
    new = former.values_list("plan__slug", flat=True).first()
    if new is None:
        raise Http404
    raise Renamed(new)


def publications_of(plan: Plan) -> list[Paper]:
    """All that is out of a plan, withdrawn ones too, the latest quarter and version first."""
    papers = Paper.objects.light().quarterly().out().latest_first().filter(plan=plan)
    found = list(papers.select_related("period").prefetch_related("files"))
    for paper in found:
        paper.plan = plan
    return found
