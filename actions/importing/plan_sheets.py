"""A plan as a workbook to edit, written and read back: XLSX and ODS."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import BinaryIO, Final

from actions.domain.plan_sheets import (
    INSTRUCTIONS,
    KEY,
    TABLES,
    PlanTable,
    SheetOfPlan,
    fill_in_columns,
    tidied,
)
from wsoa.core.months import Month
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.spreadsheets.fill_in import FillInSheet, write_fill_in_book
from wsoa.core.spreadsheets.headings import FoundTable, find_headings
from wsoa.core.spreadsheets.model import Column, Sheet
from wsoa.core.spreadsheets.ods import write_ods
from wsoa.core.spreadsheets.typed_cells import CellValue, TypedSheet, value_text
from wsoa.core.spreadsheets.workbooks import read_workbook, visible

MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 60


class PlanSheetsRefused(ValueError):
    """The file is no plan to edit. The message says what to do."""


def write_plan_sheets(sheets: Iterable[SheetOfPlan], title: str, form: SheetFormat) -> bytes:
    """The workbook in that format: a sheet for each table, and the instructions."""
    made = io.BytesIO()
    if form is SheetFormat.ODS:
        tables = [_ods_sheet(sheet, title) for sheet in sheets]
        write_ods([*tables, _ods_instructions(title)], made, title=title)
    else:
        book = [_xlsx_sheet(sheet, title) for sheet in sheets]
        write_fill_in_book(book, title, INSTRUCTIONS, made)
    return made.getvalue()


def _cells(sheet: SheetOfPlan) -> tuple[tuple[str, ...], ...]:
    titles = [column.title for column in sheet.table.columns]
    return tuple((key, *(row[title] for title in titles)) for key, row in sheet.rows.items())


def _xlsx_sheet(sheet: SheetOfPlan, title: str) -> FillInSheet:
    table = sheet.table
    return FillInSheet(table.name, f"{table.name}: {title}", fill_in_columns(table), _cells(sheet))


def _ods_sheet(sheet: SheetOfPlan, title: str) -> Sheet:
    table = sheet.table
    columns = (
        Column("key", KEY, 10),
        *(Column(column.title, column.title, column.width) for column in table.columns),
    )
    return Sheet(table.name, f"{table.name}: {title}", columns, _cells(sheet))


def _ods_instructions(title: str) -> Sheet:
    rows = tuple((line,) for line in INSTRUCTIONS)
    return Sheet("How to fill it in", title, (Column("how", "How to fill it in", 120),), rows)


def read_plan_sheets(file: BinaryIO, name: str) -> dict[str, SheetOfPlan]:
    """The tables of a file that was edited, by their names.

    Raises UploadRefused for a file that is no workbook, PlanSheetsRefused for one without a table.
    """
    sheets = visible(read_workbook(file, name, rows=MOST_ROWS, columns=MOST_COLUMNS))
    found: dict[str, SheetOfPlan] = {}
    for table in TABLES:
        search = find_headings(_named_first(sheets, table), partial(_is_of, table))
        if search.found:
            found[table.name] = _read(table, search.found[0])
    if not found:
        raise PlanSheetsRefused(
            f"{name} has no sheet of a plan with the column Key. Download the plan from this page, "
            "edit that file and upload it. To bring in another document, use Bring in a plan."
        )
    return found


def _named_first(sheets: Sequence[TypedSheet], table: PlanTable) -> list[TypedSheet]:
    """The sheets, one that has the table's own name before the others."""
    return sorted(sheets, key=lambda sheet: sheet.name.strip().casefold() != table.name.casefold())


def _is_of(table: PlanTable, texts: Sequence[str]) -> bool:
    """Whether these are the headings of a table: its key, and the columns that no other has."""
    own = {column.title for column in table.columns}
    others = {column.title for other in TABLES if other is not table for column in other.columns}
    found = {" ".join(text.split()).casefold() for text in texts}
    wanted = {title.casefold() for title in own - others}
    return KEY.casefold() in found and bool(wanted & found)


def _read(table: PlanTable, found: FoundTable) -> SheetOfPlan:
    sheet, at = found.sheet, found.row
    heads = [" ".join(text.split()).casefold() for text in sheet.texts(at)]
    places = {
        column.title: heads.index(column.title.casefold())
        for column in table.columns
        if column.title.casefold() in heads
    }
    key_at = heads.index(KEY.casefold())
    rows: dict[str, dict[str, str]] = {}
    strangers, repeated, causes = [], [], {}
    for number in range(at + 1, len(sheet.rows)):
        row = sheet.rows[number]
        texts = {title: _text(row, place) for title, place in places.items()}
        key = _text(row, key_at)
        if not key:
            if any(texts.values()):
                strangers.append(texts)
            continue
        if key in rows:
            repeated.append(key)
        rows[key] = texts
        for title, place in places.items():
            if cause := sheet.causes.get((number, place)):
                causes[key, title] = cause
    return SheetOfPlan(table, rows, strangers, repeated, causes)


def _text(row: Sequence[CellValue], place: int) -> str:
    """A cell as text; a day stands for its month, as programs make one of "Mar 2020"."""
    value = row[place] if place < len(row) else None
    if isinstance(value, (datetime, date)):
        return Month.of(value).printed
    return tidied(value) if isinstance(value, str) else value_text(value)
