"""An empty plan to fill in, in Excel, OpenDocument and Word, which the import reads."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import Final

from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.spreadsheets.fill_in import CellUse, FillInColumn, FillInSheet, write_fill_in_book
from wsoa.core.spreadsheets.model import Column, Sheet
from wsoa.core.spreadsheets.ods import write_ods

ROWS: Final = 100  # in a workbook; more can be added below
ROWS_IN_WORD: Final = 12
LEAD: Final = "Lead"
INSTRUCTIONS: Final = (
    "One action a row. Repeat the area and the outcome in each row, or leave them empty where they "
    "are those of the row above.",
    "The ref is the number of the action, such as 1.1.1. Leave it empty if the plan has none.",
    "A start and an end are a month such as Sept 2019, On-going, or - where there is none.",
    "The lead is the post that leads the action. Two leads stand with “/” between them.",
    "Measures of success say how you will know, one a line.",
    "Then bring the file in where you downloaded it. You see what was understood before anything "
    "is saved.",
)
# The headings, which the import recognises, and their widths in characters.
HEADINGS: Final = {
    "Area of weakness": 24,
    "Outcome": 24,
    "Ref": 8,
    "Action": 50,
    "Start date": 13,
    "End date": 13,
    LEAD: 24,
    "Measures of success": 40,
    "Evidence": 30,
}
_LISTS: Final = "Lists and how to fill it in"


class TemplateFormat(StrEnum):
    """The value is the end of the file's name."""

    XLSX = "xlsx"
    ODS = "ods"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        if self is TemplateFormat.DOCX:
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return SheetFormat(self.value).media_type


def write_plan_template(area: str, posts: tuple[str, ...], form: TemplateFormat) -> bytes:
    """The empty plan of an area; `posts` are those that can lead, as a list to choose from."""
    made = io.BytesIO()
    title = f"Plan of {area}"
    if form is TemplateFormat.XLSX:
        write_fill_in_book([xlsx_sheet(title, posts)], title, INSTRUCTIONS, made)
    elif form is TemplateFormat.ODS:
        columns_ods = tuple(Column(name, name, width) for name, width in HEADINGS.items())
        plan = Sheet("Plan", title, columns_ods, (("",) * len(columns_ods),) * ROWS)
        lines = tuple((line,) for line in (*INSTRUCTIONS, *posts))
        lists = Sheet(_LISTS[:31], title, (Column("how", "How to fill it in", 120),), lines)
        write_ods([plan, lists], made, title=title)
    else:
        _write_docx(title, posts, made)
    return made.getvalue()


def xlsx_sheet(title: str, posts: tuple[str, ...]) -> FillInSheet:
    """The sheet of the Excel workbook, with empty rows and the posts as a list to choose from."""
    columns = tuple(
        FillInColumn(name, width, CellUse.FILL, choices=posts if name == LEAD else ())
        for name, width in HEADINGS.items()
    )
    return FillInSheet("Plan", title, columns, (("",) * len(columns),) * ROWS)


def _write_docx(title: str, posts: tuple[str, ...], target: io.BytesIO) -> None:
    """A page in landscape: the table first, then how to fill it in and the posts."""
    from docx import Document  # not for every request that imports this module
    from docx.enum.section import WD_ORIENT

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.core_properties.title = title
    document.add_heading(title, level=1)
    table = document.add_table(rows=1 + ROWS_IN_WORD, cols=len(HEADINGS), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    document.add_heading("How to fill it in", level=2)
    for line in INSTRUCTIONS:
        document.add_paragraph(line, style="List Bullet")
    if posts:
        document.add_heading("Posts that can lead", level=2)
        for post in posts:
            document.add_paragraph(post, style="List Bullet")
    document.save(target)
