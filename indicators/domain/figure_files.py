"""Tables as files: CSV, XLSX and ODS, read and written. Pure: bytes are given and made.

What is read is judged first, by what is in it. A cell of text is never written as a formula: in
CSV one that begins as a formula does is written behind an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final

from indicators.domain.figure_table import (
    COLUMNS,
    HEADINGS,
    MOST_COLUMNS,
    MOST_ROWS,
    NUMBERS,
    FigureTable,
    TableRefused,
    table_of,
)
from wsoa.core.spreadsheets.bounds import TooFar, refuse_beyond
from wsoa.core.uploads import (
    LARGEST,
    FileKind,
    UploadRefused,
    check,
    clean_name,
    inspect_container,
    too_large,
)

TAKEN: Final = "CSV, Excel (xlsx) or OpenDocument (ods)"
_ODS_TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_DANGEROUS: Final = "=+-@\t\r"
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_ROOM: Final = MOST_ROWS + 20  # a title and the headings go before the rows


class TableKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"

    @property
    def media_type(self) -> str:
        if self is TableKind.CSV:
            return "text/csv; charset=utf-8"
        return FileKind.XLSX.media_type if self is TableKind.XLSX else _ODS_TYPE.decode()


# --- reading -----------------------------------------------------------------------------------


def read_table(file: BinaryIO, name: str) -> FigureTable:
    """The table of figures in a file, judged by its content and not by its name.

    Of a workbook, its first sheet. Raises UploadRefused for what is no such file, TableRefused
    for one that has no such table in it.
    """
    name, kind = clean_name(name), kind_of(file, name)
    if kind is TableKind.CSV:
        return table_of(_read_csv(file, name))
    try:
        refuse_beyond(file, rows=_ROOM, columns=MOST_COLUMNS)
        return table_of(_read_sheet(file))
    except TableRefused:
        raise
    except TooFar as error:
        raise TableRefused(f"{name} is too large a table. {error} Send it in parts.") from error
    except Exception as error:  # whatever a reader of damaged files may come upon
        raise UploadRefused(f"{name} is damaged and cannot be read. Save it again.") from error


def kind_of(file: BinaryIO, name: str) -> TableKind:
    """Which of the three a file is. Raises UploadRefused for any other, and for one too large."""
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST:
        raise UploadRefused(too_large(name))
    if size == 0:
        raise UploadRefused(f"{name} is empty. Choose the file again.")
    file.seek(0)
    start = file.read(4)
    if start == b"PK\x03\x04":
        return _kind_of_container(file, name, size)
    file.seek(0)
    content = file.read()
    found = _called(file)
    if _decoded(content) is None or not (found == "plain text" or content[:2] in _UTF_16):
        raise UploadRefused(f"{name} is {found}. Send a table, as {TAKEN}.")
    file.seek(0)
    return TableKind.CSV


def _kind_of_container(file: BinaryIO, name: str, size: int) -> TableKind:
    names = {part.filename.lower() for part in inspect_container(file, name, size)}
    is_excel = any(each.startswith("xl/") for each in names)
    if {"mimetype", "content.xml"} <= names and not is_excel:
        file.seek(0)
        with zipfile.ZipFile(file) as archive, archive.open("mimetype") as part:
            if part.read(len(_ODS_TYPE) + 1).strip() == _ODS_TYPE:
                return TableKind.ODS
        raise UploadRefused(f"{name} is no spreadsheet. Send it as {TAKEN}.")
    if "content.xml" in names or "xl/workbook.xml" not in names or "xl/workbook.bin" in names:
        raise UploadRefused(f"{name} is no spreadsheet. Send it as {TAKEN}.")
    check(file, PurePosixPath(name).with_suffix(".xlsx").name)
    return TableKind.XLSX


def _called(file: BinaryIO) -> str:
    """What a file is that is no container, in words: "plain text", "a PDF", "a web page"."""
    try:
        return check(file, "file.pdf").kind.words
    except UploadRefused as refused:
        found = re.search(r"what is in it is (.+?)\. Save", str(refused))
        return found[1] if found else "damaged"


def _decoded(content: bytes) -> str | None:
    """Text as spreadsheets save it: UTF-8, what Excel calls Unicode, or Windows' own."""
    if content[:2] in _UTF_16:
        codes: tuple[str, ...] = ("utf-16",)
    else:
        codes = ("utf-8-sig", "cp1252")
    for code in codes:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        return None if re.search("[\x00-\x08\x0e-\x1a]", text) else text
    return None


