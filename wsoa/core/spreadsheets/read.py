"""Reading tables: text in any usual encoding, and workbooks, as sheets of typed cells. Pure.

The file type and the extent of the cells are checked before: see `wsoa.core.uploads` and
`wsoa.core.spreadsheets.bounds`. `wsoa.core.spreadsheets.workbooks` does both and reads.
"""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Iterable
from typing import BinaryIO, Final

from wsoa.core.spreadsheets.cell_marks import SheetMarks, marks_of
from wsoa.core.spreadsheets.csv import delimiter_of
from wsoa.core.spreadsheets.typed_cells import TypedSheet

UTF_16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ODS_TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_AT_ONCE: Final = 128 * 1024  # bytes


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a text file as spreadsheets save it: UTF-16 with a mark, UTF-8 or
    Windows-1252.

    Reads the whole file if it has no mark; its position is undefined afterwards.
    """
    file.seek(0)
    if file.read(2) in UTF_16_MARKS:
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_AT_ONCE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def delimiter_of_lines(lines: Iterable[str]) -> str:
    """The delimiter of a text by its first lines: that of the line which has most of one.

    A title above the table has few; the headings and the rows have one for each column.
    """
    best = max(lines, key=lambda line: max(map(line.count, ",;\t")), default=",")
    return delimiter_of(best)


def read_sheets(file: BinaryIO) -> list[TypedSheet]:
    """Every sheet of a workbook (XLSX, ODS), hidden ones included.

    Raises CalamineError, or what else its readers meet in a damaged file.
    """
    # Not for every request that imports this module.
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    file = _with_type(file)
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    with zipfile.ZipFile(file) as archive:
        marks = marks_of(archive)
    sheets = []
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue  # a chart
        mark = marks.get(about.name, SheetMarks())
        rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        visible = about.visible is SheetVisibleEnum.Visible
        sheets.append(
            TypedSheet(about.name, rows, visible, mark.formats, mark.causes, tuple(mark.merged))
        )
    return sheets


def _with_type(file: BinaryIO) -> BinaryIO:
    """An OpenDocument file with the `mimetype` entry that some programs leave out."""
    file.seek(0)
    with zipfile.ZipFile(file) as old:
        names = set(old.namelist())
        if "content.xml" not in names or "mimetype" in names:
            return file
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            new.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
            for part in ("content.xml", "styles.xml", "META-INF/manifest.xml"):
                if part in names:
                    new.writestr(part, old.read(part))
    return made
