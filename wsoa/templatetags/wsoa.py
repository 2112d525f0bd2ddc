"""Filters and tags that are available in every template."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from wsoa.core import text as texts
from wsoa.core.colours import COLOURS
from wsoa.core.web_addresses import spans

register = template.Library()


@register.filter
def blocks(text: str) -> list[texts.Block]:
    """Running text as paragraphs and lists."""
    return texts.blocks(text or "")


@dataclass(frozen=True, slots=True)
class _Markup:
    """The classes of running text in one place: of paragraphs, lists, and links."""

    paragraph: str = ""
    lists: Mapping[texts.ListStyle, str] = field(default_factory=dict)
    link: str = ""


_GOVUK_LISTS = {
    texts.ListStyle.BULLETS: "govuk-list govuk-list--bullet",
    texts.ListStyle.NUMBERS: "govuk-list govuk-list--number",
    texts.ListStyle.LETTERS: "govuk-list app-list-letters",
    texts.ListStyle.CAPITALS: "govuk-list app-list-letters app-list-letters--capital",
    texts.ListStyle.ROMAN: "govuk-list app-list-letters app-list-letters--roman",
}
_HAS_NO_TYPE = frozenset((texts.ListStyle.BULLETS, texts.ListStyle.NUMBERS))
_GOVUK_LINK = "govuk-link app-anywhere"
_PROSE = {
    # by where the text stands
    "": _Markup(),
    "inline": _Markup(),
    "govuk": _Markup("govuk-body", _GOVUK_LISTS, _GOVUK_LINK),
    "govuk-inline": _Markup("govuk-body", _GOVUK_LISTS, _GOVUK_LINK),
    "lead": _Markup("app-lead govuk-!-margin-bottom-2", _GOVUK_LISTS, _GOVUK_LINK),
}


@register.filter
def prose(text: str | list[texts.Block] | None, place: str = "govuk") -> SafeString:
    """Running text, or blocks of it, as paragraphs and lists in HTML.

    `place` is "govuk" on a page of the service, "lead" at the top of a public one, "" in what is
    published and printed; "inline" there, and "govuk-inline", leave the first paragraph without a
    tag, to follow what stands before it on its line.
    """
    text_blocks = texts.blocks(text or "") if text is None or isinstance(text, str) else text
    markup = _PROSE[place]
    made = []
    for number, block in enumerate(text_blocks):
        if isinstance(block, texts.TextList):
            made.append(_list(block, markup))
        elif place.endswith("inline") and number == 0:
            made.append(_isolated(_lines(block.text, markup), block.text))
        else:
            look = _class(markup.paragraph) + _direction(block.text)
            made.append(f"<p{look}>{_lines(block.text, markup)}</p>")
    return mark_safe("".join(made))  # noqa: S308  (each text in it is escaped in _linked)


def _list(text_list: texts.TextList, markup: _Markup) -> str:
    is_ordered = text_list.style is not texts.ListStyle.BULLETS
    tag = "ol" if is_ordered else "ul"
    kind = "" if text_list.style in _HAS_NO_TYPE else f' type="{text_list.style}"'
    start = f' start="{text_list.start}"' if is_ordered and text_list.start != 1 else ""
    items = "".join(
        f"<li{_direction(item.text)}>{_lines(item.text, markup)}"
        f"{''.join(_list(inner, markup) for inner in item.lists)}</li>"
        for item in text_list.items
    )
    look = _class(markup.lists.get(text_list.style, "")) + _direction(text_list.items[0].text)
    return f"<{tag}{look}{kind}{start}>{items}</{tag}>"


def _lines(text: str, markup: _Markup) -> str:
    return "<br>".join(_linked(line, markup.link) for line in text.split("\n"))


def _linked(line: str, css: str) -> str:
    """The line, escaped, with its addresses as links that give a search engine no credit."""
    return "".join(
        f'<a{_class(css)} href="{escape(span.href)}" rel="nofollow noopener noreferrer">'
        f"{escape(span.text)}</a>"
        if span.href
        else escape(span.text)
        for span in spans(line)
    )


def _direction(text: str) -> str:
    """The attribute of a block that is written from right to left, as Urdu and Arabic are.

    Not dir="auto": what is printed and emailed needs to be told which it is.
    """
    return ' dir="rtl"' if texts.is_right_to_left(text) else ""


def _isolated(html: str, text: str) -> str:
    """Text within a line; from right to left, it does not turn round what stands beside it."""
    return f'<bdi dir="rtl">{html}</bdi>' if texts.is_right_to_left(text) else html


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""


@register.filter
def linked(text: str) -> SafeString:
    """A text on one line of a page of the service, with its addresses as links."""
    line = texts.one_line(text or "")
    return mark_safe(_isolated(_linked(line, _GOVUK_LINK), line))  # noqa: S308


@register.filter
def plain_text(text: str) -> str:
    """Running text in an email: its paragraphs and lists in signs."""
    return texts.plain_text(text or "")


@register.filter
def one_line(text: str) -> str:
    return texts.one_line(text or "")


@register.filter
def joined(text: str) -> str:
    """A paragraph of an email on one line, written over several in its template."""
    return " ".join(text.split())


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
