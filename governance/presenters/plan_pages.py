"""Sections of governance on pages of the plan: publications, and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from actions.extension_points import HomeTask
from actions.models import Plan
from governance.presenters.public_question import unanswered_count
from governance.presenters.published_plan import plans_page
from governance.public.scope import published_plans
from wsoa.accounts.models import User


def published_section() -> SafeString:
    """The list of plans with a publication, for visitors."""
    return render_to_string("public/_plans_section.html", {"plans": plans_page(published_plans())})


def public_questions_task(user: User, plan: Plan, day: date) -> Iterator[HomeTask]:
    """The number of questions from the public that the person has to answer."""
    if asked := unanswered_count(user, plan):
        words = f"{asked} {'question needs' if asked == 1 else 'questions need'} an answer."
        href = reverse("public-questions", args=[plan.slug])
        yield HomeTask("Questions from the public", words, "Read and answer", href, waiting=True)
