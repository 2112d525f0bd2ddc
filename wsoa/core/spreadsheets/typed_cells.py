"""The model of a table that was read: named sheets of typed cells. Pure.

A CSV file is one sheet of texts. A workbook has a sheet for each of its own, hidden ones included:
readers look only through the visible ones, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Final

from wsoa.core.spreadsheets.symbols import NoNumber, symbol_of

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
Position = tuple[int, int]  # row and column, counted from 0
_MOST_COVERED: Final = (
    200_000  # cells of merged blocks, which a damaged file may lay on one another
)


class CellFormat(StrEnum):
    """How a cell shows its number, where that changes what the number means."""

    PLAIN = ""
    SHARE = "share"  # 0.88 is shown as 88%
    SIGN = "sign"  # 88 is shown as 88%


@dataclass(frozen=True, slots=True)
class MergedCells:
    """A block of cells that were merged into its first one. Both ends belong to it."""

    first: Position
    last: Position

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies in the block and is not its first one."""
        inside = self.first[0] <= row <= self.last[0] and self.first[1] <= column <= self.last[1]
        return inside and (row, column) != self.first


@dataclass(frozen=True, slots=True)
class TypedCell:
    """One cell: its value as it is shown (88 for 0.88 shown as 88%), and how it is shown."""

    value: CellValue
    format: CellFormat = CellFormat.PLAIN

    @property
    def symbol(self) -> NoNumber | None:
        """The reason for having no number, where the cell is a symbol for one."""
        return symbol_of(self.value) if isinstance(self.value, str) else None

    @property
    def text(self) -> str:
        """The cell as text: "88%", "2018", "2019-09-30", "yes"."""
        words = value_text(self.value)
        is_number = isinstance(self.value, (int, float)) and not isinstance(self.value, bool)
        return f"{words}%" if is_number and self.format is not CellFormat.PLAIN else words


_EMPTY: Final = TypedCell(None)


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """One sheet. `rows` are its values from A1; the mappings hold only what is out of the ordinary.

    `causes` says of a cell why it has no value that can be used, such as a formula that was never
    calculated.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    is_visible: bool = True
    formats: Mapping[Position, CellFormat] = field(default_factory=dict)
    causes: Mapping[Position, str] = field(default_factory=dict)
    merged: tuple[MergedCells, ...] = ()

    def cell(self, row: int, column: int) -> TypedCell:
        """The cell at a position; an empty one beyond the end of the sheet."""
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])):
            return _EMPTY
        value, shown = self.rows[row][column], self.formats.get((row, column), CellFormat.PLAIN)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if shown is CellFormat.SHARE and is_number:
            return TypedCell(hundredfold(float(value)), shown)  # type: ignore[arg-type]
        return TypedCell(value, shown) if shown else TypedCell(value)

    def texts(self, row: int) -> list[str]:
        """The cells of a row as text."""
        if not self.formats:
            return [value_text(value) for value in self.rows[row]]
        return [self.cell(row, column).text for column in range(len(self.rows[row]))]

    def covered(self, rows: range, columns: Iterable[int]) -> dict[Position, MergedCells]:
        """The cells in these rows and columns that a merged block covers, but for its first."""
        wanted = sorted(columns)
        places = (
            ((row, column), block)
            for block in self.merged
            for row in range(max(block.first[0], rows.start), min(block.last[0] + 1, rows.stop))
            for column in wanted
            if block.covers(row, column)
        )
        return dict(islice(places, _MOST_COVERED))


def unmerged(sheet: TypedSheet) -> TypedSheet:
    """The sheet with the value of a block that was merged down a column in each of its cells."""
    down = [block for block in sheet.merged if block.first[1] == block.last[1]]
    if not down:
        return sheet
    rows = [list(row) for row in sheet.rows]
    blocks = replace(sheet, merged=tuple(down))
    columns = {block.first[1] for block in down}
    for (row, column), block in blocks.covered(range(len(rows)), columns).items():
        if column < len(rows[row]):
            rows[row][column] = rows[block.first[0]][block.first[1]]
    return replace(sheet, rows=rows, merged=())


def hundredfold(share: float) -> float:
    """A share of 1 as per cent, with the 15 digits that spreadsheets keep: 0.07 is 7.

    >>> hundredfold(0.07), hundredfold(0.8800000000000001)
    (7.0, 88.0)
    """
    return float(Decimal(f"{share:.15g}") * 100)


def value_text(value: object) -> str:
    """A value as text: a number without an exponent, a day as 2019-09-30, yes or nothing."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, (int, float)):
        return number_text(float(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def number_text(number: float) -> str:
    """A number with at most 15 digits, as spreadsheets keep it: "91", "52.1739130434783"."""
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    return f"{Decimal(f'{number + 0.0:.15g}'):f}"


def cell_address(row: int, column: int) -> str:
    """The address of a cell as spreadsheets write it.

    >>> cell_address(1, 3), cell_address(0, 27)
    ('D2', 'AB1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def text_sheet(name: str, rows: Iterable[Sequence[str]]) -> TypedSheet:
    """The rows of a text file as a sheet."""
    return TypedSheet(name, list(rows))
