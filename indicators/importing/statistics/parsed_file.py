"""The rows and faults that every statistics reader returns, and the parsing of a cell. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from indicators.domain.enums import Dataset, Direction, Gap, PlaceKind, Unit
from indicators.domain.time_spans import Span

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
    neighbour: str
    closeness: str


@dataclass(frozen=True, slots=True)
class ParseFault:
    """A cell that was rejected: row (as a spreadsheet counts), column and reason."""

    row: int
    column: str
    reason: str

    @property
    def words(self) -> str:
        where = f"Row {self.row:,}, {self.column}" if self.column else f"Row {self.row:,}"
        return f"{where}: {self.reason}"


@dataclass(slots=True)
class ParseFaults:
    """The cells that were rejected. All are counted; the first thousand are kept."""

    count: int = 0
    kept: list[ParseFault] = field(default_factory=list)

    def add(self, row: int, column: str, reason: str) -> None:
        self.count += 1
        if len(self.kept) < MOST_FAULTS_KEPT:
            self.kept.append(ParseFault(row, column, reason))


@dataclass(slots=True)
class StatisticsFile:
    """A file with a known layout. Its rows are read lazily, and only once.

    Faults, skipped rows (counted by name) and notes are complete after the last row.
    """

    dataset: Dataset
    title: str
    publisher: str
    rows: Iterator[PublishedRow] = field(default_factory=lambda: iter(()))
    neighbours: Iterator[NeighbourRow] = field(default_factory=lambda: iter(()))
    faults: ParseFaults = field(default_factory=ParseFaults)
    passed_over: Counter[str] = field(default_factory=Counter)


# Symbols of the Government Statistical Service, of its older releases, and of blank cells.
# "low", and "k" and "~" before it, is what would round to 0 but is not 0.
_SYMBOLS: Final = {
    **dict.fromkeys(("x", ":", "..", "...", "…", "-", "–", "—", "", "na", "n/a", "null"), None),
    **dict.fromkeys(("z", "."), Gap.NOT_APPLICABLE),
    **dict.fromkeys(("c", "*", "u", "s", "supp", "suppressed"), Gap.SUPPRESSED),
    **dict.fromkeys(("low", "k", "~"), Gap.LOW),
}
SYMBOLS: Final = {
    words: gap or Gap.NOT_AVAILABLE
    for symbol, gap in _SYMBOLS.items()
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
        gap = SYMBOLS.get(words)
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


def shortened(words: str) -> str:
    """Text from a file, fit to quote in a message: one line, at most 40 characters."""
    words = " ".join("".join(word if word.isprintable() else " " for word in words).split())
    return words if len(words) <= 40 else f"{words[:39]}…"
