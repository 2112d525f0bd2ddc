"""Writing an Excel workbook to fill in: locked cells, boxes, a list of choices, instructions.

The protection has no password: it keeps people from a slip, not from their own file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO

from wsoa.core.colours import COLOURS
from wsoa.core.spreadsheets.guard import is_formula
from wsoa.core.spreadsheets.xlsx import CUT, LONGEST

LINE, TALLEST, LOWEST = 15.0, 200.0, 60.0  # points
_INSTRUCTIONS = "How to fill it in"


class CellUse(StrEnum):
    """What a column is for: a hidden key, something to read, or a box to fill in."""

    KEY = "key"
    READ = "read"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class FillInColumn:
    """A column. `choices` are the only values of a box, `longest` the most characters in it."""

    title: str
    width: int
    use: CellUse
    choices: tuple[str, ...] = ()
    longest: int = 0


@dataclass(frozen=True, slots=True)
class FillInSheet:
    """The sheet: its rows hold a text for every column."""

    name: str
    title: str
    columns: tuple[FillInColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    instructions: tuple[str, ...] = ()


def write_fill_in(sheet: FillInSheet, target: BinaryIO) -> None:
    """Writes the sheet, the choices below its instructions, as a workbook."""
    write_fill_in_book([sheet], sheet.title, sheet.instructions, target)


def write_fill_in_book(
    sheets: Sequence[FillInSheet], title: str, instructions: Sequence[str], target: BinaryIO
) -> None:
    """Writes several sheets as one workbook, with one page of instructions and choices."""
    import xlsxwriter  # not for every request that imports this module

    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": title})
    looks = _looks(book)
    pages = [book.add_worksheet(sheet.name) for sheet in sheets]
    about = book.add_worksheet(_INSTRUCTIONS)
    columns = [column for sheet in sheets for column in sheet.columns]
    places = _write_instructions(about, title, instructions, columns, looks)
    for sheet, into in zip(sheets, pages, strict=True):
        _write_rows(into, sheet, looks)
        _write_rules(into, sheet, places)
    for page in (*pages, about):
        page.protect("", {"format_columns": True, "format_rows": True})
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
    book.close()


def _looks(book: Any) -> dict[str, Any]:
    plain = {"text_wrap": True, "valign": "top", "num_format": "@"}
    box = {"locked": False, "border": 1, "border_color": COLOURS["edge"]}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
        CellUse.KEY: book.add_format(plain),
        CellUse.READ: book.add_format(plain | {"bg_color": COLOURS["wash"]}),
        # An editor that opens the cell keeps it as text, too.
        CellUse.FILL: book.add_format(plain | box),
        "guarded": book.add_format(plain | box | {"quote_prefix": True}),
    }


def _write_instructions(
    into: Any,
    title: str,
    instructions: Sequence[str],
    columns: Sequence[FillInColumn],
    looks: dict[str, Any],
) -> dict[FillInColumn, str]:
    """The instructions, and the choices of each column; gives where these are."""
    into.set_column(0, 0, 100)
    into.write_string(0, 0, title, looks["title"])
    row, places = 2, {}
    for line in instructions:
        into.write_string(row, 0, line, looks[CellUse.KEY])
        row += 1
    for column in columns:
        if column.choices and column not in places:
            into.write_string(row + 1, 0, column.title, looks["head"])
            first = row + 2
            for at, choice in enumerate(column.choices):
                into.write_string(first + at, 0, choice, looks[CellUse.KEY])
            row = first + len(column.choices)
            places[column] = f"='{_INSTRUCTIONS}'!$A${first + 1}:$A${row}"
    return places


def _write_rows(into: Any, sheet: FillInSheet, looks: dict[str, Any]) -> None:
    into.write_string(0, 1, sheet.title, looks["title"])
    for at, column in enumerate(sheet.columns):
        hidden = {"hidden": True} if column.use is CellUse.KEY else {}
        into.set_column(at, at, column.width, None, hidden)
        into.write_string(2, at, column.title, looks["head"])
    for number, cells in enumerate(sheet.rows, start=3):
        into.set_row(number, _height(cells, sheet.columns))
        for at, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True)):
            text = cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT
            is_guarded = column.use is CellUse.FILL and is_formula(text)
            look = looks["guarded" if is_guarded else column.use]
            if text:
                into.write_string(number, at, text, look)
            else:
                into.write_blank(number, at, None, look)
    into.freeze_panes(3, 2)
    into.repeat_rows(2)


def _write_rules(into: Any, sheet: FillInSheet, places: dict[FillInColumn, str]) -> None:
    """What Excel lets in: a choice of the list, a text that is not too long."""
    last = 2 + len(sheet.rows)
    for at, column in enumerate(sheet.columns):
        if not sheet.rows:
            return
        if column in places:
            rule: dict[str, Any] = {
                "validate": "list",
                "source": places[column],
                "error_title": column.title,
                "error_message": "Choose one from the list.",
            }
        elif column.longest:
            rule = {
                "validate": "length",
                "criteria": "<=",
                "value": column.longest,
                "error_title": column.title,
                "error_message": f"Enter {column.longest} characters or fewer.",
            }
        else:
            continue
        into.data_validation(3, at, last, at, rule)


def _height(cells: Sequence[str], columns: Sequence[FillInColumn]) -> float:
    """The height in points for all lines of the fullest cell, with room to write in."""
    lines = (
        sum(1 + max(0, len(line) - 1) // column.width for line in cell.split("\n"))
        for cell, column in zip(cells, columns, strict=True)
        if column.use is not CellUse.KEY
    )
    return min(TALLEST, max(LOWEST, LINE * max(lines, default=1)))
