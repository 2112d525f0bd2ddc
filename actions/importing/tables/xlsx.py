"""Workbooks (xlsx), read from their XML: texts, merged cells and fills, row by row."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from actions.importing.tables.cell_text import paragraphs_of
from actions.importing.tables.container import (
    Element,
    attribute,
    child,
    discard,
    events,
    local,
    open_container,
    part_named,
)
from actions.importing.tables.model import (
    MOST_COLUMNS,
    MOST_ROWS,
    DocCell,
    DocRow,
    DocTable,
    DocumentRefused,
    ReadDocument,
    ReaderRemark,
    too_many_columns,
    too_many_rows,
)
from actions.importing.tables.xlsx_parts import (
    SheetName,
    WorkbookStyles,
    printed_day,
    shared_texts,
    sheet_names,
    text_of,
    workbook_styles,
)
from wsoa.core.spreadsheets.bounds import column_number
from wsoa.core.spreadsheets.typed_cells import number_text

_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_NOT_EXCEL: Final = (
    "The file is not an Excel workbook (.xlsx). Save it as .xlsx and choose it again."
)


@dataclass(slots=True)
class _Workbook:
    texts: list[str]
    styles: WorkbookStyles
    is_1904: bool
    rows: int = 0


@dataclass(slots=True)
class _OpenSheet:
    """The cells of a sheet as far as it was read, by row and column, from 1."""

    name: str
    cells: dict[int, dict[int, DocCell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    row: int = 0
    column: int = 0


def read_xlsx(file: BinaryIO, name: str) -> ReadDocument:
    """Each visible sheet as a table. Raises DocumentRefused."""
    with open_container(file, name) as archive:
        if part_named(archive, "xl/workbook.xml") is None:
            raise DocumentRefused(_NOT_EXCEL)
        names, is_1904 = sheet_names(archive)
        book = _Workbook(shared_texts(archive), workbook_styles(archive), is_1904)
        made = ReadDocument()
        for sheet in names:
            table = _table(archive, sheet, book)
            filled = [row for row in table.rows if not all(cell.is_empty for cell in row.cells)]
            if sheet.is_hidden:
                _remark_on_hidden(made, sheet.name, len(filled))
            elif filled:
                made.blocks.append(table)
        return made


def _remark_on_hidden(made: ReadDocument, name: str, rows: int) -> None:
    if rows:
        text = f"The sheet {name} is hidden: {rows} {'row' if rows == 1 else 'rows'}"
        place = f"Sheet {name}"
        made.remarks.append(ReaderRemark("hidden_sheet", text, "Not read", place, rows, True))


def _table(archive: zipfile.ZipFile, sheet: SheetName, book: _Workbook) -> DocTable:
    opened = _OpenSheet(sheet.name)
    for kind, element in events(archive, sheet.part):
        name = local(element)
        if kind == "start" and name == "row":
            number = attribute(element, "r")
            opened.row = int(number) if number.isdecimal() else opened.row + 1
            opened.column = 0
        elif kind == "end" and name == "c":
            _take_cell(element, opened, book)
        elif kind == "end" and name == "row":
            discard(element)
        elif kind == "end" and name == "mergeCell":
            _take_merge(attribute(element, "ref"), opened)
    return _as_table(opened, book)


def _take_cell(element: Element, opened: _OpenSheet, book: _Workbook) -> None:
    place = _PLACE.fullmatch(attribute(element, "r"))
    column = column_number(place[1]) if place else opened.column + 1
    row = int(place[2]) if place else opened.row
    opened.column = column
    style = attribute(element, "s")
    number = int(style) if style.isdecimal() else 0
    text = _text(element, number, book)
    fill = book.styles.fill(number)
    if not text and not fill:
        return
    if column > MOST_COLUMNS:
        if text:
            raise too_many_columns(f"The sheet {opened.name}")
        return
    if row not in opened.cells and text:
        book.rows += 1
        if book.rows > MOST_ROWS:
            raise too_many_rows()
    if not text and row not in opened.cells and len(opened.cells) > 2 * MOST_ROWS:
        return  # colour without text, far below the table
    cell = DocCell(paragraphs_of(text), row, column - 1, 1, fill)
    opened.cells.setdefault(row, {})[column] = cell


def _text(element: Element, style: int, book: _Workbook) -> str:
    kind = attribute(element, "t")
    if kind == "inlineStr":
        return text_of(element)
    found = child(element, "v")
    value = (found.text or "") if found is not None else ""
    if kind == "s":
        return book.texts[int(value)] if value.isdecimal() and int(value) < len(book.texts) else ""
    if kind in {"str", "e", "d"}:
        return value[:10] if kind == "d" else value
    if kind == "b":
        return "Yes" if value == "1" else "No"
    try:
        number = float(value)
    except ValueError:
        return value
    pattern = book.styles.date_format(style)
    if pattern and 1 <= number < 2_958_466:
        return printed_day(number, pattern, is_1904=book.is_1904)
    return number_text(number)


def _take_merge(reference: str, opened: _OpenSheet) -> None:
    first, _, last = reference.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if start and end:
        right = min(column_number(end[1]), MOST_COLUMNS)
        bottom = int(end[2])
        opened.merged.append((int(start[2]), column_number(start[1]), bottom, right))


def _as_table(opened: _OpenSheet, book: _Workbook) -> DocTable:
    lines = [row for row, cells in opened.cells.items() if not _is_blank(cells)]
    last = max(lines, default=0)
    width = max((max(cells) for row, cells in opened.cells.items() if row <= last), default=0)
    for top, left, bottom, right in opened.merged:
        _merge(opened, (top, left, min(bottom, last), right))
        width = max(width, right if top <= last else 0)
    table = DocTable(f"Sheet {opened.name}")
    for row in sorted(row for row in opened.cells if row <= last):
        cells = opened.cells[row]
        line = [cells.get(column) or DocCell((), row, column - 1) for column in range(1, width + 1)]
        table.rows.append(DocRow(row, line))
    return table


def _is_blank(cells: dict[int, DocCell]) -> bool:
    return all(cell.is_empty for cell in cells.values())


def _merge(opened: _OpenSheet, reach: tuple[int, int, int, int]) -> None:
    top, left, bottom, right = reach
    origin = opened.cells.get(top, {}).get(left)
    if origin is None:
        return
    spanning = DocCell(origin.paragraphs, origin.row, origin.column, right - left + 1, origin.fill)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            opened.cells.setdefault(row, {})[column] = spanning
