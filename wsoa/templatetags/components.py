"""The components that pages are made of: tables, cards, headings, lists of facts, banners.

Every template may use these tags; the module is one of the engine's builtins.

Arguments of a tag are read alike everywhere. The first is text; where more follow, each fills a
`{}` of that text, escaped: `{% card "Questions: {}" asked.count %}`. A bare name from FLAGS
switches something on: `{% cell num %}`. Anything else has a name:
`{% section "Risks" id="risks" %}`.

A component whose markup is worth reading is a template in templates/components/, which gets its
text as `words`, what the tag encloses as `content`, and every named argument. Rows and cells are
joined here as strings, because a page has hundreds of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

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
_BODY: Final = '<tbody role="rowgroup" class="govuk-table__body">'
_TABLE = "_table"  # a name that no template can use, so that none is hidden by it


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a tag: text with its values, names with values, and flags."""

    positional: tuple[FilterExpression, ...]
    named: dict[str, FilterExpression]
    flags: frozenset[str]

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
        return cls(tuple(positional), named, frozenset(flags))

    def words(self, context: Context) -> str:
        """The text, escaped, with its values filled in."""
        values = [argument.resolve(context) for argument in self.positional]
        if len(values) > 1:
            return format_html(str(values[0]), *values[1:])
        return conditional_escape(values[0]) if values else ""

    def values(self, context: Context) -> dict[str, Any]:
        """The named arguments, and the flags that are set."""
        named = {name: argument.resolve(context) for name, argument in self.named.items()}
        return named | dict.fromkeys(self.flags, True)


@register.filter
def fill(text: str, value: object) -> str:
    """The text with the value in place of its `{}`, escaped: `href="#tick-{}"|fill:update.pk`."""
    return format_html(str(text), value)


def _enclosed(parser: Parser, token: Token) -> NodeList:
    """The content between the tag and its end tag."""
    end = f"end{token.split_contents()[0]}"
    nodes = parser.parse((end,))
    parser.delete_first_token()
    return nodes


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
        values["words"] = self.arguments.words(context)
        values["content"] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        values["css"] = _css(values)
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
        content, slotted = _with_slot(parser, name, slot)
        return Component(name, arguments, content, slot, slotted)


def _with_slot(parser: Parser, name: str, slot: str) -> tuple[NodeList, NodeList | None]:
    """The content of a block component, and that of its slot where the slot comes first."""
    end = f"end{name}"
    nodes = parser.parse((slot, end) if slot else (end,))
    next_token = parser.next_token()
    if next_token.contents == end:
        return nodes, None
    if any(not isinstance(node, TextNode) or node.s.strip() for node in nodes):
        raise template.TemplateSyntaxError(f"“{slot}” has to be the first thing in “{name}”.")
    slotted = _enclosed(parser, next_token)
    return _with_slot(parser, name, "")[0], slotted


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


class Wrapper(template.Node):
    """Fixed markup around the tag's content, with its text in place of `{}`."""

    def __init__(self, before: str, after: str, arguments: Arguments, content: NodeList) -> None:
        self.before, self.after = before, after
        self.arguments = arguments
        self.nodelist = content

    def render(self, context: Context) -> str:
        values = self.arguments.values(context)
        css = _css(values)
        before = self.before.replace("{css}", css).replace("{}", self.arguments.words(context))
        return f"{before}{self.nodelist.render(context).strip()}{self.after}"


def _wrapper(name: str, before: str, after: str) -> None:
    @register.tag(name)
    def compile_wrapper(parser: Parser, token: Token) -> Wrapper:
        return Wrapper(before, after, Arguments.of(parser, token), _enclosed(parser, token))


