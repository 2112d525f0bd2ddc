"""What the frame of every page shows of the plan: who one is there, and where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from actions.domain.enums import Role
from actions.models import Plan
from actions.rules import plan_access
from actions.selectors.page_plan import page_plan
from actions.selectors.reviewers import updates_to_review
from wsoa.web.extension_points import FrameTexts, Link


def plan_of_page(request: HttpRequest) -> dict[str, Plan | None]:
    """The plan, as a variable of every template."""
    return {"plan": page_plan(request)}


def plan_texts(request: HttpRequest) -> FrameTexts:
    """What this person is to the plan, and what the plan says of itself on each of its pages."""
    plan = page_plan(request)
    if plan is None:
        return FrameTexts()
    footnote = f"{plan.wording_note}." if plan.wording_note else ""
    return FrameTexts(plan_access(_reader(request), plan).words, plan.illustrative, footnote)


def my_updates_link(request: HttpRequest) -> Link | None:
    """For who leads an action of the plan."""
    plan = page_plan(request)
    leads = plan is not None and plan_access(_reader(request), plan).leads_here
    return Link("My updates", reverse("my-updates"), is_above=True) if leads else None


def review_link(request: HttpRequest) -> Link | None:
    """For who accepts updates, with how many wait."""
    plan = page_plan(request)
    waiting = updates_to_review(_reader(request), plan) if plan else None
    if plan is None or waiting is None:
        return None
    words = f"Updates to review ({waiting})" if waiting else "Updates to review"
    return Link(words, reverse("review", args=[plan.slug]))


def round_link(request: HttpRequest) -> Link | None:
    """For the programme manager."""
    plan = page_plan(request)
    if plan is None or Role.MANAGER not in plan_access(_reader(request), plan).roles:
        return None
    return Link("Reporting round", reverse("round", args=[plan.slug]))


def _reader(request: HttpRequest) -> Any:
    """Who is signed in: there is a plan, so somebody is."""
    return request.user
