"""What every template may use without asking."""

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from wsoa.core import text as texts
from wsoa.core.colours import COLOURS

register = template.Library()


@register.filter
def blocks(text: str) -> list[texts.Block]:
    """Running text as paragraphs and lists."""
    return texts.blocks(text or "")


@register.filter
def one_line(text: str) -> str:
    return texts.one_line(text or "")


@register.filter
def day(value: date | datetime | None) -> str:
    """15 November 2019."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = localtime(value)
    return f"{value:%-d %B %Y}"


@register.filter
def short_day(value: date | datetime | None) -> str:
    """15 Nov."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = localtime(value)
    return f"{value:%-d %b}"


@register.filter
def moment(value: datetime) -> str:
    """15 Nov 2019, 10:12."""
    return f"{localtime(value):%-d %b %Y, %H:%M}"


@register.simple_tag
def colour(name: str) -> str:
    """A colour of the palette, where no style sheet reaches: in an e-mail, in a meta element."""
    return COLOURS[name]


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """This page's query string with some of it changed; None takes a key away.

    Page numbers never survive a change of filter.
    """
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}" if params else "?"
