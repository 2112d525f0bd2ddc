"""Reader for the Ministry of Justice's SEND tribunal appeals, by authority and year. Pure.

Headings take two rows: years, and below each the counts. Names and headings carry footnote marks
("Dorset6", "Appeals registered4"), and regions stand in capitals between the authorities. As the
notes below the table say, ".." is not available and "-" is zero. The rate is a share of 1 in the
file, and is stored as per cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.domain.enums import Dataset, Direction, Gap, SpanKind, Unit
from indicators.domain.time_spans import Span
from indicators.importing.statistics.file_cells import cell_words
from indicators.importing.statistics.first_published import first_published
from indicators.importing.statistics.parsed_file import (
    MeasureIn,
    ParseFaults,
    PlaceIn,
    PublishedRow,
    number_or_gap,
    shortened,
)
from indicators.importing.statistics.places import ENGLAND, authority, region

EXPECTED: Final = (
    "appeals to the SEND tribunal (a sheet with Local Authority, years, and below each Appeals "
    "registered, Total Appealable Decisions, Appeal Rate)"
)

_SOURCE: Final = "Ministry of Justice, SEND tribunal appeal rates"
_MARKS: Final = re.compile(r"(?<=[^\d\s,])[\d,\s]+$")
_YEAR: Final = re.compile(r"(20\d\d)(\d|,|\s)*")
_END: Final = ("source", "note")
Sheet = Sequence[Sequence[object]]


def _measure(code: str, title: str, unit: Unit, better: Direction, decimals: int) -> MeasureIn:
    words = "of decisions that could be appealed" if unit is Unit.PERCENT else ""
    return MeasureIn(
        Dataset.TRIBUNAL, code, title, unit, words, better, decimals, "SEND tribunal", "", _SOURCE
    )


APPEALS: Final = _measure(
    "appeals_registered",
    "Appeals registered with the SEND tribunal",
    Unit.COUNT,
    Direction.LOWER,
    0,
)
DECISIONS: Final = _measure(
    "appealable_decisions",
    "Decisions that could be appealed",
    Unit.COUNT,
    Direction.NEITHER,
    0,
)
RATE: Final = _measure(
    "appeal_rate",
    "Appeals to the SEND tribunal as a share of decisions that could be appealed",
    Unit.PERCENT,
    Direction.LOWER,
    2,
)


@dataclass(frozen=True, slots=True)
class _Column:
    """The measure and year of a column; `times` converts a share of 1 to per cent."""

    at: int
    measure: MeasureIn
    span: Span
    times: float


def without_marks(cell: object) -> str:
    """Text without its footnote mark: "Dorset6" becomes "Dorset"."""
    return _MARKS.sub("", cell_words(cell)).strip()


def _year(cell: object) -> int | None:
    match = _YEAR.fullmatch(cell_words(cell))
    return int(match[1]) if match else None


def _counted(cell: object) -> MeasureIn | None:
    words = cell_words(cell).lower()
    if "rate" in words:
        return RATE
    if "registered" in words:
        return APPEALS
    return DECISIONS if "appealable" in words else None


def by_authority(sheet: Sheet) -> int | None:
    """The position of the row of years in a sheet of authorities; None for another sheet."""
    for at, cells in enumerate(sheet[:15]):
        if cells and without_marks(cells[0]).lower() == "local authority":
            below = sheet[at + 1] if at + 1 < len(sheet) else ()
            if any(_year(cell) for cell in cells) and any(_counted(cell) for cell in below):
                return at
    return None


def by_year(sheet: Sheet) -> int | None:
    """The position of the lower heading row in the sheet of England; None for another sheet."""
    for at, cells in enumerate(sheet[:15]):
        if cells and without_marks(cells[0]).lower().startswith("year") and at + 1 < len(sheet):
            lower = at if any(_counted(cell) for cell in sheet[at][2:]) else at + 1
            if any(_counted(cell) is APPEALS for cell in sheet[lower]):
                return lower
    return None


def read(
    sheets: Mapping[str, Sheet], faults: ParseFaults, published_on: date | None = None
) -> Iterator[PublishedRow]:
    """England from its own sheet, or else from the total row; then every authority."""
    england = next((sheet for sheet in sheets.values() if by_year(sheet) is not None), None)
    if england is not None:
        yield from _england(england, faults, published_on)
    for sheet in sheets.values():
        if by_authority(sheet) is not None:
            yield from _authorities(sheet, faults, published_on, england is None)


def _england(
    sheet: Sheet, faults: ParseFaults, published_on: date | None
) -> Iterator[PublishedRow]:
    start = by_year(sheet)
    assert start is not None  # noqa: S101 (asked before)
    provisional = _is_provisional(sheet)
    measures = [(at, _counted(cell)) for at, cell in enumerate(sheet[start])]
    times = _times(sheet, [at for at, measure in measures if measure is RATE])
    for line, cells in enumerate(sheet[start + 1 :], start=start + 2):
        year = _year(cells[0])
        if year is None:
            if without_marks(cells[0]).lower().startswith(_END):
                return
            if cell_words(cells[0]):
                faults.add(line, "Year", f"“{shortened(cell_words(cells[0]))}” is not a year")
            continue
        span = Span.of(SpanKind.YEAR, str(year))
        columns = [_Column(at, measure, span, times) for at, measure in measures if measure]
        yield from _cells(line, cells, ENGLAND, columns, provisional, faults, published_on)


def _authorities(
    sheet: Sheet, faults: ParseFaults, published_on: date | None, with_england: bool
) -> Iterator[PublishedRow]:
    start = by_authority(sheet)
    assert start is not None  # noqa: S101 (asked before)
    columns, within, provisional = _columns(sheet, start), "", _is_provisional(sheet)
    for line, cells in enumerate(sheet[start + 2 :], start=start + 3):
        name = without_marks(cells[0])
        if name.lower().startswith(_END):
            return
        if name.lower().startswith("england"):
            if with_england:
                yield from _cells(line, cells, ENGLAND, columns, provisional, faults, published_on)
        elif name and name == name.upper():
            within = name
            if region(name) is None:
                faults.add(line, "Local Authority", f"“{shortened(name)}” is not a region")
        elif name:
            for column in columns:
                place = authority(name[:120], within=within, on=column.span.last_day)
                yield from _cells(line, cells, place, [column], provisional, faults, published_on)


def _columns(sheet: Sheet, start: int) -> list[_Column]:
    """The columns of a sheet: a year applies until the next one."""
    columns, year = [], None
    rates = [at for at, cell in enumerate(sheet[start + 1]) if _counted(cell) is RATE]
    times = _times(sheet, rates)
    for at, (upper, lower) in enumerate(zip(sheet[start], sheet[start + 1], strict=False)):
        year = _year(upper) or year
        measure = _counted(lower)
        if year and measure and at:
            columns.append(_Column(at, measure, Span.of(SpanKind.YEAR, str(year)), times))
    return columns


def _times(sheet: Sheet, rates: Sequence[int]) -> float:
    """The factor for rates: 100 for shares of 1, or 1 if any is above 1 and so a percentage."""
    cells = (row[at] for row in sheet for at in rates if at < len(row))
    return 1 if any(isinstance(cell, float) and 1 < cell <= 100 for cell in cells) else 100


def _cells(
    line: int,
    cells: Sequence[object],
    place: PlaceIn,
    columns: Sequence[_Column],
    provisional: bool,
    faults: ParseFaults,
    published_on: date | None,
) -> Iterator[PublishedRow]:
    for column in columns:
        words = cell_words(cells[column.at]) if column.at < len(cells) else ""
        heading = f"{column.measure.title}, {column.span.key}"
        try:
            value, gap = (0.0, Gap.NONE) if words == "-" else number_or_gap(words)
        except ValueError as error:
            faults.add(line, heading, str(error))
            continue
        if value is not None and column.measure is RATE and not words.endswith("%"):
            value *= column.times
        if value is not None and (value < 0 or (column.measure is RATE and value > 100)):
            faults.add(line, heading, f"“{words}” cannot be")
            continue
        known_on = first_published("appeals", column.span, published_on)
        yield PublishedRow(
            line, column.measure, place, column.span, value, gap, provisional, known_on
        )


def _is_provisional(sheet: Sheet) -> bool:
    return any(
        "data in this table are provisional" in cell_words(cells[0]).lower()
        for cells in sheet
        if cells
    )
