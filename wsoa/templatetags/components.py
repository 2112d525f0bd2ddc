"""The components that pages are made of: cards, headings, lists of facts, banners, buttons.

Every template may use these tags; the module is one of the engine's builtins. Tables are in
tables.py, and how a tag's arguments are read is in wsoa/web/tag_arguments.py.

A component whose markup is worth reading is a template in templates/components/, which gets its
text as `words`, what the tag encloses as `content`, and every named argument.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from wsoa.web.tag_arguments import Arguments, add_wrapper, enclosed, with_slot

register = template.Library()


@register.filter
def fill(text: str, value: object) -> str:
    """The text with the value in place of its `{}`, escaped: `href="#tick-{}"|fill:update.pk`."""
    return format_html(str(text), value)


# --- components with a template -------------------------------------------------------------


class Component(template.Node):
    """A template of templates/components/, rendered with the tag's arguments and content alone.

    `slot` is the name of a tag that may open the content, for text that needs markup:
    `{% section "Risks" %}{% remark %}…{% endremark %}…{% endsection %}`.
    """

    def __init__(
        self,
        name: str,
        arguments: Arguments,
        content: NodeList | None = None,
        slot: str = "",
        slotted: NodeList | None = None,
    ) -> None:
        self.path = f"components/{name}.html"
        self.arguments = arguments
        self.nodelist = content or NodeList()
        self.slot = slot
        self.slotted = slotted or NodeList()

    child_nodelists = ("nodelist", "slotted")

    def render(self, context: Context) -> str:
        values = self.arguments.values(context)
        values["words"] = self.arguments.text(context)
        values["content"] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        values["css"] = self.arguments.css(values)
        values["attributes"] = _attributes(values)
        if self.slot:
            values[self.slot] = mark_safe(self.slotted.render(context).strip())  # noqa: S308
        assert context.template is not None  # noqa: S101 (a template is being rendered)
        component = context.template.engine.get_template(self.path)
        return component.render(context.new(values))


def _attributes(values: dict[str, Any]) -> str:
    """The attributes of the outermost element, each with a space before it."""
    found = (
        ("id", values.get("id")),
        ("aria-labelledby", f"h-{values['id']}" if values.get("labelled") else ""),
    )
    attributes = format_html_join("", ' {}="{}"', ((name, value) for name, value in found if value))
    return mark_safe(f"{attributes} open") if values.get("open") else attributes  # noqa: S308


def _inline(name: str) -> None:
    @register.tag(name)
    def compile_inline(parser: Parser, token: Token) -> Component:
        return Component(name, Arguments.of(parser, token))


def _block(name: str, slot: str = "") -> None:
    @register.tag(name)
    def compile_block(parser: Parser, token: Token) -> Component:
        arguments = Arguments.of(parser, token)
        content, slotted = with_slot(parser, name, slot)
        return Component(name, arguments, content, slot, slotted)


for _name in ("back_link", "page_heading", "pagination", "phase_banner", "problem"):
    _inline(_name)
for _name, _slot in (
    ("banner", ""),
    ("card", ""),
    ("details", "summary"),
    ("figure", ""),
    ("section", "remark"),
):
    _block(_name, _slot)


# --- short markup around content ------------------------------------------------------------


add_wrapper(register, "buttons", '<div class="govuk-button-group{css}">', "</div>")
add_wrapper(register, "summary_list", '<dl class="govuk-summary-list app-summary{css}">', "</dl>")
add_wrapper(
    register,
    "fact",
    '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
    '<dd class="govuk-summary-list__value{css}">',
    "</dd></div>",
)
add_wrapper(register, "task_list", '<ul class="govuk-task-list{css}">', "</ul>")


class Task(template.Node):
    """A step of a task list: `{% task "Signatures" href="#signatures" %}done{% endtask %}`.

    `href` links to the part of the page for the step. The status describes the link, so that a
    screen reader reads both together.
    """

    def __init__(self, arguments: Arguments, content: NodeList) -> None:
        self.arguments = arguments
        self.nodelist = content

    def render(self, context: Context) -> str:
        href = conditional_escape(self.arguments.values(context)["href"])
        status = f"{href.lstrip('#')}-status"
        return (
            '<li class="govuk-task-list__item govuk-task-list__item--with-link">'
            '<div class="govuk-task-list__name-and-hint">'
            f'<a class="govuk-link govuk-task-list__link" href="{href}" '
            f'aria-describedby="{status}">{self.arguments.text(context)}</a></div>'
            f'<div class="govuk-task-list__status" id="{status}">'
            f"{self.nodelist.render(context).strip()}</div></li>"
        )


@register.tag
def task(parser: Parser, token: Token) -> Task:
    return Task(Arguments.of(parser, token), enclosed(parser, token))


class Button(template.Node):
    """A button that sends its form.

    Flags: `secondary`, `warning`, `small`, and `once` where a second press must not send again.
    Named arguments are its attributes; `hidden` is read out and not shown.
    """

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        kinds = [
            f" govuk-button--{kind}" for kind in ("secondary", "warning") if kind in arguments.flags
        ]
        small = " app-btn" if "small" in arguments.flags else ""
        self.classes = f"govuk-button{''.join(kinds)}{small}"
        self.once = (
            ' data-prevent-double-click="true" data-module="govuk-button"'
            if "once" in arguments.flags
            else ""
        )

    def render(self, context: Context) -> str:
        values = {
            name: argument.resolve(context) for name, argument in self.arguments.named.items()
        }
        css, hidden = values.pop("css", ""), values.pop("hidden", "")
        attributes = "".join(
            f' {name}="{conditional_escape(value)}"' for name, value in values.items()
        )
        hidden = (
            f'<span class="govuk-visually-hidden">{conditional_escape(hidden)}</span>'
            if hidden
            else ""
        )
        return (
            f'<button class="{self.classes}{f" {css}" if css else ""}"{attributes}{self.once}>'
            f"{self.arguments.text(context)}{hidden}</button>"
        )


@register.tag
def button(parser: Parser, token: Token) -> Button:
    return Button(Arguments.of(parser, token))


@register.simple_tag
def link(words: str, *, href: str, hidden: object = "") -> str:
    """A link with a large target; `hidden` names it for screen readers."""
    more = format_html('<span class="govuk-visually-hidden"> {}</span>', hidden) if hidden else ""
    return format_html('<a class="govuk-link app-hit" href="{}">{}{}</a>', href, words, more)


@register.simple_tag
def in_place(method: str, *address: str) -> str:
    """Attributes that replace a list item with the response to a form or link."""
    return format_html(
        'hx-{}="{}" hx-target="closest li" hx-swap="outerHTML"', method, "".join(address)
    )


@register.simple_tag
def polls(progress: Any) -> str:
    """Attributes that make part of a page poll its progress every second."""
    return format_html(
        'hx-get="{}?was={}" hx-trigger="every 1s" hx-swap="outerHTML"',
        progress.href,
        progress.state,
    )
