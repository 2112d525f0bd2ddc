"""Cells pasted from a spreadsheet, as a table of figures. Pure.

Four shapes are understood, with tabs between the cells as spreadsheets copy them:

- *With headings*, as in a file: one row names the columns, at least the period and the figure.
- *Periods down*: the period in the first column, then figure, numerator, denominator and note. A
  text in place of a count is the note. A first row that is no period is taken for a heading.
- *Names down*: in each row the name of a series or an indicator, the period, and then as above.
- *Periods across*: the periods in one row; each row below names a part of the chosen series
  (figure, numerator, denominator, note) or another series, or nothing, for the parts in this order.

Cells without a name are of the series that was chosen. What cannot be read stays in the table as
it was typed, so that the check of the table says what is wrong with which cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.domain.entry_validation import gap_of
from indicators.domain.enums import Gap
from indicators.domain.figure_table import (
    COLUMNS,
    MOST_ROWS,
    FigureTable,
    FigureTableRow,
    TableRefused,
    column_of,
    visible_line,
)

_DOWN: Final = ("value", "numerator", "denominator", "note")
_PARTS: Final = {
    **dict.fromkeys(("value", "figure", "actual", "result", "%", "per cent", "rate"), "value"),
    **dict.fromkeys(("numerator", "number", "count"), "numerator"),
    **dict.fromkeys(("denominator", "out of", "total", "cohort"), "denominator"),
    **dict.fromkeys(("note", "notes", "comment"), "note"),
    "source": "source",
    "provisional": "provisional",
}
_PERIODS: Final = frozenset(
    {"month", "quarter", "year", "date", "term", "school year", "financial year", "wave"}
)
_NUMERIC: Final = re.compile(r"[-+−]?[\d.,\s]*\d[\d.,]*\s*%?")
_HEADINGS_WITHIN: Final = 10  # rows
_LONGEST_SYMBOL: Final = 3
LONGEST_PASTE: Final = 200_000


@dataclass(frozen=True, slots=True)
class SeriesName:
    """A series as a table of figures names it: the indicator's key, and the series' name."""

    indicator: str
    series: str = ""


@dataclass(frozen=True, slots=True)
class PasteContext:
    """What pasted cells are read by: the chosen series, the names of others, what a period is.

    `names` are in lower case.
    """

    chosen: SeriesName | None
    names: Mapping[str, SeriesName]
    is_period: Callable[[str], bool]


PastedRow = tuple[int, list[str]]


def pasted_table(text: str, context: PasteContext) -> FigureTable:
    """The table of figures in pasted cells. Raises TableRefused if they are none."""
    rows = [(number, cells) for number, cells in _rows(text) if any(cells)]
    if not rows:
        raise TableRefused("Paste the cells first. There was nothing in the box")
    if len(rows) > MOST_ROWS:
        raise TableRefused(f"There are more than {MOST_ROWS:,} rows. Paste them in parts")
    heading = _heading(rows)
    if heading is not None:
        return FigureTable(tuple(_by_headings(rows, heading, context)))
    if _has_names_down(rows, context):
        return FigureTable(tuple(_names_down(rows, context)))
    across = _across(rows, context)
    if across is not None:
        return FigureTable(tuple(_periods_across(rows, across, context)))
    return _periods_down(rows, context)


def _rows(text: str) -> Iterator[PastedRow]:
    """The rows with their numbers. A quoted cell may hold line breaks, as spreadsheets copy it."""
    if "\t" in text:
        try:
            cells = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
        except csv.Error:
            cells = [line.split("\t") for line in text.splitlines()]
    else:
        parting = ";" if ";" in text else r"\s{2,}"
        cells = [re.split(parting, line.strip()) for line in text.splitlines()]
    for number, row in enumerate(cells, start=1):
        yield number, [visible_line(cell) for cell in row]


def _named(context: PasteContext, label: str = "", series: str = "") -> SeriesName:
    """The series of a row: the one that its label names, or the chosen one."""
    known = context.names.get(label.casefold())
    if known is not None:
        return SeriesName(known.indicator, series or known.series)
    if not label and context.chosen is not None:
        return context.chosen
    if not label:
        raise TableRefused(
            "The cells do not say which indicator they are of. Select the series, or add a column "
            "that names the indicator"
        )
    return SeriesName(label, series)


def _row(number: int, name: SeriesName, span: str, cells: Mapping[str, str]) -> FigureTableRow:
    of_it = {"indicator": name.indicator, "series": name.series, "span": span}
    return FigureTableRow(number, dict.fromkeys(COLUMNS, "") | dict(cells) | of_it)


# --- with headings -------------------------------------------------------------------------------


def _heading(rows: Sequence[PastedRow]) -> int | None:
    """The place of the row that names the columns, among the first ones."""
    for place, (_, cells) in enumerate(rows[:_HEADINGS_WITHIN]):
        if {"span", "value"} <= {_column_name(cell) for cell in cells}:
            return place
    return None


def _column_name(heading: str) -> str:
    """The column for a heading, as in a file; a kind of period names the periods, too."""
    return "span" if heading.casefold() in _PERIODS else column_of(heading)


def _by_headings(
    rows: Sequence[PastedRow], heading: int, context: PasteContext
) -> Iterator[FigureTableRow]:
    names = [_column_name(cell) for cell in rows[heading][1]]
    twice = next((name for name in COLUMNS if names.count(name) > 1), None)
    if twice:
        raise TableRefused(f"The column {twice.capitalize()} appears twice. Remove one of them")
    for number, cells in rows[heading + 1 :]:
        found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        name = _named(context, found.get("indicator", ""), found.get("series", ""))
        yield _row(number, name, found.get("span", ""), found)


# --- names down ----------------------------------------------------------------------------------


def _has_names_down(rows: Sequence[PastedRow], context: PasteContext) -> bool:
    """Whether each row begins with a name and a period, and one of the names is known."""
    beginnings = [cells[:2] for _, cells in rows]
    named = all(
        len(cells) == 2 and cells[0] and not context.is_period(cells[0]) for cells in beginnings
    )
    return (
        named
        and all(context.is_period(cells[1]) for cells in beginnings)
        and any(cells[0].casefold() in context.names for cells in beginnings)
    )


def _names_down(rows: Sequence[PastedRow], context: PasteContext) -> Iterator[FigureTableRow]:
    for number, cells in rows:
        parts = _down_parts(cells[2:])
        if any(parts.values()):
            yield _row(number, _named(context, cells[0]), cells[1], parts)


# --- periods down --------------------------------------------------------------------------------


def _periods_down(rows: Sequence[PastedRow], context: PasteContext) -> FigureTable:
    first = rows[0][1]
    heading = ""
    if not context.is_period(first[0]) and not any(map(_is_number, first[1:])):
        heading = f"The first row was taken for a heading: {', '.join(filter(None, first))}."
        rows = rows[1:]
    if not rows or not any(context.is_period(cells[0]) for _, cells in rows):
        raise TableRefused(
            "No period was found in the first column or in a row. Paste the periods with the "
            "figures, for example Sept 2019 and 91 in two columns"
        )
    name = _named(context)
    found = [
        _row(number, name, cells[0], parts)
        for number, cells in rows
        if any((parts := _down_parts(cells[1:])).values())
    ]
    return FigureTable(tuple(found), sheets_passed_over=heading)


def _down_parts(cells: Sequence[str]) -> dict[str, str]:
    """Figure, numerator, denominator and note; a text in place of a count is the note."""
    parts = {"value": cells[0] if cells else ""}
    names = list(_DOWN[1:])
    for cell in cells[1:]:
        if not names:
            break
        is_note = bool(cell) and not _is_number(cell)
        name = "note" if is_note else names[0]
        parts[name] = cell
        names = names[names.index(name) + 1 :]
    return parts


# --- periods across ------------------------------------------------------------------------------


def _across(rows: Sequence[PastedRow], context: PasteContext) -> int | None:
    """The place of the row of periods; None if there is none.

    It has two periods at least, nothing else, and perhaps a label before them. Below a period no
    period follows: "Sept 2019" and "12/19" in one row may be a figure, 12 of 19.
    """
    for place, (_, cells) in enumerate(rows[:_HEADINGS_WITHIN]):
        known = [cell for cell in cells if cell]
        if known and cells[0] and not context.is_period(cells[0]):
            known = known[1:]
        below = rows[place + 1][1][0] if rows[place + 1 :] else ""
        follows = bool(cells[0]) and context.is_period(cells[0]) and context.is_period(below)
        is_row = len(known) >= 2 and all(map(context.is_period, known)) and not follows
        if is_row and rows[place + 1 :]:
            return place
    return None


def _periods_across(
    rows: Sequence[PastedRow], place: int, context: PasteContext
) -> Iterator[FigureTableRow]:
    """One row of the table for each period and series, those of one series with all parts."""
    periods, below = rows[place][1], rows[place + 1 :]
    is_labelled = not (periods[0] and context.is_period(periods[0]))
    found: dict[tuple[SeriesName, int], tuple[int, dict[str, str]]] = {}
    unnamed = list(_DOWN)
    for number, cells in below:
        label = cells[0] if is_labelled and cells else ""
        part = _PARTS.get(label.casefold()) if label else unnamed[0] if unnamed else "note"
        name = _named(context) if part else _across_name(label, below, context)
        unnamed = unnamed if label else unnamed[1:]
        for column, span in enumerate(periods):
            cell = cells[column] if column < len(cells) else ""
            if span and cell and not (is_labelled and column == 0):
                _, parts = found.setdefault((name, column), (number, {}))
                parts[part or "value"] = cell
    for (name, column), (number, parts) in found.items():
        yield _row(number, name, periods[column], parts)


def _across_name(label: str, below: Sequence[PastedRow], context: PasteContext) -> SeriesName:
    """The series of a row of figures: a single row is of the chosen series, whatever its label."""
    is_known = label.casefold() in context.names
    if context.chosen is not None and len(below) == 1 and not is_known:
        return context.chosen
    return _named(context, label)


def _is_number(cell: str) -> bool:
    """Whether a cell is a number or a symbol such as x; a gap in words is a note."""
    is_symbol = 0 < len(cell) <= _LONGEST_SYMBOL and gap_of(cell) is not Gap.NONE
    return is_symbol or bool(_NUMERIC.fullmatch(cell))
