"""A drawn document as XLSX: a sheet an area, cells merged and filled, lists as lines of a cell."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter

from tests.support.plan_layouts.pieces import Block, Box, Floating, Grid, Head, Para


def as_xlsx(blocks: list[Block]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    writer = _Writer(book)
    for block in blocks:
        writer.add(block)
    book.close()
    return made.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book, self.sheet, self.row, self.looks = book, None, 0, {}  # type: ignore[var-annotated]

    def look(self, fill: str) -> Any:
        if fill not in self.looks:
            options = {"text_wrap": True, "valign": "top"}
            if fill:
                options |= {"bg_color": f"#{fill}"}  # type: ignore[dict-item]
            self.looks[fill] = self.book.add_format(options)
        return self.looks[fill]

    def add(self, block: Block) -> None:
        top = isinstance(block, Head) and re.match(r"\d\. |Priority|Area", block.text)
        if self.sheet is None or top or (isinstance(block, Head) and block.number.isdecimal()):
            number = len(self.book.worksheets()) + 1
            self.sheet, self.row = self.book.add_worksheet(f"Part {number}"), 0
        if isinstance(block, Grid):
            self.grid(block)
        elif isinstance(block, Floating):
            self.sheet.insert_textbox(self.row, 8, block.text)
        else:
            number = block.number if isinstance(block, Head) else ""
            mark = "• " if isinstance(block, Para) and block.mark else ""
            self.sheet.write_string(self.row, 0, f"{number} {mark}{block.text}".strip())
            self.row += 1

    def grid(self, grid: Grid) -> None:
        taken: set[tuple[int, int]] = set()
        for row in grid.rows:
            column = 0
            for box in row:
                while (self.row, column) in taken:
                    column += 1
                self.cell(box, column, taken)
                column += box.across
            self.row += 1
        self.row += 1

    def cell(self, box: Box, column: int, taken: set[tuple[int, int]]) -> None:
        bottom, right = self.row + box.down - 1, column + box.across - 1
        taken |= {
            (row, at) for row in range(self.row, bottom + 1) for at in range(column, right + 1)
        }
        look = self.look(box.fill)
        if box.down > 1 or box.across > 1:
            self.sheet.merge_range(self.row, column, bottom, right, box.plain, look)  # type: ignore[attr-defined]
        else:
            self.sheet.write_string(self.row, column, box.plain, look)  # type: ignore[attr-defined]
