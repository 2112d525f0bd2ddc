"""The tables as an Excel workbook: text is text, headers stay in sight and filter."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any, BinaryIO

from governance.papers.formats.formula_guard import is_formula
from governance.papers.formats.tables import TableCell, TableRow, TableSheet
from governance.papers.quarterly import wording

LONGEST = 32_767  # characters in a cell: a limit of the format
CUT = "… [A cell holds no more. The whole text is in the other formats.]"
FIRST_ROWS = 3  # the title, the note, an empty row
LINE, TALLEST = 15.0, 409.0  # points; no row may be taller
ON_A_PAGE = 220  # characters side by side, on paper


def write_xlsx(sheets: list[TableSheet], document: dict[str, Any], target: BinaryIO) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties(
        {
            "title": wording.short_title(document),
            "author": wording.author(document),
            "created": datetime.fromisoformat(document["as_at"]),
        }
    )
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        # An editor that opens the cell keeps it as text, too.
        "guarded": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, looks)
    book.close()


def _write(into: Any, sheet: TableSheet, looks: dict[str, Any]) -> None:
    into.write_string(0, 0, sheet.title, looks["title"])
    if sheet.note:
        into.write_string(1, 0, sheet.note)
    for at, column in enumerate(sheet.columns):
        into.set_column(at, at, column.width)
        into.write_string(FIRST_ROWS, at, column.title, looks["head"])
    into.set_row(FIRST_ROWS, _height([each.title for each in sheet.columns], sheet))
    for line, row in enumerate(sheet.rows, start=FIRST_ROWS + 1):
        into.set_row(line, _height(row, sheet))
        for at, cell in enumerate(row):
            _write_cell(into, line, at, cell, looks)
    last = FIRST_ROWS + len(sheet.rows)
    into.freeze_panes(FIRST_ROWS + 1, 1)
    into.autofilter(FIRST_ROWS, 0, last, len(sheet.columns) - 1)
    into.repeat_rows(FIRST_ROWS)
    into.repeat_columns(0)
    into.set_landscape()
    into.set_paper(9)  # A4
    into.fit_to_pages(ceil(sum(each.width for each in sheet.columns) / ON_A_PAGE), 0)


def _height(cells: TableRow, sheet: TableSheet) -> float:
    """Points for all the lines of the fullest cell: not every program works that out by itself."""
    lines = (
        sum(1 + max(0, len(line) - 1) // column.width for line in cell.split("\n"))
        for cell, column in zip(cells, sheet.columns, strict=True)
        if isinstance(cell, str)
    )
    return min(TALLEST, LINE * max(lines, default=1))


def _write_cell(into: Any, line: int, at: int, cell: TableCell, looks: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if not isinstance(cell, str):
        into.write_number(line, at, cell, looks["text"])
        return
    text = cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT
    into.write_string(line, at, text, looks["guarded" if is_formula(text) else "text"])
