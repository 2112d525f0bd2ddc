"""What pages show of the indicators: judgements, and the section of the overview."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from actions.models import Action, Plan
from indicators.domain.enums import JUDGEMENT_PATHS, Judgement
from indicators.presenters.change_summary import action_indicators_html, change_summary_html
from wsoa.core.clock import today

register = template.Library()

_SHAPES = {
    each: format_html(
        '<svg class="app-st__i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        path,
    )
    for each, path in JUDGEMENT_PATHS.items()
}
_JUDGED = {
    each: format_html(
        '<span class="app-j app-j--{}">{}<span>{}</span></span>', each.value, shape, each.label
    )
    for each, shape in _SHAPES.items()
}


@register.simple_tag
def judgement(of: str) -> SafeString:
    """Shape, then word, then colour."""
    return _JUDGED[Judgement(of)]


@register.simple_tag
def judgement_shape(of: str) -> SafeString:
    return _SHAPES[Judgement(of)]


@register.simple_tag
def indicators_line(plan: Plan) -> SafeString:
    """The section of the overview: what got worse, first. Kept until something is written."""
    return change_summary_html(plan, today())


@register.simple_tag
def action_indicators(action: Action) -> SafeString:
    """What the action should move, and what the figures say of it. Kept likewise."""
    return action_indicators_html(action, today())


@register.inclusion_tag("indicators/_as_at.html")
def as_at_note() -> dict[str, Any]:
    """Where the site's clock stands still: that later figures are left out."""
    return {"day": settings.WSOA_TODAY}
