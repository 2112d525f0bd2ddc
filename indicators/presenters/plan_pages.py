"""Sections of indicators on pages of the plan: due figures, questions, changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from actions.extension_points import PortfolioCell, RoundSection
from actions.models import Action, Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.presenters import challenge_list
from indicators.presenters.change_summary import change_summary_html
from indicators.selectors.waiting import question_counts
from wsoa.accounts.models import User
from wsoa.web.extension_points import Link


def questions_section(plan: Plan, day: date) -> SafeString:
    """The first questions, for the overview. Cached until something is written to the plan."""

    def make() -> SafeString:
        asked = challenge_list.challenge_summary(plan, day, challenge_list.SHORT)
        context = {"plan": plan, "asked": asked}
        return render_to_string("indicators/_overview_questions.html", context)

    return cached_for_plan(plan, "questions-section", day, make=make)


def all_questions_section(plan: Plan, day: date) -> RoundSection:
    """Every question, for the programme manager."""
    link = "Questions about the figures for accountable officers"
    context = {"plan": plan, "asked": challenge_list.challenge_summary(plan, day)}
    html = render_to_string("indicators/_questions_section.html", context)
    return RoundSection("questions", link, html)


def open_questions(plans: Mapping[int, Plan], day: date) -> Mapping[int, PortfolioCell]:
    """How many questions of the figures nobody has answered, by plan. At most two queries."""
    words = {None: "Being counted", 0: "None"}
    return {
        plan: PortfolioCell(words.get(asked, f"{asked} open"))
        for plan, asked in question_counts(plans, day).items()
    }


def questions_card(action: Action, day: date) -> SafeString:
    """The questions about an action and its outcome."""
    asked = challenge_list.action_challenges(action, day)
    context = {"plan": action.plan, "asked": asked}
    return render_to_string("indicators/_questions_card.html", context)


def changes_section(plan: Plan, day: date) -> SafeString:
    """The changes of indicators, those that got worse first. Cached likewise."""
    context = {"plan": plan, "changes": change_summary_html(plan, day)}
    return render_to_string("indicators/_overview_section.html", context)


def statistics_link(request: HttpRequest) -> Link | None:
    """The link to published statistics, for site administrators; others have it in their plan."""
    user = getattr(request, "user", None)  # a request that is refused at the door has none
    if user is None or not user.has_perm("indicators.read_statistics"):
        return None
    return Link("Published statistics", reverse("statistics"))


def figures_due_note(user: User, plan: Plan, day: date) -> SafeString:
    """The figures that a person has to enter, most overdue first. One query."""
    due = challenge_list.due_figures(user, plan, day)
    return render_to_string("indicators/_figures_due.html", {"due": due}) if due else mark_safe("")