_wrapper("buttons", '<div class="govuk-button-group{css}">', "</div>")
_wrapper("summary_list", '<dl class="govuk-summary-list app-summary{css}">', "</dl>")
_wrapper(
    "fact",
    '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
    '<dd class="govuk-summary-list__value{css}">',
    "</dd></div>",
)
_wrapper("task_list", '<ul class="govuk-task-list{css}">', "</ul>")


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
            f'aria-describedby="{status}">{self.arguments.words(context)}</a></div>'
            f'<div class="govuk-task-list__status" id="{status}">'
            f"{self.nodelist.render(context).strip()}</div></li>"
        )


@register.tag
def task(parser: Parser, token: Token) -> Task:
    return Task(Arguments.of(parser, token), _enclosed(parser, token))


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
            f"{self.arguments.words(context)}{hidden}</button>"
        )


@register.tag
def button(parser: Parser, token: Token) -> Button:
    return Button(Arguments.of(parser, token))


def _css(values: dict[str, Any]) -> str:
    """The classes given to a tag, and the class of a current item."""
    css = format_html(" {}", values["css"]) if values.get("css") else mark_safe("")
    return css + mark_safe(" app-now") if values.get("now") else css


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


# --- tables ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table, with the start tags that all of its plain cells share."""

    label: str
    numeric: bool

    def cell(self, css: str = "", *, numeric: bool = False, labelled: bool = True) -> str:
        """The start tag of a cell. Its label is shown if the row is stacked on a phone."""
        numeric = numeric or self.numeric
        classes = f"govuk-table__cell{' govuk-table__cell--numeric' if numeric else ''}"
        label = f' data-l="{self.label}"' if labelled and self.label else ""
        return f'<td role="cell" class="{classes}{css}"{label}>'


@dataclass(slots=True)
class TableState:
    """The columns of the table being rendered, and the next one in this row."""

    is_labelled: bool = True
    columns: list[TableColumn] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    at: int = 0

    def add(self, column: TableColumn) -> None:
        self.columns.append(column)
        self.cells.append(column.cell())


class Table(template.Node):
    """A table that becomes a list of labelled lines on a phone.

    The text is its caption, read out and not shown unless the flag `shown` is set; a caption with
    markup is given by the tag `caption`. `plain` keeps it a table on a phone, `mid` centres the
    cells of a row on one another. The rows are one body, unless the tag `body` groups them.
    """

    child_nodelists = ("nodelist", "caption")

    def __init__(self, arguments: Arguments, content: NodeList, caption: NodeList | None) -> None:
        self.arguments = arguments
        self.nodelist = content
        self.caption = caption or NodeList()
        self.is_labelled = "plain" not in arguments.flags
        self.css = "".join(
            f" app-table--{name}"
            for name, is_set in (
                ("stack", self.is_labelled),
                ("mid", "mid" in arguments.flags),
            )
            if is_set
        )
        hidden = "" if "shown" in arguments.flags else " govuk-visually-hidden"
        self.caption_css = f"govuk-table__caption{hidden}"

    def render(self, context: Context) -> str:
        values = self.arguments.values(context)
        css = f"{self.css}{_css(values)}"
        words = self.caption.render(context).strip() or self.arguments.words(context)
        with context.push(**{_TABLE: TableState(self.is_labelled)}):
            content = self.nodelist.render(context).strip()
        if "<tbody" not in content:
            head, end, rows = content.partition("</thead>")
            content = f"{head}{end}{_BODY}{rows}</tbody>"
        return (
            f'<table class="govuk-table app-table{css}" role="table">'
            f'<caption class="{self.caption_css}">{words}</caption>{content}</table>'
        )


@register.tag
def table(parser: Parser, token: Token) -> Table:
    arguments = Arguments.of(parser, token)
    content, caption = _with_slot(parser, "table", "caption")
    return Table(arguments, content, caption)


