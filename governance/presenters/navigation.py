"""Governance in the page frame: links of the menu, and the brand of public pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from actions.models import Plan
from actions.selectors.page_plan import page_plan
from wsoa.web.brand_files import page_brand
from wsoa.web.extension_points import Link, PageBrand


def board_papers_link(request: HttpRequest) -> Link | None:
    """The link to the board papers, for members of the board."""
    plan = page_plan(request)
    if plan is None or not request.user.has_perm("governance.ask_as_board", plan):
        return None
    return Link("Board papers", reverse("highlights", args=[plan.slug]))


def published_brand(request: HttpRequest) -> PageBrand | None:
    """The brand of a published plan's local area, with addresses for everybody."""
    plan: Plan | None = vars(request).get("published_plan")
    return page_brand(plan.local_area.brand, "published-brand", plan.slug) if plan else None
