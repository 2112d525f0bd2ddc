"""Figures as a table of cells, for import and export: its columns and their content. Pure.

Import and export have the same columns. Cells are compared as text without repeated spaces, so that
a table saved again by a spreadsheet compares equal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from indicators.domain.series import Figure

COLUMNS: Final = (
    *("indicator", "series", "span", "value", "numerator", "denominator"),
    *("provisional", "source", "note"),
)
NUMBERS: Final = ("value", "numerator", "denominator")
NEEDED: Final = ("indicator", "span", "value")
HEADINGS: Final = {name: name.capitalize() for name in COLUMNS}
HEADING_WITHIN: Final = 10  # rows, below a title or so
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
_ALSO: Final = {
    "indicator key": "indicator",
    "key": "indicator",
    "period": "span",
    "figure": "value",
    "out of": "denominator",
    "notes": "note",
}
_YES: Final = frozenset({"yes", "y", "true", "1", "provisional", "p"})
_NO: Final = frozenset({"", "no", "n", "false", "0", "final"})


class TableRefused(ValueError):
    """The file has no readable table of figures. The message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class FigureTableRow:
    """One row of a table: its number in the file, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The rows of a file, and the headings of the columns that are ignored."""

    rows: tuple[FigureTableRow, ...]
    passed_over: tuple[str, ...] = ()


def parse_table(lines: Sequence[Sequence[object]]) -> FigureTable:
    """The table in a sheet, below the row that names its columns.

    Raises TableRefused if none of the first rows names them, or if one is named twice.
    """
    named = [[_column(cell_text(cell)) for cell in line] for line in lines[:HEADING_WITHIN]]
    at = next((at for at, line in enumerate(named) if set(NEEDED) <= set(line)), None)
    if at is None:
        raise TableRefused(
            "The first row must contain the column names, with at least Indicator, Span and "
            "Value. An exported file has all of them."
        )
    columns = named[at]
    twice = next((name for name in COLUMNS if columns.count(name) > 1), None)
    if twice:
        raise TableRefused(f"The column {HEADINGS[twice]} appears twice. Remove one of them.")
    rows = []
    for number, cells in enumerate(lines[at + 1 :], start=at + 2):
        texts = [cell_text(cell) for cell in cells]
        found = dict(zip(columns, texts, strict=False))
        if any(found.get(name) for name in COLUMNS):
            rows.append(FigureTableRow(number, {name: found.get(name, "") for name in COLUMNS}))
    headings = [cell_text(cell) for cell in lines[at]]
    strange = [heading for heading in headings if heading and not _column(heading)]
    return FigureTable(tuple(rows), tuple(strange))


def _column(heading: str) -> str:
    """The column for a heading, ignoring case and spaces; empty if there is none."""
    words = " ".join(heading.casefold().replace("_", " ").split())
    words = _ALSO.get(words, words)
    return words if words in COLUMNS else ""


def cell_text(cell: object) -> str:
    """A cell as text: a number without an exponent, a day as 2019-09-30, yes or no."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, (int, float)):
        return number_text(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return visible_line(str(cell))


def visible_line(text: str) -> str:
    """The text without invisible characters, and with single spaces."""
    seen = (
        character
        if character.isspace() or not unicodedata.category(character).startswith("C")
        else " "
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(seen).split())


def number_text(number: float) -> str:
    """A number with at most 15 digits, as spreadsheets keep it: "91", "52.1739130434783"."""
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    return f"{Decimal(f'{number + 0.0:.15g}'):f}"


def export_cells(indicator: str, series: str, figure: Figure) -> dict[str, str]:
    """The cells of a figure for export. A suppressed figure has words and no number."""
    number, top, bottom = figure.value, figure.numerator, figure.denominator
    return {
        "indicator": indicator,
        "series": visible_line(series),
        "span": figure.span.key,
        "value": figure.words if number is None else number_text(number),
        "numerator": "" if top is None else number_text(top),
        "denominator": "" if bottom is None else number_text(bottom),
        "provisional": "yes" if figure.provisional else "",
        "source": visible_line(figure.source),
        "note": visible_line(figure.note),
    }


def read_yes(typed: str) -> bool | None:
    """Whether a cell means yes; None if it means neither yes nor no."""
    word = typed.casefold()
    return True if word in _YES else False if word in _NO else None
