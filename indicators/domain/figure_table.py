"""Figures as a table of cells, for import and export: its columns and their content. Pure.

The same columns are exported and imported. A cell is compared as text without doubled blanks, so
that a table which a spreadsheet has saved again is still the same.
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
    """The file cannot be read as a table of figures. The message is for who sent it."""


@dataclass(frozen=True, slots=True)
class FigureTableRow:
    """One row of a table that was read: its number in the file, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class FigureTable:
    """What was read of a file: its rows, and the headings of columns that mean nothing here."""

    rows: tuple[FigureTableRow, ...]
    passed_over: tuple[str, ...] = ()


def parse_table(lines: Sequence[Sequence[object]]) -> FigureTable:
    """The table in a sheet, below the row that names its columns.

    Raises TableRefused where no row among the first does, or where one is named twice.
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
    """Which column a heading means, whatever its case and blanks; nothing for another."""
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
    """Without signs that cannot be seen, and with single blanks."""
    seen = (
        character
        if character.isspace() or not unicodedata.category(character).startswith("C")
        else " "
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(seen).split())


def number_text(number: float) -> str:
    """With 15 figures at most, which is what a spreadsheet keeps: "91", "52.1739130434783"."""
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    return f"{Decimal(f'{number + 0.0:.15g}'):f}"


def export_cells(indicator: str, series: str, figure: Figure) -> dict[str, str]:
    """A figure as it is exported. One that is suppressed leaves words and no number."""
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
    """Whether a cell says yes; None where it says neither."""
    word = typed.casefold()
    return True if word in _YES else False if word in _NO else None
