"""Tables of figures as files: CSV, XLSX and ODS, read and written. Pure: bytes in, bytes out.

The type of a file is detected from its content. All visible sheets of a workbook are searched.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import BinaryIO, Final

from indicators.domain.figure_table import (
    COLUMNS,
    HEADINGS,
    MOST_COLUMNS,
    MOST_ROWS,
    NUMBERS,
    FigureTable,
    TableRefused,
    parse_tables,
)
from wsoa.core.spreadsheets.csv import delimiter_of, read_csv, write_csv
from wsoa.core.spreadsheets.files import SheetFormat, sheet_file
from wsoa.core.spreadsheets.guard import unguarded
from wsoa.core.spreadsheets.model import Column, Number, Sheet
from wsoa.core.spreadsheets.read import UTF_16_MARKS, encoding_of
from wsoa.core.spreadsheets.typed_cells import text_sheet
from wsoa.core.spreadsheets.workbooks import kind_of_workbook, read_workbook, refuse_locked
from wsoa.core.uploads import (
    LARGEST,
    UploadRefused,
    check,
    clean_name,
    too_large,
)

TAKEN: Final = "CSV, Excel (xlsx) or OpenDocument (ods)"
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_ROOM: Final = MOST_ROWS + 20  # a title and the headings go before the rows


# --- reading -----------------------------------------------------------------------------------


def read_table(file: BinaryIO, name: str) -> FigureTable:
    """The table of figures in a file; for a workbook, on all of its visible sheets.

    Raises UploadRefused for a file of another type, and TableRefused for one without such a table.
    """
    name, kind = clean_name(name), kind_of(file, name)
    if kind is SheetFormat.CSV:
        return parse_tables([text_sheet("", _read_csv(file, name))])
    return parse_tables(read_workbook(file, name, rows=_ROOM, columns=MOST_COLUMNS, taken=TAKEN))


def kind_of(file: BinaryIO, name: str) -> SheetFormat:
    """The type of a file. Raises UploadRefused for any other type, or if it is too large."""
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST:
        raise UploadRefused(too_large(name))
    if size == 0:
        raise UploadRefused(f"{name} is empty. Choose the file again.")
    file.seek(0)
    start = file.read(4)
    if start == b"PK\x03\x04":
        return kind_of_workbook(file, name, TAKEN)
    refuse_locked(file, name)
    content_name = _called(file)
    if _decoded(file) is None or not (content_name == "plain text" or start[:2] in UTF_16_MARKS):
        raise UploadRefused(f"{name} is {content_name}. Upload a table as {TAKEN}.")
    return SheetFormat.CSV


def _called(file: BinaryIO) -> str:
    """The type of any other file in words: "plain text", "a PDF", "a web page"."""
    try:
        return check(file, "file.pdf").kind.words
    except UploadRefused as refused:
        match = re.search(r"its content is (.+?)\. Save", str(refused))
        return match[1] if match else "damaged"


def _decoded(file: BinaryIO) -> str | None:
    """The whole text; None if it contains characters that text does not have."""
    encoding = encoding_of(file)
    file.seek(0)
    try:
        text = file.read().decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if re.search("[\x00-\x08\x0e-\x1a]", text) else text


def _read_csv(file: BinaryIO, name: str) -> list[list[str]]:
    text = _decoded(file) or ""
    rows: list[list[str]] = []
    try:
        for cells in read_csv(io.StringIO(text, newline=""), _delimiter(text)):
            if len(rows) > _ROOM:
                raise TableRefused(
                    f"The table has more than {MOST_ROWS:,} rows. Upload it in parts."
                )
            rows.append([unguarded(cell) for cell in cells[:MOST_COLUMNS]])
    except csv.Error as error:
        raise TableRefused(
            f"{name} is not a complete CSV file: a quotation mark is not closed."
        ) from error
    return rows


def _delimiter(text: str) -> str:
    headings = (line for line in text.splitlines() if "indicator" in line.casefold())
    return delimiter_of(next(headings, ","))


# --- writing -----------------------------------------------------------------------------------


def write_table(kind: SheetFormat, rows: Iterable[dict[str, str]], title: str) -> bytes:
    """The table as a file. A workbook has the title in its first cell."""
    columns = tuple(
        Column(name, heading, width=24 if name in ("indicator", "series", "span") else 16)
        for name, heading in HEADINGS.items()
    )
    cells = tuple(tuple(_cell(name, row[name]) for name in COLUMNS) for row in rows)
    if kind is SheetFormat.CSV:
        return csv_file([tuple(HEADINGS.values()), *cells])
    return sheet_file(Sheet("Figures", title, columns, cells, headings_at=1), kind)


def csv_file(rows: Iterable[Iterable[str]]) -> bytes:
    """CSV for download, with the mark by which Excel recognises UTF-8. Numbers stay numbers."""
    return write_csv(
        ([_number_or_text(cell) for cell in row] for row in rows), encoding="utf-8-sig"
    )


def _cell(name: str, text: str) -> str:
    return _number_or_text(text) if name in NUMBERS else text


def _number_or_text(text: str) -> str:
    return Number(text) if _NUMBER.fullmatch(text) else text
