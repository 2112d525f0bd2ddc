"""The template of a plan: what is filled in is read by the import, and nothing of it is lost."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from odf.text import P

from actions.importing.plan_file import read_plan_file
from actions.importing.plan_template import (
    HEADINGS,
    INSTRUCTIONS,
    TemplateFormat,
    write_plan_template,
    xlsx_sheet,
)
from wsoa.core.spreadsheets.fill_in import write_fill_in_book
from wsoa.core.spreadsheets.workbooks import read_workbook

POSTS = ("SCC-HoS", "CCG-CCM")
FILLED = [
    ["Strategy", "A shared plan", "1.1.1", "Write it together", "May 2019", "July 2019", "SCC-HoS",
     "Families say that they were heard", "Minutes"],
    ["Strategy", "A shared plan", "1.1.2", "Agree it", "July 2019", "Sept 2019", "CCG-CCM",
     "Both boards have agreed it", ""],
]  # fmt: skip


def filled_xlsx(_: bytes) -> bytes:
    """Written with the rows: no editor of Excel files is among the tools."""
    sheet = xlsx_sheet("Plan of Newtown", POSTS)
    rows = (*map(tuple, FILLED), *sheet.rows[len(FILLED) :])
    made = io.BytesIO()
    write_fill_in_book([replace(sheet, rows=rows)], sheet.title, INSTRUCTIONS, made)
    return made.getvalue()


def filled_ods(data: bytes) -> bytes:
    book = load(io.BytesIO(data))
    table = book.spreadsheet.getElementsByType(Table)[0]
    empty = table.getElementsByType(TableRow)[4:]
    for row, texts in zip(empty, FILLED, strict=False):
        for cell, text in zip(row.getElementsByType(TableCell), texts, strict=True):
            cell.setAttribute("valuetype", "string")
            cell.addElement(P(text=text))
    made = io.BytesIO()
    book.write(made)
    return made.getvalue()


def filled_docx(data: bytes) -> bytes:
    document = Document(io.BytesIO(data))
    for row, texts in zip(document.tables[0].rows[1:], FILLED, strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


FILL = {
    TemplateFormat.XLSX: filled_xlsx,
    TemplateFormat.ODS: filled_ods,
    TemplateFormat.DOCX: filled_docx,
}


@pytest.mark.parametrize("form", TemplateFormat)
def test_what_is_filled_in_is_read(form):
    data = FILL[form](write_plan_template("Newtown", POSTS, form))
    found = read_plan_file(io.BytesIO(data), f"plan.{form}")
    said = [action.export() for action in found.actions]
    assert [
        [each["ref"], each["text"], each["start"], each["end"], each["leads_printed"]]
        for each in said
    ] == [
        ["1.1.1", "Write it together", "2019-05", "2019-07", "SCC-HoS"],
        ["1.1.2", "Agree it", "2019-07", "2019-09", "CCG-CCM"],
    ]
    assert [each["measures"] for each in said] == [[row[7]] for row in FILLED]


def test_it_has_instructions_and_the_posts_as_a_list():
    data = write_plan_template("Newtown", POSTS, TemplateFormat.XLSX)
    plan, about = read_workbook(io.BytesIO(data), "plan.xlsx", rows=500, columns=30)
    assert plan.texts(2) == list(HEADINGS)
    assert {*POSTS, *INSTRUCTIONS} <= {
        text for row in range(len(about.rows)) for text in about.texts(row)
    }
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b'type="list"' in book.read("xl/worksheets/sheet1.xml")
