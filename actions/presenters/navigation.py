"""The plan's part of the page frame: the person's role, and links of the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from actions.domain.enums import Role
from actions.models import Plan
from actions.rules import plan_access
from actions.selectors.page_plan import page_area, page_plan
from actions.selectors.reviewers import updates_to_review
from actions.selectors.waiting import MenuCounts, menu_counts
from wsoa.accounts.models import AreaRole, User
from wsoa.core.clock import today
from wsoa.web.brand_files import page_brand
from wsoa.web.extension_points import FrameTexts, Link, PageBrand


def plan_of_page(request: HttpRequest) -> dict[str, Plan | None]:
    """Context processor: the plan of the page as the variable `plan`."""
    return {"plan": page_plan(request)}


def plan_texts(request: HttpRequest) -> FrameTexts:
    """The person's roles in the plan, and the notes that every page of the plan shows."""
    plan = page_plan(request)
    if plan is None:
        return FrameTexts()
    footnote = f"{plan.wording_note}." if plan.wording_note else ""
    return FrameTexts(plan_access(_reader(request), plan).label, plan.illustrative, footnote)


def area_brand(request: HttpRequest) -> PageBrand | None:
    """The brand of the page's local area, with addresses for people who belong to it."""
    area = page_area(request)
    return page_brand(area.brand, "brand", area.slug) if area else None


def waiting_link(request: HttpRequest) -> Link | None:
    """The link to the first page with the number of things that wait: "Waiting (9)"."""
    counts = _counts(request)
    if counts is None:
        return None
    waiting = counts.waiting
    words = f"Waiting ({waiting.all})" if waiting.all else "Waiting"
    return Link(words, reverse("home"), is_above=True, read_out=waiting.sentence)


def portfolio_link(request: HttpRequest) -> Link | None:
    """The link to the portfolio, for people in more than one plan."""
    counts = _counts(request)
    return Link("Portfolio", reverse("portfolio")) if counts and counts.plans > 1 else None


def _counts(request: HttpRequest) -> MenuCounts | None:
    """None for whoever is not signed in, and for a request refused before that is known."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return None
    return menu_counts(user, today(), page_plan(request))


def my_updates_link(request: HttpRequest) -> Link | None:
    """The link to My updates, for people who lead an action of the plan."""
    plan = page_plan(request)
    leads = plan is not None and plan_access(_reader(request), plan).leads_here
    return Link("My updates", reverse("my-updates")) if leads else None


def review_link(request: HttpRequest) -> Link | None:
    """The link to the review page with the number of updates, for people who review them."""
    plan = page_plan(request)
    waiting = updates_to_review(_reader(request), plan) if plan else None
    if plan is None or waiting is None:
        return None
    words = f"Updates to review ({waiting})" if waiting else "Updates to review"
    return Link(words, reverse("review", args=[plan.slug]))


def round_link(request: HttpRequest) -> Link | None:
    """The link to the reporting round, for the programme manager."""
    plan = page_plan(request)
    if plan is None or Role.MANAGER not in plan_access(_reader(request), plan).roles:
        return None
    return Link("Reporting round", reverse("round", args=[plan.slug]))


def people_link(request: HttpRequest) -> Link | None:
    """The link to people and posts, for the administrators of the plan's local area.

    On a page without a plan, that of the first area that the person administers.
    """
    plan = page_plan(request)
    if plan is not None:
        area = plan_access(_reader(request), plan).administered
        return Link("People", reverse("people", args=[area])) if area else None
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    role = AreaRole.objects.given_to(user, today()).select_related("local_area").first()
    return Link("People", reverse("people", args=[role.local_area.slug])) if role else None


def _reader(request: HttpRequest) -> Any:
    """The signed-in user. A page with a plan always has one."""
    return request.user
