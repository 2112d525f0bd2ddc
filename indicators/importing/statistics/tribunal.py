"""Reader for the Ministry of Justice's SEND tribunal appeals, by authority and year. Pure.

`tribunal_columns` recognises the table. Names carry footnote marks ("Dorset6"), and regions stand
in capitals between the authorities. As the notes below the table say, ".." is not available and "-"
is zero. A rate that is a share of 1 in the file is stored as per cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from indicators.domain.enums import Gap, SpanKind, Unit
from indicators.domain.time_spans import Span
from indicators.importing.statistics.first_published import first_published
from indicators.importing.statistics.parsed_file import (
    ParseFaults,
    PlaceIn,
    PublishedRow,
    number_or_gap,
    shortened,
)
from indicators.importing.statistics.places import ENGLAND, authority, is_number, region
from indicators.importing.statistics.tribunal_columns import (
    AppealColumn,
    AppealTable,
    Role,
    tables_of,
    without_marks,
    year_of,
)

__all__ = ["EXPECTED", "read", "tables_of", "without_marks"]

EXPECTED: Final = (
    "appeals to the SEND tribunal (Local Authority, years, and for each the appeals registered, "
    "the decisions that could be appealed or another denominator, and the rate)"
)
_END: Final = ("source", "note")


def read(
    tables: Sequence[AppealTable], faults: ParseFaults, published_on: date | None = None
) -> Iterator[PublishedRow]:
    """England from its own table, or else from the total row; then every authority."""
    of_england = [table for table in tables if table.name_at is None]
    of_authorities = [table for table in tables if table.name_at is not None]
    for table in of_england[:1]:
        yield from _Reader(table, faults, published_on, len(tables) > 1).england()
    for table in of_authorities:
        reader = _Reader(table, faults, published_on, len(of_authorities) > 1)
        yield from reader.authorities(with_england=not of_england)


class _Reader:
    def __init__(
        self,
        table: AppealTable,
        faults: ParseFaults,
        published_on: date | None,
        name_sheet: bool,
    ) -> None:
        self.table, self.faults, self.published_on = table, faults, published_on
        self.sheet_name = table.sheet.name if name_sheet else ""
        self.rows = range(table.body, len(table.sheet.rows))
        self.provisional = any(
            "data in this table are provisional" in text.casefold()
            for row in self.rows
            for text in table.sheet.texts(row)[:2]
        )
        self.spans: dict[int, Span] = {}

    def england(self) -> Iterator[PublishedRow]:
        for row in self.rows:
            first = without_marks(self._text(row, self.table.year_at))
            if first.casefold().startswith(_END):
                return
            year = year_of(self._text(row, self.table.year_at))
            if year is not None:
                yield from self._figures(row, ENGLAND, year)
            elif first:
                self._fault(row, "Year", f"“{shortened(first)}” is not a year")

    def authorities(self, *, with_england: bool) -> Iterator[PublishedRow]:
        within = ""
        for row in self.rows:
            name = without_marks(self._text(row, self.table.name_at))
            if name.casefold().startswith(_END):
                return
            if not name or not self._is_filled(row):
                if name and name == name.upper():
                    within = name
                    if region(name) is None:
                        self._fault(row, "Local Authority", f"“{shortened(name)}” is not a region")
                continue
            year = year_of(self._text(row, self.table.year_at))
            if self.table.year_at is not None and year is None:
                written = self._text(row, self.table.year_at)
                self._fault(row, "Year", f"“{shortened(written)}” is not a year")
                continue
            if name.casefold().startswith("england"):
                if with_england:
                    yield from self._figures(row, ENGLAND, year)
                continue
            yield from self._figures(row, self._region_total(name), year, name, within)

    def _region_total(self, name: str) -> PlaceIn | None:
        """The region that a row of figures is the total of; None for an authority."""
        return region(name) if name == name.upper() else None

    def _figures(
        self, row: int, place: PlaceIn | None, year: int | None, name: str = "", within: str = ""
    ) -> Iterator[PublishedRow]:
        for column in self.table.columns:
            span = self._span(year or column.year or 0)
            yield from self._figure(
                row, column, place or self._authority(row, name, within, span), span
            )

    def _authority(self, row: int, name: str, within: str, span: Span) -> PlaceIn:
        number = self._text(row, self.table.number_at)
        return authority(
            (name.title() if name == name.upper() else name)[:120],
            number=number if is_number(number) else "",
            within=self._text(row, self.table.region_at) or within,
            on=span.last_day,
        )

    def _figure(
        self, row: int, column: AppealColumn, place: PlaceIn, span: Span
    ) -> Iterator[PublishedRow]:
        text = self._text(row, column.at)
        heading = f"{column.measure.title}, {span.key}"
        try:
            value, gap = (0.0, Gap.NONE) if text == "-" else number_or_gap(text)
        except ValueError as error:
            self._fault(row, heading, str(error))
            return
        is_rate = column.role is Role.RATE
        if value is not None and is_rate and not text.endswith("%"):
            value *= column.times
        is_share = is_rate and column.measure.unit is Unit.PERCENT
        if value is not None and (value < 0 or (is_share and value > 100)):
            self._fault(row, heading, f"“{text}” cannot be")
            return
        known_on = first_published("appeals", span, self.published_on)
        yield PublishedRow(
            row + 1, column.measure, place, span, value, gap, self.provisional, known_on
        )

    def _is_filled(self, row: int) -> bool:
        return any(self._text(row, column.at) for column in self.table.columns)

    def _span(self, year: int) -> Span:
        if year not in self.spans:
            self.spans[year] = Span.of(SpanKind.YEAR, str(year))
        return self.spans[year]

    def _text(self, row: int, at: int | None) -> str:
        return "" if at is None else self.table.sheet.cell(row, at).text

    def _fault(self, row: int, column: str, reason: str) -> None:
        self.faults.add(row + 1, column, reason, self.sheet_name)
