"""Writing sheets as an Excel workbook: text as text, with frozen headings and filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any, BinaryIO

from wsoa.core.spreadsheets.guard import is_formula
from wsoa.core.spreadsheets.model import Cell, Number, Sheet, SheetRow

LONGEST = 32_767  # characters in a cell: a limit of the format
CUT = "… [A cell holds no more. The whole text is in the other formats.]"
LINE, TALLEST = 15.0, 409.0  # points; no row may be taller
ON_A_PAGE = 220  # characters side by side, on paper


def write_xlsx(
    sheets: Sequence[Sheet],
    target: BinaryIO,
    *,
    title: str,
    author: str = "",
    created: datetime | None = None,
) -> None:
    """Writes the sheets as a workbook. The same sheets and `created` give the same bytes."""
    import xlsxwriter  # not for every request that imports this module

    book = xlsxwriter.Workbook(target, {"in_memory": True})
    properties = {"title": title, "author": author}
    book.set_properties(properties | ({"created": created} if created else {}))
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        # An editor that opens the cell keeps it as text, too.
        "guarded": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
    }
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, looks)
    book.close()


def _write_sheet(into: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    into.write_string(0, 0, sheet.title, looks["title"])
    if sheet.note:
        into.write_string(1, 0, sheet.note)
    first = sheet.headings_at
    for at, column in enumerate(sheet.columns):
        into.set_column(at, at, column.width)
        into.write_string(first, at, column.title, looks["head"])
    into.set_row(first, _height([column.title for column in sheet.columns], sheet))
    for number, row in enumerate(sheet.rows, start=first + 1):
        into.set_row(number, _height(row, sheet))
        for at, cell in enumerate(row):
            _write_cell(into, number, at, cell, looks)
    last = first + len(sheet.rows)
    into.freeze_panes(first + 1, 1)
    into.autofilter(first, 0, last, len(sheet.columns) - 1)
    into.repeat_rows(first)
    into.repeat_columns(0)
    into.set_landscape()
    into.set_paper(9)  # A4
    into.fit_to_pages(ceil(sum(column.width for column in sheet.columns) / ON_A_PAGE), 0)


def _height(cells: SheetRow, sheet: Sheet) -> float:
    """The height in points for all lines of the fullest cell: some programs do not compute it."""
    lines = (
        sum(1 + max(0, len(line) - 1) // column.width for line in cell.split("\n"))
        for cell, column in zip(cells, sheet.columns, strict=True)
        if isinstance(cell, str)
    )
    return min(TALLEST, LINE * max(lines, default=1))


def _write_cell(into: Any, row: int, at: int, cell: Cell, looks: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Number) or not isinstance(cell, str):
        into.write_number(row, at, float(cell), looks["text"])
        return
    text = cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT
    into.write_string(row, at, text, looks["guarded" if is_formula(text) else "text"])
