"""Opening a file of official statistics: detecting its type by content, and reading its cells.
Pure.

The table of contents of a workbook is checked before anything of it is unpacked.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from python_calamine import CalamineError

from indicators.importing.statistics.parsed_file import FileNotTaken
from wsoa.core import uploads
from wsoa.core.spreadsheets.bounds import Damaged, TooFar, refuse_beyond
from wsoa.core.spreadsheets.csv import LONGEST_CELL, delimiter_of, read_csv
from wsoa.core.spreadsheets.read import UTF_16_MARKS, encoding_of, read_sheets

LARGEST: Final = 30 * 1024 * 1024
MOST_ROWS: Final = 20_000  # of a sheet
MOST_COLUMNS: Final = 500
_DAMAGED: Final = "The file is damaged and cannot be read. Save it again and choose the new copy."

Cells = list[str]
Sheet = Sequence[Sequence[object]]


def is_spreadsheet(path: Path, name: str) -> bool:
    """Whether the file is a workbook (xlsx, ods) that is safe to open; False for text.

    Raises FileNotTaken for any other type, for a file that is too large, and for one that would
    unpack to more than a table can hold.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        start = file.read(4096)
        if size == 0:
            raise FileNotTaken(f"{name} is empty. Choose the file again.")
        if size > LARGEST:
            raise FileNotTaken(f"{name} is larger than 30 MB.")
        if start.startswith(b"PK"):
            _check_workbook(file, name, size)
            return True
    if not start.startswith(UTF_16_MARKS) and b"\x00" in start:
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
        with path.open("rb") as file:
            yield from read_sheets(file)
    except (CalamineError, OSError) as error:
        raise FileNotTaken(_DAMAGED) from error


def text_rows(path: Path) -> Iterator[Cells]:
    """The rows of a text file as cells, blank rows included. Raises FileNotTaken."""
    with path.open("rb") as file:
        encoding = encoding_of(file)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        first = text.readline(LONGEST_CELL)
        text.seek(0)
        try:
            yield from read_csv(text, delimiter_of(first))
        except csv.Error as error:
            raise FileNotTaken(f"The file is not a table as text (CSV): {error}.") from error


def cell_words(cell: object) -> str:
    """The cell of a spreadsheet as text: 2018.0 is "2018", an empty cell is ""."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
