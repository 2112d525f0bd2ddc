"""The rows and faults that every statistics reader returns, and the parsing of a cell. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from indicators.domain.enums import Dataset, Direction, Gap, PlaceKind, Unit
from indicators.domain.time_spans import Span
from wsoa.core.spreadsheets import symbols

MOST_FAULTS_KEPT: Final = 1_000


class FileNotTaken(ValueError):
    """A file that cannot be read as a whole. The message says what was expected."""


@dataclass(frozen=True, slots=True)
class MeasureIn:
    """A measure as its file names it. `described` is False if only the name is known."""

    dataset: Dataset
    code: str
    title: str
    unit: Unit = Unit.PERCENT
    unit_words: str = ""
    better: Direction = Direction.NEITHER
    decimals: int = 1
    topic: str = ""
    description: str = ""
    source: str = ""
    described: bool = True


@dataclass(frozen=True, slots=True)
class PlaceIn:
    """A place as its file names it; fields that the file lacks are empty.

    `number` is the DfE's (373 Sheffield, 982 its region, 970 England), `region` the number of the
    region it lies in.
    """

    kind: PlaceKind
    name: str
    number: str = ""
    ons: str = ""
    region: str = ""


@dataclass(slots=True)
class PublishedRow:
    """One published value, or the reason why there is none."""

    line: int
    measure: MeasureIn
    place: PlaceIn
    span: Span
    value: float | None
    gap: Gap
    provisional: bool
    known_on: date


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """One statistical neighbour of an authority; 1 is the closest."""

    line: int
    place: PlaceIn
    rank: int
    neighbour: PlaceIn
    closeness: str


@dataclass(frozen=True, slots=True)
class ParseFault:
    """Cells that were rejected for one reason: the first of them, and how many there are.

    The row is as a spreadsheet counts; `sheet` is named in a workbook that has several tables.
    """

    row: int
    column: str
    reason: str
    sheet: str = ""
    count: int = 1

    @property
    def where(self) -> str:
        """ "Row 5", "Sheet Table 4a, row 5", and how many more."""
        place = f"Sheet {self.sheet}, row {self.row:,}" if self.sheet else f"Row {self.row:,}"
        if self.count == 1:
            return place
        return f"{place} and {self.count - 1:,} more"

    @property
    def message(self) -> str:
        where = f"{self.where}, {self.column}" if self.column else self.where
        return f"{where}: {self.reason}"


@dataclass(slots=True)
class ParseFaults:
    """The cells that were rejected. All are counted; the first thousand reasons are kept."""

    count: int = 0
    kept: list[ParseFault] = field(default_factory=list)
    _at: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, row: int, column: str, reason: str, sheet: str = "", count: int = 1) -> None:
        """Adds a cell, or several of which `row` is the first."""
        self.count += count
        key = column, reason, sheet
        at = self._at.get(key)
        if at is not None:
            first = self.kept[at]
            self.kept[at] = replace(first, count=first.count + count)
        elif len(self.kept) < MOST_FAULTS_KEPT:
            self._at[key] = len(self.kept)
            self.kept.append(ParseFault(row, column, reason, sheet, count))

    def add_width(self, row: int, cells: int, header: int) -> None:
        """Adds a row that has more or fewer cells than the header."""
        self.add(row, "", f"it has {cells} cells, and the header {header}")


@dataclass(slots=True)
class StatisticsFile:
    """A file with a known layout. Its rows are read lazily, and only once.

    Faults and skipped rows (counted by name) are complete after the last row. `lacks_subject` says
    that the file does not state what it is about and nobody has told: then its measures have the
    `suggested_subject`.
    """

    dataset: Dataset
    title: str
    publisher: str
    rows: Iterator[PublishedRow] = field(default_factory=lambda: iter(()))
    neighbours: Iterator[NeighbourRow] = field(default_factory=lambda: iter(()))
    faults: ParseFaults = field(default_factory=ParseFaults)
    passed_over: Counter[str] = field(default_factory=Counter)
    sheets_passed_over: str = ""
    suggested_subject: str = ""
    lacks_subject: bool = False


# As they are written most, and a blank cell, which in a published table is not available.
SYMBOLS: Final = {"": Gap.NOT_AVAILABLE} | {
    words: Gap(reason.value)
    for symbol, reason in symbols.SYMBOLS.items()
    for words in (symbol, symbol.upper(), f"[{symbol}]", symbol.capitalize(), f"({symbol})")
}
_GROUPED: Final = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


def number_or_gap(words: str) -> tuple[float | None, Gap]:
    """The number in a cell, or the reason for a gap that its symbol gives. A symbol is never zero.

    Raises ValueError for any other text.

    >>> number_or_gap("39.7"), number_or_gap("c")
    ((39.7, Gap.NONE), (None, Gap.SUPPRESSED))
    """
    try:
        value = float(words)
    except ValueError:
        words = words.strip()
        gap = gap_of(words)
        if gap is not None:
            return None, gap
        if words.endswith("%"):
            return number_or_gap(words[:-1])
        if not _GROUPED.fullmatch(words):
            raise ValueError(f"“{shortened(words)}” is neither a number nor a symbol") from None
        value = float(words.replace(",", ""))
    if math.isfinite(value) and "_" not in words:
        return value, Gap.NONE
    if words.strip().lower() == "nan":
        return None, Gap.NOT_AVAILABLE
    raise ValueError(f"“{shortened(words)}” is not a number")


def gap_of(words: str) -> Gap | None:
    """The reason for a gap that a cell gives; None for a cell that is no symbol."""
    gap = SYMBOLS.get(words)
    if gap is None and (reason := symbols.symbol_of(words)):
        gap = Gap(reason.value)
    return gap


def shortened(words: str) -> str:
    """Text from a file, fit to quote in a message: one line, at most 40 characters."""
    words = " ".join("".join(word if word.isprintable() else " " for word in words).split())
    return words if len(words) <= 40 else f"{words[:39]}…"
