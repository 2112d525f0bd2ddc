"""What other pages show of questions, and of figures that are due."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string

from actions.models import Action, Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.models import Indicator
from indicators.presenters import challenge_list as page
from indicators.presenters.challenge_list import DueFigure
from indicators.selectors import challenges
from wsoa.core.clock import today

register = template.Library()


@register.simple_tag
def plan_questions(plan: Plan) -> str:
    """The overview's section. Kept until something is written to the plan."""
    day = today()
    return cached_for_plan(
        plan,
        "questions-section",
        day,
        make=lambda: render_to_string(
            "indicators/_questions_section.html",
            {"plan": plan, "asked": page.challenge_summary(plan, day)},
        ),
    )


@register.inclusion_tag("indicators/_questions_section.html")
def round_questions(plan: Plan) -> dict[str, Any]:
    """The same with every question, for the programme manager."""
    return {"plan": plan, "asked": page.challenge_summary(plan, today(), most=None)}


@register.inclusion_tag("indicators/_questions_card.html")
def action_questions(action: Action) -> dict[str, Any]:
    """What is asked of an action and of its outcome, as a card beside it."""
    return {"plan": action.plan, "asked": page.action_challenges(action, today())}


@register.inclusion_tag("indicators/_questions_card.html")
def indicator_questions(indicator: Indicator) -> dict[str, Any]:
    """What is asked because of an indicator, as a card beside it."""
    return {"plan": indicator.plan, "asked": page.indicator_challenges(indicator, today())}


@register.simple_tag(takes_context=True)
def figures_due_from_me(context: dict[str, Any], plan: Plan) -> tuple[DueFigure, ...]:
    """The figures of a plan that the reader is to enter, the most overdue first. One query."""
    return page.due_figures(context["user"], plan, today())


@register.simple_tag(takes_context=True)
def questions_for_me(context: dict[str, Any], plan: Plan) -> int:
    """How many questions without an answer the reader is asked."""
    return challenges.count_waiting_for(context["user"], plan, today())
