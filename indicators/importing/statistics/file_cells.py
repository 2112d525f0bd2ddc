"""Opening a file of official statistics: detecting its type by content, and reading its cells.
Pure.

The table of contents of a workbook is checked before anything of it is unpacked. A text file is
read row by row, because it may have hundreds of thousands; a workbook as a whole.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from indicators.importing.statistics.parsed_file import FileNotTaken
from wsoa.core import uploads
from wsoa.core.spreadsheets.bounds import Damaged, TooFar, refuse_beyond
from wsoa.core.spreadsheets.csv import LONGEST_CELL, read_csv
from wsoa.core.spreadsheets.headings import WITHIN
from wsoa.core.spreadsheets.read import (
    UTF_16_MARKS,
    delimiter_of_lines,
    encoding_of,
    read_sheets,
)
from wsoa.core.spreadsheets.typed_cells import TypedSheet, text_sheet
from wsoa.core.spreadsheets.workbooks import refuse_locked

LARGEST: Final = 30 * 1024 * 1024
MOST_ROWS: Final = 20_000  # of a sheet
MOST_COLUMNS: Final = 500
_DAMAGED: Final = "The file is damaged and cannot be read. Save it again and choose the new copy."

Cells = list[str]


@dataclass(frozen=True, slots=True)
class RowTable:
    """A sheet or a text file as rows of texts, which can be opened again. `top` are the first."""

    name: str
    top: Sequence[Cells]
    open: Callable[[], Iterator[Cells]]

    def heading_at(self, fits: Callable[[Sequence[str]], bool]) -> int | None:
        """The position of the first row that has the headings of a layout."""
        return next((at for at, cells in enumerate(self.top) if fits(cells)), None)

    def from_row(self, at: int) -> Iterator[Cells]:
        """The rows from this position on."""
        return islice(self.open(), at, None)


@dataclass(frozen=True, slots=True)
class StatisticsSheets:
    """The content of a file: its sheets, of which a text file has one, read only when asked for."""

    path: Path
    workbook: tuple[TypedSheet, ...] | None

    @property
    def sheets(self) -> tuple[TypedSheet, ...]:
        """All sheets, hidden ones included. Of a text file, at most as many rows as of a sheet."""
        if self.workbook is not None:
            return self.workbook
        return (text_sheet("", islice(text_rows(self.path), MOST_ROWS)),)

    @property
    def tables(self) -> list[RowTable]:
        """The visible sheets as rows of texts."""
        if self.workbook is None:
            path = self.path
            return [RowTable("", list(islice(text_rows(path), WITHIN)), lambda: text_rows(path))]
        return [_rows_of(sheet) for sheet in self.workbook if sheet.is_visible]


def _rows_of(sheet: TypedSheet) -> RowTable:
    def rows() -> Iterator[Cells]:
        return (sheet.texts(row) for row in range(len(sheet.rows)))

    return RowTable(sheet.name, list(islice(rows(), WITHIN)), rows)


def open_sheets(path: Path, name: str) -> StatisticsSheets:
    """The content of a file. Raises FileNotTaken."""
    if not is_spreadsheet(path, name):
        return StatisticsSheets(path, None)
    try:
        with path.open("rb") as file:
            return StatisticsSheets(path, tuple(read_sheets(file)))
    except TooFar as refused:
        raise FileNotTaken(f"{name} is far larger than these tables are. {refused}") from refused
    except Exception as error:  # whatever a reader of damaged files may come upon
        raise FileNotTaken(_DAMAGED) from error


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
        _refuse_locked(file, name)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileNotTaken(
            f"{name} is a workbook of an old format (xls). Save it as xlsx, and choose that."
        )
    if not start.startswith(UTF_16_MARKS) and b"\x00" in start:
        raise FileNotTaken(f"{name} is neither a table as text (CSV) nor a workbook (XLSX, ODS).")
    return False


def _refuse_locked(file: BinaryIO, name: str) -> None:
    try:
        refuse_locked(file, name)
    except uploads.UploadRefused as refused:
        raise FileNotTaken(str(refused)) from refused


def _check_workbook(file: BinaryIO, name: str, size: int) -> None:
    try:
        parts = uploads.inspect_container(file, name, size)
    except uploads.UploadRefused as refused:
        raise FileNotTaken(str(refused)) from refused
    _refuse_locked(file, name)
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


def text_rows(path: Path) -> Iterator[Cells]:
    """The rows of a text file as cells, blank rows included. Raises FileNotTaken."""
    with path.open("rb") as file:
        encoding = encoding_of(file)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        delimiter = delimiter_of_lines([text.readline(LONGEST_CELL) for _ in range(WITHIN)])
        text.seek(0)
        try:
            yield from read_csv(text, delimiter)
        except csv.Error as error:
            raise FileNotTaken(f"The file is not a table as text (CSV): {error}.") from error


def cell_words(cell: object) -> str:
    """The cell of a spreadsheet as text: 2018.0 is "2018", an empty cell is ""."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
