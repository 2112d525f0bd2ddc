"""Opening a file that somebody gave: what it is by its content, and its cells. Pure.

Text is read as UTF-8, UTF-16 or, failing these, Windows-1252; separated by comma, semicolon or
tab. Of spreadsheets nothing is unpacked before its table of contents was judged.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from python_calamine import CalamineError, CalamineWorkbook

from indicators.importing.statistics.parsed_file import FileNotTaken
from wsoa.core import uploads
from wsoa.core.spreadsheets.bounds import Damaged, TooFar, refuse_beyond

LARGEST: Final = 30 * 1024 * 1024
LONGEST_CELL: Final = 100_000
MOST_ROWS: Final = 20_000  # of a sheet
MOST_COLUMNS: Final = 500
_DAMAGED: Final = "The file is damaged and cannot be read. Save it again, and choose it anew."

Cells = list[str]
Sheet = Sequence[Sequence[object]]


def is_spreadsheet(path: Path, name: str) -> bool:
    """Whether it is a workbook (xlsx, ods) that may be opened; False for text.

    Raises FileNotTaken for anything else, for what is too large, and for what would unpack to
    far more than a table holds.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        start = file.read(4096)
        if size == 0:
            raise FileNotTaken(f"{name} is empty. Choose the file again.")
        if size > LARGEST:
            raise FileNotTaken(f"{name} is larger than 30 MB, which is the most.")
        if start.startswith(b"PK"):
            _check_workbook(file, name, size)
            return True
    if not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\x00" in start:
        raise FileNotTaken(f"{name} is neither a table as text (CSV) nor a workbook (XLSX, ODS).")
    return False


def _check_workbook(file: BinaryIO, name: str, size: int) -> None:
    try:
        parts = uploads.inspect_container(file, name, size)
    except uploads.UploadRefused as refused:
        raise FileNotTaken(str(refused)) from refused
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.bin" in names:
        raise FileNotTaken(f"{name} is a binary workbook (xlsb). Save it as xlsx, and choose that.")
    if names.isdisjoint({"content.xml", "xl/workbook.xml"}):
        raise FileNotTaken(
            f"{name} is an archive, and not a workbook. Unpack it, and choose the file within."
        )
    try:
        refuse_beyond(file, rows=MOST_ROWS, columns=MOST_COLUMNS)
    except TooFar as refused:
        raise FileNotTaken(f"{name} is far larger than these tables are. {refused}") from refused
    except Damaged as refused:
        raise FileNotTaken(_DAMAGED) from refused


def sheets(path: Path) -> Iterator[tuple[str, Sheet]]:
    """Every sheet of a workbook: its name, and its cells by row. Raises FileNotTaken."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        for sheet_name in book.sheet_names:
            sheet = book.get_sheet_by_name(sheet_name)
            yield sheet_name, sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise FileNotTaken(_DAMAGED) from error


def lines(path: Path) -> Iterator[Cells]:
    """The rows of a text file, cell by cell; blank ones at its end and within are passed on."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline(LONGEST_CELL)
        file.seek(0)
        separator = max(",;\t", key=first.count)
        csv.field_size_limit(LONGEST_CELL)
        try:
            yield from csv.reader(file, delimiter=separator)
        except csv.Error as error:
            raise FileNotTaken(f"The file is not a table as text (CSV): {error}.") from error


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(io.DEFAULT_BUFFER_SIZE * 16):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def words_of(cell: object) -> str:
    """A spreadsheet's cell as words: 2018.0 is "2018", nothing is ""."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
