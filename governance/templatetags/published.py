"""What pages of other apps show of what is published."""

from __future__ import annotations

from typing import Any

from django import template

from actions.models import Plan
from governance.presenters.commentary import MissingCommentary, missing_commentary
from governance.presenters.public_question import unanswered_count
from governance.presenters.published_plan import PublishedPlan, plans_page
from governance.public.scope import published_plans
from wsoa.core.clock import today

register = template.Library()


@register.simple_tag
def plans_published() -> list[PublishedPlan]:
    """Every plan of which something was published, for whoever is not signed in."""
    return plans_page(published_plans())


@register.simple_tag(takes_context=True)
def public_questions_for_me(context: dict[str, Any], plan: Plan) -> int:
    """How many questions from the public wait for the reader."""
    return unanswered_count(context["user"], plan)


@register.simple_tag(takes_context=True)
def commentary_for_me(context: dict[str, Any], plan: Plan) -> tuple[MissingCommentary, ...]:
    """Commentary that the reader answers for and has not written yet."""
    return missing_commentary(context["user"], plan, today())
