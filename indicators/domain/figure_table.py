"""Figures as a table of cells, for import and export: its columns and their content. Pure.

Import and export have the same columns. Cells are compared as text without repeated spaces, so that
a table saved again by a spreadsheet compares equal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from indicators.domain.series import Figure
from wsoa.core.spreadsheets.headings import FoundTable, find_headings
from wsoa.core.spreadsheets.typed_cells import (
    MergedCells,
    TypedCell,
    TypedSheet,
    cell_address,
    number_text,
)

__all__ = ["number_text"]

COLUMNS: Final = (
    *("indicator", "series", "span", "value", "numerator", "denominator"),
    *("provisional", "source", "note"),
)
NUMBERS: Final = ("value", "numerator", "denominator")
NEEDED: Final = ("indicator", "span", "value")
HEADINGS: Final = {name: name.capitalize() for name in COLUMNS}
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
    """One row of a table: its number in the file, and its cells by column.

    `causes` says by column why a cell cannot be read; `sheet` is named where there are several.
    """

    number: int
    cells: dict[str, str]
    causes: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def where(self) -> str:
        """ "row 4", or "row 4 of the sheet Data" where several sheets were read."""
        return (
            f"row {self.number} of the sheet {self.sheet}" if self.sheet else f"row {self.number}"
        )


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The rows of a file, the headings of ignored columns, and a sentence on ignored sheets."""

    rows: tuple[FigureTableRow, ...]
    passed_over: tuple[str, ...] = ()
    sheets_passed_over: str = ""


def parse_tables(sheets: Sequence[TypedSheet]) -> FigureTable:
    """The tables on all visible sheets, each below the row that names its columns.

    Raises TableRefused if no sheet has such a row, saying where was looked, or if a column is named
    twice.
    """
    search = find_headings(sheets, is_heading)
    if not search.found:
        raise TableRefused(
            "No row of headings was found. One row must contain the column names, with at least "
            f"Indicator, Span and Value. An exported file has all of them. {search.where}"
        )
    several = len(search.found) > 1
    rows: list[FigureTableRow] = []
    strange: list[str] = []
    for found in search.found:
        columns = _columns(found)
        name = found.sheet.name if several else ""
        rows += _rows_below(found, columns, name)
        headings = [visible_line(text) for text in found.sheet.texts(found.row)]
        strange += [
            heading
            for heading in headings
            if heading and not column_of(heading) and heading not in strange
        ]
    if len(rows) > MOST_ROWS:
        raise TableRefused(f"The table has more than {MOST_ROWS:,} rows. Upload it in parts.")
    return FigureTable(tuple(rows), tuple(strange), search.passed_over)


def is_heading(texts: Sequence[str]) -> bool:
    """Whether these texts name the columns of a table of figures."""
    return set(NEEDED) <= {column_of(text) for text in texts}


def _columns(found: FoundTable) -> dict[str, int]:
    """The position of each column. Raises TableRefused for one that is there twice."""
    names = [column_of(text) for text in found.sheet.texts(found.row)]
    twice = next((name for name in COLUMNS if names.count(name) > 1), None)
    if twice:
        raise TableRefused(f"The column {HEADINGS[twice]} appears twice. Remove one of them.")
    return {name: names.index(name) for name in COLUMNS if name in names}


def _rows_below(
    found: FoundTable, columns: Mapping[str, int], sheet_name: str
) -> Iterator[FigureTableRow]:
    sheet, below = found.sheet, range(found.row + 1, len(found.sheet.rows))
    covered = sheet.covered(below, columns.values()) if sheet.merged else {}
    for row in below:
        cells = dict.fromkeys(COLUMNS, "")
        causes: dict[str, str] = {}
        filled = False
        for name, column in columns.items():
            block = covered.get((row, column))
            if block is None:
                cell = sheet.cell(row, column)
                cells[name] = visible_line(cell.text)
                cause = sheet.causes.get((row, column)) or _cause(name, cell)
                filled = filled or bool(cells[name])
            else:
                cells[name], cause = _merged(sheet, name, column, block, found.row)
            if cause:
                causes[name] = cause
        if filled or any(sheet.causes.get((row, at)) for at in columns.values()):
            yield FigureTableRow(row + 1, cells, causes, sheet_name)


def _merged(
    sheet: TypedSheet, name: str, column: int, block: MergedCells, heading: int
) -> tuple[str, str]:
    """The text of a covered cell, or why it has none.

    A name that is merged down a column stands for every row beside it. A number does not: nobody
    can tell whether it is of all rows or of one.
    """
    first_row, first_column = block.first
    down_one_column = first_column == block.last[1] == column and first_row > heading
    if name not in NUMBERS and down_one_column:
        return visible_line(sheet.cell(first_row, first_column).text), ""
    return "", (
        f"This cell is merged with {cell_address(first_row, first_column)}. Unmerge the cells, and "
        "fill in each of them"
    )


def _cause(name: str, cell: TypedCell) -> str:
    if name in NUMBERS and isinstance(cell.value, date | time | timedelta):
        return (
            "This cell is a date or a time, and not a number. The spreadsheet program may have "
            "changed what was typed: format the cell as a number, and enter the figure again"
        )
    return ""


def column_of(heading: str) -> str:
    """The column for a heading, ignoring case and spaces; empty if there is none."""
    words = " ".join(visible_line(heading).casefold().replace("_", " ").split())
    words = _ALSO.get(words, words)
    return words if words in COLUMNS else ""


def visible_line(text: str) -> str:
    """The text without invisible characters, and with single spaces."""
    seen = (
        character
        if character.isspace() or not unicodedata.category(character).startswith("C")
        else " "
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(seen).split())


def export_cells(indicator: str, series: str, figure: Figure) -> dict[str, str]:
    """The cells of a figure for export. A suppressed figure has words and no number."""
    number, top, bottom = figure.value, figure.numerator, figure.denominator
    return {
        "indicator": indicator,
        "series": visible_line(series),
        "span": figure.span.key,
        "value": figure.printed if number is None else number_text(number),
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
