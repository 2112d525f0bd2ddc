"""Reader for any file in the open-data layout of Explore Education Statistics. Pure.

A row is a time, a place of some geographic level and a choice of filters; each of its indicators is
a value. A measure is an indicator with one choice of filters. Rows of levels other than country,
region and local authority are skipped and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from indicators.domain.enums import PlaceKind
from indicators.domain.time_spans import Span
from indicators.importing.statistics.ees_columns import (
    TIME_AND_LEVEL,
    ColumnLabel,
    FileColumns,
    TableSubject,
    columns_of,
    is_blank,
)
from indicators.importing.statistics.ees_time import span_of
from indicators.importing.statistics.first_published import first_published
from indicators.importing.statistics.parsed_file import (
    MeasureIn,
    ParseFaults,
    PlaceIn,
    PublishedRow,
    number_or_gap,
    shortened,
)
from indicators.importing.statistics.places import ENGLAND, authority, is_number, region

EXPECTED: Final = (
    "a data file of Explore Education Statistics (columns time_period, time_identifier, "
    "geographic_level, codes and names of places, then filters and indicators)"
)
_LEVELS: Final = {
    "national": PlaceKind.COUNTRY,
    "country": PlaceKind.COUNTRY,
    "regional": PlaceKind.REGION,
    "region": PlaceKind.REGION,
    "local authority": PlaceKind.AUTHORITY,
}
# Rows of a table of authorities that are of none of them.
_NOWHERE: Final = ("not available", "not applicable", "not known", "unknown", "outside england")

_NO_SUBJECT: Final = TableSubject("", is_known=False)
Lines = Callable[[], Iterator[Sequence[str]]]


def fits(header: Sequence[str]) -> bool:
    return set(TIME_AND_LEVEL) <= {name.strip() for name in header}


class _EesReader:
    """Reads row by row, and caches what is the same in many rows."""

    def __init__(
        self,
        columns: FileColumns,
        subject: TableSubject,
        passed_over: Counter[str],
        published_on: date | None,
    ) -> None:
        self.columns, self.table_subject, self.passed_over = columns, subject, passed_over
        self.published_on = published_on
        names = " ".join(columns.header).lower()
        self.subject = "ehc" if "ehc" in names or "sen2" in names else ""
        self.times: dict[tuple[str, str], tuple[Span, str] | str] = {}
        self.places: dict[tuple[str, ...], PlaceIn | str | None] = {}
        self.measures: dict[tuple[int, tuple[str, ...], str], MeasureIn] = {}
        self.published: dict[tuple[str, Span], date] = {}

    def time(self, period: str, identifier: str) -> tuple[Span, str] | str:
        key = period, identifier
        if key not in self.times:
            try:
                self.times[key] = span_of(period, identifier)
            except ValueError as error:
                self.times[key] = str(error)
        return self.times[key]

    def place(self, key: tuple[str, ...]) -> PlaceIn | str | None:
        """The place of a row: None if its level is skipped, or text that says what is wrong."""
        if key not in self.places:
            self.places[key] = _place(*key)
        return self.places[key]

    def measure(self, at: int, filters: tuple[str, ...], part: str) -> MeasureIn:
        key = at, filters, part
        cached = self.measures.get(key)
        if cached is None:
            cached = self.measures[key] = self.columns.measure(
                at, filters, part, self.table_subject
            )
        return cached

    def known_on(self, measure: MeasureIn, span: Span) -> date:
        key = measure.code, span
        if key not in self.published:
            subject = self.subject or measure.code
            self.published[key] = first_published(subject, span, self.published_on)
        return self.published[key]


def _place(
    level: str,
    country: str,
    country_name: str,
    region_code: str,
    region_name: str,
    number: str,
    ons: str,
    name: str,
) -> PlaceIn | str | None:
    kind = _LEVELS.get(level)
    if kind is None:
        return None
    if kind is PlaceKind.COUNTRY:
        is_england = country == ENGLAND.ons or (not country and country_name.lower() == "england")
        return ENGLAND if is_england else None
    if kind is PlaceKind.REGION:
        known_region = region(region_code) or region(region_name)
        if known_region is None and (region_name or region_code).lower().startswith(_NOWHERE):
            return None
        return (
            known_region or f"“{shortened(region_name or region_code)}” is not a region of England"
        )
    if name.lower().startswith(_NOWHERE):
        return None
    if not name:
        return "the name of the authority is missing"
    if number and not is_number(number):
        return f"“{shortened(number)}” is not the number of an authority"
    return authority(name[:120], number=number, ons=ons[:9], within=region_code or region_name)


_PLACE_COLUMNS: Final = (
    *("country_code", "country_name", "region_code", "region_name"),
    *("old_la_code", "new_la_code", "la_name"),
)


def read(
    lines: Lines,
    faults: ParseFaults,
    passed_over: Counter[str],
    *,
    labels: Mapping[str, ColumnLabel] | None = None,
    subject: TableSubject = _NO_SUBJECT,
    published_on: date | None = None,
    first_line: int = 1,
) -> Iterator[PublishedRow]:
    """One row for each value. `lines` opens the file again: the columns need a first pass.

    The header comes first, at `first_line` of the file.
    """
    rows = lines()
    columns = columns_of(next(rows), rows, labels or {})
    reader = _EesReader(columns, subject, passed_over, published_on)
    period_at, identifier_at, level_at = (columns.header.index(name) for name in TIME_AND_LEVEL)
    place_at = [columns.at(name) for name in _PLACE_COLUMNS]
    rows = lines()
    next(rows)
    for line, cells in enumerate(rows, start=first_line + 1):
        if len(cells) != len(columns.header):
            if any(cells):
                faults.add_width(line, len(cells), len(columns.header))
            continue
        level = cells[level_at].strip()
        named = tuple(
            "" if at is None or is_blank(cells[at]) else cells[at].strip() for at in place_at
        )
        place = reader.place((level.lower(), *named))
        if place is None:
            passed_over[level or "No level"] += 1
            continue
        time = reader.time(cells[period_at], cells[identifier_at])
        if isinstance(place, str) or isinstance(time, str):
            column = "time_period" if isinstance(time, str) else "geographic_level"
            faults.add(line, column, time if isinstance(time, str) else str(place))
            continue
        yield from _values(reader, line, cells, place, time, faults)


def _values(
    reader: _EesReader,
    line: int,
    cells: Sequence[str],
    place: PlaceIn,
    time: tuple[Span, str],
    faults: ParseFaults,
) -> Iterator[PublishedRow]:
    columns, (span, part) = reader.columns, time
    filters = tuple(cells[at].strip() for at in columns.filters)
    stage = columns.stage
    provisional = stage is not None and cells[stage].strip().lower() == "provisional"
    for at in columns.indicators:
        try:
            value, gap = number_or_gap(cells[at])
        except ValueError as error:
            faults.add(line, columns.header[at], str(error))
            continue
        measure = reader.measure(at, filters, part)
        known_on = reader.known_on(measure, span)
        yield PublishedRow(line, measure, place, span, value, gap, provisional, known_on)
