"""Filters and tags that are available in every template."""

from datetime import date, datetime

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from wsoa.core import text as texts
from wsoa.core.colours import COLOURS

register = template.Library()


@register.filter
def blocks(text: str) -> list[texts.Block]:
    """Running text as paragraphs and lists."""
    return texts.blocks(text or "")


_PROSE = {
    # by where the text stands: how a paragraph and a list begin
    "": ("<p>", "<ul>"),
    "govuk": ('<p class="govuk-body">', '<ul class="govuk-list govuk-list--bullet">'),
    "lead": (
        '<p class="app-lead govuk-!-margin-bottom-2">',
        '<ul class="govuk-list govuk-list--bullet">',
    ),
    "inline": ("<p>", "<ul>"),
}


@register.filter
def prose(text: str | list[texts.Block] | None, place: str = "govuk") -> SafeString:
    """Running text, or blocks of it, as paragraphs and lists in HTML.

    `place` is "govuk" on a page of the service, "lead" at the top of a public one, "" in what is
    published and printed; "inline" there leaves the first paragraph without a tag, to follow what
    stands before it on its line.
    """
    text_blocks = texts.blocks(text or "") if text is None or isinstance(text, str) else text
    paragraph, list_ = _PROSE[place]
    made = []
    for number, block in enumerate(text_blocks):
        if block.items:
            items = "".join(f"<li>{conditional_escape(item)}</li>" for item in block.items)
            made.append(f"{list_}{items}</ul>")
        elif place == "inline" and number == 0:
            made.append(conditional_escape(block.paragraph))
        else:
            made.append(f"{paragraph}{conditional_escape(block.paragraph)}</p>")
    return mark_safe("".join(made))  # noqa: S308  (each text in it is escaped above)


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
    """A colour of the palette, where no style sheet reaches: in an email, in a meta element."""
    return COLOURS[name]


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """This page's query string with changed keys; None removes a key.

    The page number is removed if a filter changes.
    """
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}" if params else "?"
