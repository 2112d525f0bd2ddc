"""Reading the arguments and the content of a template tag, for every component.

Arguments of a tag are read alike everywhere. The first is text; where more follow, each fills a
`{}` of that text, escaped: `{% card "Questions: {}" asked.count %}`. A bare name from FLAGS
switches something on: `{% cell num %}`. Anything else has a name:
`{% section "Risks" id="risks" %}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

FLAGS: Final = frozenset(
    [
        "current",
        "fold",
        "form",
        "hide",
        "labelled",
        "mid",
        "num",
        "nowrap",
        "once",
        "open",
        "plain",
        "quiet",
        "secondary",
        "shown",
        "small",
        "unlabelled",
        "warning",
    ]
)
_NAMED = re.compile(r"(\w+)=(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a tag: text with its values, names with values, and flags."""

    positional: tuple[FilterExpression, ...]
    named: dict[str, FilterExpression]
    flags: frozenset[str]
    fixed_css: SafeString | None = None  # the classes, where they are the same each time

    @classmethod
    def of(cls, parser: Parser, token: Token) -> Arguments:
        positional, named, flags = [], {}, set()
        for bit in token.split_contents()[1:]:
            match = _NAMED.fullmatch(bit)
            if bit in FLAGS:
                flags.add(bit)
            elif match:
                named[match[1]] = parser.compile_filter(match[2])
            else:
                positional.append(parser.compile_filter(bit))
        css = named.get("css")
        is_fixed = "now" not in named and (css is None or not (css.is_var or css.filters))
        fixed = css_of({"css": css.var} if css else {}) if is_fixed else None
        return cls(tuple(positional), named, frozenset(flags), fixed)

    def text(self, context: Context) -> str:
        """The text, escaped, with its values filled in."""
        values = [argument.resolve(context) for argument in self.positional]
        if len(values) > 1:
            return format_html(str(values[0]), *values[1:])
        return conditional_escape(values[0]) if values else ""

    def values(self, context: Context) -> dict[str, Any]:
        """The named arguments, and the flags that are set."""
        named = {name: argument.resolve(context) for name, argument in self.named.items()}
        return named | dict.fromkeys(self.flags, True)

    def css(self, values: dict[str, Any]) -> SafeString:
        """The classes given to the tag; `values` are those of its arguments."""
        return css_of(values) if self.fixed_css is None else self.fixed_css


def enclosed(parser: Parser, token: Token) -> NodeList:
    """The content between the tag and its end tag."""
    end = f"end{token.split_contents()[0]}"
    nodes = parser.parse((end,))
    parser.delete_first_token()
    return nodes


def with_slot(parser: Parser, name: str, slot: str) -> tuple[NodeList, NodeList | None]:
    """The content of a block component, and that of its slot where the slot comes first."""
    end = f"end{name}"
    nodes = parser.parse((slot, end) if slot else (end,))
    next_token = parser.next_token()
    if next_token.contents == end:
        return nodes, None
    if any(not isinstance(node, TextNode) or node.s.strip() for node in nodes):
        raise template.TemplateSyntaxError(f"“{slot}” has to be the first thing in “{name}”.")
    slotted = enclosed(parser, next_token)
    return with_slot(parser, name, "")[0], slotted


def css_of(values: dict[str, Any]) -> SafeString:
    """The classes given to a tag, and the class of a current item."""
    css = format_html(" {}", values["css"]) if values.get("css") else mark_safe("")
    return css + mark_safe(" app-now") if values.get("now") else css


class Wrapper(template.Node):
    """Fixed markup around the tag's content, with its text in place of `{}`."""

    def __init__(self, before: str, after: str, arguments: Arguments, content: NodeList) -> None:
        self.before, self.after = before, after
        self.arguments = arguments
        self.nodelist = content

    def render(self, context: Context) -> str:
        values = self.arguments.values(context)
        css = self.arguments.css(values)
        before = self.before.replace("{css}", css).replace("{}", self.arguments.text(context))
        return f"{before}{self.nodelist.render(context).strip()}{self.after}"


def add_wrapper(register: template.Library, name: str, before: str, after: str) -> None:
    """Registers a tag that puts fixed markup around its content."""

    @register.tag(name)
    def compile_wrapper(parser: Parser, token: Token) -> Wrapper:
        return Wrapper(before, after, Arguments.of(parser, token), enclosed(parser, token))