def _read_csv(file: BinaryIO, name: str) -> list[list[object]]:
    text = _decoded(file.read()) or ""
    found: list[list[object]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(found) > _ROOM:
                raise TableRefused(_too_many())
            found.append([_unguarded(cell) for cell in cells[:MOST_COLUMNS]])
    except csv.Error as error:
        raise TableRefused(f"{name} is no whole CSV: a quotation mark is not closed.") from error
    return found


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab: whichever the line of headings has most of."""
    for line in text.splitlines():
        if "indicator" in line.casefold():
            return max(",;\t", key=line.count)
    return ","


def _too_many() -> str:
    return f"The table has more than {MOST_ROWS:,} rows. Send it in parts."


def _read_sheet(file: BinaryIO) -> list[list[object]]:
    from python_calamine import CalamineWorkbook  # not for every request that imports this

    file.seek(0)
    sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    return [list(line) for line in sheet.to_python(skip_empty_area=False)]


# --- writing -----------------------------------------------------------------------------------


def write_table(kind: TableKind, rows: Iterable[dict[str, str]], title: str) -> bytes:
    """The table as a file. A workbook has the title in its first cell, as its readers expect."""
    return _WRITERS[kind]([[row[name] for name in COLUMNS] for row in rows], title)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with the mark by which Excel knows it; no cell of it is a formula."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula. A number stays one."""
    if _NUMBER.fullmatch(cell):
        return cell
    bare = cell.lstrip()
    formula = bare[:1] in tuple(_DANGEROUS) or cell[:1] in tuple(_DANGEROUS)
    return f"'{cell}" if formula or re.match(f"'['{re.escape(_DANGEROUS)}]", cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if re.match(f"'['{re.escape(_DANGEROUS)}]", cell) else cell


def _to_csv(rows: list[list[str]], title: str) -> bytes:
    return write_csv([HEADINGS[name] for name in COLUMNS], rows)


def _number_in(name: str, cell: str) -> float | None:
    return float(cell) if name in NUMBERS and _NUMBER.fullmatch(cell) else None


def _to_xlsx(rows: list[list[str]], title: str) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet, bold = book.add_worksheet("Figures"), book.add_format({"bold": True})
    sheet.write_string(0, 0, title, bold)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(1, column, HEADINGS[name], bold)
    for at, row in enumerate(rows, start=2):
        for column, (name, cell) in enumerate(zip(COLUMNS, row, strict=True)):
            number = _number_in(name, cell)
            if number is not None:
                sheet.write_number(at, column, number)
            elif cell:
                sheet.write_string(at, column, cell)
    sheet.set_column(0, 2, 24)
    sheet.freeze_panes(2, 0)
    book.close()
    return made.getvalue()


def _to_ods(rows: list[list[str]], title: str) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table as Sheet

    book = OpenDocumentSpreadsheet()
    sheet = Sheet(name="Figures")
    _ods_row(sheet, ("",), (title,))
    _ods_row(sheet, ("",) * len(COLUMNS), [HEADINGS[name] for name in COLUMNS])
    for row in rows:
        _ods_row(sheet, COLUMNS, row)
    book.spreadsheet.addElement(sheet)
    made = io.BytesIO()
    book.write(made)
    return made.getvalue()


def _ods_row(sheet: Any, names: Sequence[str], cells: Sequence[str]) -> None:
    from odf.table import TableCell, TableRow
    from odf.text import P

    line = TableRow()
    for name, cell in zip(names, cells, strict=True):
        number = _number_in(name, cell)
        if number is not None:
            made = TableCell(valuetype="float", value=cell)
        else:
            made = TableCell(valuetype="string") if cell else TableCell()
        if cell:
            made.addElement(P(text=cell))
        line.addElement(made)
    sheet.addElement(line)


_WRITERS: Final = {TableKind.CSV: _to_csv, TableKind.XLSX: _to_xlsx, TableKind.ODS: _to_ods}
