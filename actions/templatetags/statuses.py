"""How a status appears on a page: shape, then word, then colour. Everything from enums.LOOKS."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from actions.domain.enums import LOOKS, Status

register = template.Library()

# The five shapes, once a page; chips refer to them.
STATUS_SYMBOLS = format_html(
    '<svg class="app-sprite" aria-hidden="true" focusable="false"><defs>{}</defs></svg>',
    format_html_join(
        "",
        '<symbol id="s-{}" viewBox="0 0 16 16"><path fill-rule="evenodd" d="{}"/></symbol>',
        ((status.value, look.path) for status, look in LOOKS.items()),
    ),
)


def _chip(status: Status, form: str) -> SafeString:
    return format_html(
        '<span class="app-st app-st--{code}{form}"><svg class="app-st__i" viewBox="0 0 16 16" '
        'aria-hidden="true" focusable="false"><use href="#s-{code}"/></svg>'
        "<span>{label}</span></span>",
        code=status.value,
        form=f" app-st--{form}" if form else "",
        label=status.label,
    )


_CHIPS = {
    (status.value, form): _chip(status, form) for status in Status for form in ("", "cell", "bare")
}


@register.simple_tag
def status_sprite() -> SafeString:
    """The shapes, for a page that does not stand in the site's frame."""
    return STATUS_SYMBOLS


@register.simple_tag
def status(code: str | None, form: str = "") -> SafeString:
    """The chip of a status: on a tint, in a table cell ("cell"), or bare; empty for None."""
    return _CHIPS[code, form] if code else mark_safe("")


_NONE = mark_safe(
    '<span class="app-none"><span aria-hidden="true">–</span>'
    '<span class="govuk-visually-hidden">No status yet</span></span>'
)


@register.simple_tag
def no_status() -> SafeString:
    """What a cell of the grid holds before its quarter has a status."""
    return _NONE


@register.simple_tag
def print_status(code: str | None) -> SafeString:
    """The status on paper: its shape drawn in place, since paper has no sprite, and its word."""
    return _PRINTED[code] if code else mark_safe("")


_PRINTED = {
    status.value: format_html(
        '<span class="s {}"><svg class="i" viewBox="0 0 16 16" width="9" height="9" '
        'role="presentation" aria-hidden="true">'
        '<path fill="{}" fill-rule="evenodd" d="{}"/></svg> {}</span>',
        status.value,
        look.ink,
        look.path,
        status.label,
    )
    for status, look in LOOKS.items()
}
