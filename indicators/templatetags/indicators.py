"""Template tags of the indicator pages: judgements, questions, and the date of the data."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.domain.enums import JUDGEMENT_PATHS, Judgement
from indicators.models import Indicator
from indicators.presenters.challenge_list import indicator_challenges
from wsoa.core.clock import today

register = template.Library()

_SHAPES = {
    judgement: format_html(
        '<svg class="app-st__i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path fill-rule="evenodd" d="{}"/></svg>',
        path,
    )
    for judgement, path in JUDGEMENT_PATHS.items()
}
_JUDGED = {
    judgement: format_html(
        '<span class="app-j app-j--{}">{}<span>{}</span></span>',
        judgement.value,
        shape,
        judgement.label,
    )
    for judgement, shape in _SHAPES.items()
}


@register.simple_tag
def judgement(of: str) -> SafeString:
    """A judgement as shape, text and colour."""
    return _JUDGED[Judgement(of)]


@register.simple_tag
def judgement_shape(of: str) -> SafeString:
    return _SHAPES[Judgement(of)]


@register.inclusion_tag("indicators/_questions_card.html")
def indicator_questions(indicator: Indicator) -> dict[str, Any]:
    """The questions about an indicator, as a card."""
    return {"plan": indicator.plan, "asked": indicator_challenges(indicator, today())}


@register.inclusion_tag("indicators/_as_at.html")
def as_at_note() -> dict[str, Any]:
    """A note that later figures are left out, if the site's date is fixed."""
    return {"day": settings.WSOA_TODAY}
