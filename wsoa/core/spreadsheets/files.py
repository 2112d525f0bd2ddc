"""One sheet as a file to download, in whichever of three formats somebody asks for."""

from __future__ import annotations

import io
from enum import StrEnum

from wsoa.core.spreadsheets.csv import write_csv
from wsoa.core.spreadsheets.model import Sheet
from wsoa.core.spreadsheets.ods import write_ods
from wsoa.core.spreadsheets.xlsx import write_xlsx


class SheetFormat(StrEnum):
    """The value is the end of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    SheetFormat.CSV: "text/csv; charset=utf-8",
    SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SheetFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


def sheet_file(sheet: Sheet, form: SheetFormat) -> bytes:
    """The sheet in that format. CSV has the mark by which Excel recognises UTF-8."""
    if form is SheetFormat.CSV:
        headings = tuple(column.title for column in sheet.columns)
        return write_csv([headings, *sheet.rows], encoding="utf-8-sig")
    made = io.BytesIO()
    write = write_xlsx if form is SheetFormat.XLSX else write_ods
    write([sheet], made, title=sheet.title)
    return made.getvalue()
