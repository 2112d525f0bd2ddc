"""How a status appears on a page: shape, then word, then colour, all from the scale of its plan."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE, ScaleStatus, StatusScale

register = template.Library()

# The five shapes, once a page; chips refer to them. A plan's own shapes are drawn in place.
STATUS_SYMBOLS = format_html(
    '<svg class="app-sprite" aria-hidden="true" focusable="false"><defs>{}</defs></svg>',
    format_html_join(
        "",
        '<symbol id="s-{}" viewBox="0 0 16 16"><path fill-rule="evenodd" d="{}"/></symbol>',
        ((status.value, status.path) for status in FIVE.by_code.values()),
    ),
)


@lru_cache(maxsize=512)
def chip(status: ScaleStatus, form: str) -> SafeString:
    """The chip of a status: on a tint (""), in a table cell ("cell"), or "bare"."""
    return format_html(
        '<span class="app-st app-st--{code}{form}{hue}">{shape}<span>{label}</span></span>',
        code=status.value,
        form=f" app-st--{form}" if form else "",
        hue=hue_class(status),
        shape=status_shape(status),
        label=status.label,
    )


@register.simple_tag
def hue_class(status: ScaleStatus) -> str:
    """The class of a status's own hue, with a space before it; nothing for one of the five."""
    return f" app-hue--{status.hue_name}" if status.is_own else ""


@register.simple_tag
def status_shape(status: ScaleStatus) -> SafeString:
    """The shape of a status: from the sprite for one of the five, otherwise drawn in place."""
    drawn = (
        format_html('<path fill="currentColor" fill-rule="evenodd" d="{}"/>', status.path)
        if status.is_own
        else format_html('<use href="#s-{}"/>', status.value)
    )
    return format_html(
        '<svg class="app-st__i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        drawn,
    )


_CHIPS = {
    (code.value, form): chip(FIVE.by_code[code], form)
    for code in Status
    for form in ("", "cell", "bare")
}


@register.simple_tag
def status_sprite() -> SafeString:
    """The shapes, for a page that does not stand in the site's frame."""
    return STATUS_SYMBOLS


@register.simple_tag(takes_context=True)
def status(
    context: Context, code: str | None, form: str = "", scale: StatusScale | None = None
) -> SafeString:
    """The chip of a status in the words of its plan; empty for None.

    The scale is the one that is given, or that of the document or the plan that the page is about.
    A page about several plans gives it: `{% status item.status scale=item.scale %}`.
    """
    if not code:
        return mark_safe("")
    scale = scale or scale_in(context)
    return chip(scale.status(code), form) if scale.is_own else _CHIPS[code, form]


def scale_in(context: Context) -> StatusScale:
    """The scale of what a page is about: a frozen document, else a plan; else the five."""
    about = (context.get("scale"), context.get("report"), context.get("plan"))
    for found in (*about, getattr(context.get("request"), "plan", None)):
        scale = found if isinstance(found, StatusScale) else getattr(found, "scale", None)
        if isinstance(scale, StatusScale):
            return scale
    return FIVE


_NONE = mark_safe(
    '<span class="app-none"><span aria-hidden="true">–</span>'
    '<span class="govuk-visually-hidden">No status yet</span></span>'
)


@register.simple_tag
def no_status() -> SafeString:
    """What a cell of the grid holds before its quarter has a status."""
    return _NONE


@register.simple_tag(takes_context=True)
def print_status(context: Context, code: str | None) -> SafeString:
    """The status on paper: its shape drawn in place, since paper has no sprite, and its word."""
    return _printed(scale_in(context).status(code)) if code else mark_safe("")


@lru_cache(maxsize=128)
def _printed(status: ScaleStatus) -> SafeString:
    return format_html(
        '<span class="s {}"><svg class="i" viewBox="0 0 16 16" width="9" height="9" '
        'role="presentation" aria-hidden="true">'
        '<path fill="{}" fill-rule="evenodd" d="{}"/></svg> {}</span>',
        status.value,
        status.hue.ink,
        status.path,
        status.label,
    )