class ColumnHead(template.Node):
    """The head of a column, which gives its cells their label and their kind.

    `label` is a shorter text for phones; `hide` makes the head visible to screen readers only.
    """

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments

    def render(self, context: Context) -> str:
        flags, values = self.arguments.flags, self.arguments.values(context)
        words, numeric = self.arguments.words(context), "num" in flags
        state = context[_TABLE]
        unlabelled = "hide" in flags or not state.is_labelled
        label = "" if unlabelled else conditional_escape(values.get("label", words))
        state.add(TableColumn(label, numeric))
        css = _css(values)
        numeric_css = " govuk-table__header--numeric" if numeric else ""
        if "hide" in flags:
            words = f'<span class="govuk-visually-hidden">{words}</span>'
        return (
            '<th role="columnheader" scope="col" '
            f'class="govuk-table__header{numeric_css}{css}">{words}</th>'
        )


@register.tag
def column(parser: Parser, token: Token) -> ColumnHead:
    return ColumnHead(Arguments.of(parser, token))


_wrapper(
    "columns",
    '<thead role="rowgroup" class="govuk-table__head"><tr role="row" class="govuk-table__row">',
    "</tr></thead>",
)
_wrapper("body", _BODY, "</tbody>")


class TableRow(template.Node):
    """A row. `current` marks the selected one."""

    def __init__(self, arguments: Arguments, content: NodeList) -> None:
        self.arguments = arguments
        self.nodelist = content

    def render(self, context: Context) -> str:
        context[_TABLE].at = 0
        attributes = ""
        css = ""
        if self.arguments.named:
            values = self.arguments.values(context)
            css = _css(values)
            attributes = ' aria-current="true"' if values.get("current") else ""
        return (
            f'<tr role="row" class="govuk-table__row{css}"{attributes}>'
            f"{self.nodelist.render(context).strip()}</tr>"
        )


@register.tag
def row(parser: Parser, token: Token) -> TableRow:
    return TableRow(Arguments.of(parser, token), _enclosed(parser, token))


class Cell(template.Node):
    """A cell of the next column.

    Flags: `num` in a column that is not numeric, `nowrap`, `unlabelled` if the label would repeat
    the content. `span` is the number of columns; such a cell has no label.
    """

    def __init__(self, arguments: Arguments, content: NodeList) -> None:
        self.arguments = arguments
        self.nodelist = content
        self.is_plain = not (arguments.named or arguments.flags)

    def render(self, context: Context) -> str:
        state = context[_TABLE]
        at = state.at
        content = self.nodelist.render(context).strip()
        if self.is_plain:
            state.at = at + 1
            return f"{state.cells[at]}{content}</td>"
        return f"{self._start(state, context)}{content}</td>"

    def _start(self, state: TableState, context: Context) -> str:
        flags, values = self.arguments.flags, self.arguments.values(context)
        css = " app-nowrap" if "nowrap" in flags else ""
        css += " app-quiet" if "quiet" in flags else ""
        css += _css(values)
        span = int(values.get("span", 1))
        labelled = span == 1 and "unlabelled" not in flags
        start = state.columns[state.at].cell(css, numeric="num" in flags, labelled=labelled)
        state.at += span
        return start if span == 1 else f'{start[:-1]} colspan="{span}">'


@register.tag
def cell(parser: Parser, token: Token) -> Cell:
    return Cell(Arguments.of(parser, token), _enclosed(parser, token))


class RowHead(template.Node):
    """The header cell of a row. With `span` it is the heading of the rows below it."""

    def __init__(self, arguments: Arguments, content: NodeList) -> None:
        self.arguments = arguments
        self.nodelist = content

    def render(self, context: Context) -> str:
        values = self.arguments.values(context)
        css = " app-nowrap" if "nowrap" in values else ""
        css += _css(values)
        span = values.get("span")
        scope = f'scope="rowgroup" colspan="{span}"' if span else 'scope="row"'
        context[_TABLE].at += int(span or 1)
        return (
            f'<th role="rowheader" class="govuk-table__header{css}" {scope}>'
            f"{self.nodelist.render(context).strip()}</th>"
        )


@register.tag
def rowhead(parser: Parser, token: Token) -> RowHead:
    return RowHead(Arguments.of(parser, token), _enclosed(parser, token))
