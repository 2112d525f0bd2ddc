"""The table of every page. It becomes a list of labelled lines on a phone.

Every template may use these tags; the module is one of the engine's builtins. Rows and cells are
joined here as strings, because a page has hundreds of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from django import template
from django.core.cache import caches
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape

from wsoa.web.tag_arguments import Arguments, add_wrapper, enclosed, with_slot

register = template.Library()

_BODY: Final = '<tbody role="rowgroup" class="govuk-table__body">'
_TABLE = "_table"  # a name that no template can use, so that none is hidden by it


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
        css = f"{self.css}{self.arguments.css(values)}"
        words = self.caption.render(context).strip() or self.arguments.text(context)
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
    content, caption = with_slot(parser, "table", "caption")
    return Table(arguments, content, caption)


class ColumnHead(template.Node):
    """The head of a column, which gives its cells their label and their kind.

    `label` is a shorter text for phones; `hide` makes the head visible to screen readers only.
    """

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments

    def render(self, context: Context) -> str:
        flags, values = self.arguments.flags, self.arguments.values(context)
        words, numeric = self.arguments.text(context), "num" in flags
        state = context[_TABLE]
        unlabelled = "hide" in flags or not state.is_labelled
        label = "" if unlabelled else conditional_escape(values.get("label", words))
        state.add(TableColumn(label, numeric))
        css = self.arguments.css(values)
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


add_wrapper(
    register,
    "columns",
    '<thead role="rowgroup" class="govuk-table__head"><tr role="row" class="govuk-table__row">',
    "</tr></thead>",
)
add_wrapper(register, "body", _BODY, "</tbody>")


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
            css = self.arguments.css(values)
            attributes = ' aria-current="true"' if values.get("current") else ""
        return (
            f'<tr role="row" class="govuk-table__row{css}"{attributes}>'
            f"{self.nodelist.render(context).strip()}</tr>"
        )


@register.tag
def row(parser: Parser, token: Token) -> TableRow:
    return TableRow(Arguments.of(parser, token), enclosed(parser, token))


class KeptRows(template.Node):
    """Rows that show their item and nothing else: `{% rows page.rows "actions/_row.html" %}`.

    The template has one row, of `item`. A row is rendered once and kept by what it shows: the
    values of its item, which has to be frozen, and the heads of its table.
    """

    def __init__(self, items: FilterExpression, path: str) -> None:
        self.items = items
        self.path = path

    def render(self, context: Context) -> str:
        state: TableState = context[_TABLE]
        same = (self.path, state.cells)
        keyed = [(_digest((same, item)), item) for item in self.items.resolve(context)]
        items = dict(keyed)
        kept = caches["rows"].get_many(items)
        if missing := [key for key in items if key not in kept]:
            assert context.template is not None  # noqa: S101 (a template is being rendered)
            row = context.template.engine.get_template(self.path)
            made = {
                key: str(row.render(context.new({"item": items[key], _TABLE: state})))
                for key in missing
            }
            caches["rows"].set_many(made)
            kept |= made
        return "".join(f" {kept[key]} " for key, _ in keyed)


def _digest(shown: object) -> str:
    return sha256(repr(shown).encode()).hexdigest()


@register.tag
def rows(parser: Parser, token: Token) -> KeptRows:
    _, items, path = token.split_contents()
    return KeptRows(parser.compile_filter(items), path.strip("\"'"))


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
        css += self.arguments.css(values)
        span = int(values.get("span", 1))
        labelled = span == 1 and "unlabelled" not in flags
        start = state.columns[state.at].cell(css, numeric="num" in flags, labelled=labelled)
        state.at += span
        return start if span == 1 else f'{start[:-1]} colspan="{span}">'


@register.tag
def cell(parser: Parser, token: Token) -> Cell:
    return Cell(Arguments.of(parser, token), enclosed(parser, token))


class RowHead(template.Node):
    """The header cell of a row. With `span` it is the heading of the rows below it."""

    def __init__(self, arguments: Arguments, content: NodeList) -> None:
        self.arguments = arguments
        self.nodelist = content

    def render(self, context: Context) -> str:
        values = self.arguments.values(context)
        css = " app-nowrap" if "nowrap" in values else ""
        css += self.arguments.css(values)
        span = values.get("span")
        scope = f'scope="rowgroup" colspan="{span}"' if span else 'scope="row"'
        context[_TABLE].at += int(span or 1)
        return (
            f'<th role="rowheader" class="govuk-table__header{css}" {scope}>'
            f"{self.nodelist.render(context).strip()}</th>"
        )


@register.tag
def rowhead(parser: Parser, token: Token) -> RowHead:
    return RowHead(Arguments.of(parser, token), enclosed(parser, token))
