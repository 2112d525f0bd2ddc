"""Checking an uploaded table of figures: what each row would change. Writes nothing.

A cell that equals the exported one means no change, so that importing an exported file changes
nothing and suppressed figures keep their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.models import Plan
from indicators.domain.entry_validation import (
    Entry,
    FigureRefused,
    FigureValue,
    read_span,
    read_value,
)
from indicators.domain.enums import SeriesKind, SpanKind, Unit
from indicators.domain.figure_table import (
    HEADINGS,
    NUMBERS,
    FigureTable,
    FigureTableRow,
    read_yes,
)
from indicators.domain.series import Figure
from indicators.domain.time_spans import Span
from indicators.models import Indicator, Series
from indicators.selectors.entered_figures import CurrentFigure, EnteredFigures, entered_figures
from indicators.selectors.entry_preview import scale_of, shown_figure, unusual_words
from indicators.services.figure_entry import LONGEST_NOTE, LONGEST_SOURCE, SeriesEntry
from wsoa.accounts.models import User
from wsoa.core.text import cut


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that was rejected: its position, its content, and the reason."""

    row: int
    column: str
    typed: str
    why: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """The change that a row would make, as it is shown."""

    row: int
    indicator: str
    series: str
    span: str
    before: str  # empty where there is no figure yet
    after: str
    also: str  # what else changes, in words
    unusual: str


@dataclass(frozen=True, slots=True)
class TableFindings:
    """The result of checking a table. `given` holds the entries, in the order of `changes`."""

    changes: tuple[FigureChange, ...] = ()
    faults: tuple[CellFault, ...] = ()
    same: int = 0
    passed_over: tuple[str, ...] = ()
    given: tuple[SeriesEntry, ...] = ()

    @property
    def as_shown(self) -> dict[str, Any]:
        """The findings as JSON, stored with the file and compared when it is confirmed."""
        return {
            "changes": [
                [getattr(change, name) for name in FigureChange.__slots__]
                for change in self.changes
            ],
            "faults": [
                [getattr(fault, name) for name in CellFault.__slots__] for fault in self.faults
            ],
            "same": self.same,
            "passed_over": list(self.passed_over),
        }


def check_table(*, by: User, plan: Plan, table: FigureTable, day: date) -> TableFindings:
    """The changes that the rows of a table would make, and every cell that is rejected."""
    ground = entered_figures(plan, day)
    check = _TableCheck(by, ground, day)
    for row in table.rows:
        check.take(row)
    changes = tuple(check.changed(row, given) for row, given in check.taken)
    return TableFindings(
        changes,
        tuple(check.faults),
        check.same,
        table.passed_over,
        tuple(given for _, given in check.taken),
    )


class _CellRefused(Exception):
    def __init__(self, column: str, why: str) -> None:
        self.column = column
        super().__init__(why)


class _TableCheck:
    """One check of the rows of a table."""

    def __init__(self, by: User, ground: EnteredFigures, day: date) -> None:
        self.by, self.ground, self.day = by, ground, day
        self.faults: list[CellFault] = []
        self.taken: list[tuple[FigureTableRow, SeriesEntry]] = []
        self.same = 0
        self.seen: dict[tuple[int, str], int] = {}
        self.may: dict[int, bool] = {}
        self.numbers: dict[int, list[tuple[date, float]]] = {}

    def take(self, row: FigureTableRow) -> None:
        """Records the change that a row would make, or all of its faults."""
        try:
            series, span = self._place(row)
        except _CellRefused as refused:
            self._fault(row, refused.column, str(refused))
            return
        there = self.ground.standing.get((series.pk, span.key))
        if there and all(row[name] == there.cells[name] for name in _COMPARED):
            self.same += 1
            return
        entry = self._entry(row, series, span, there)
        if entry is None:
            return
        if there and there.measurement.is_entry(entry):
            self.same += 1
            return
        standing = there.measurement.pk if there else None
        self.taken.append((row, SeriesEntry(series, entry, standing)))

    def _place(self, row: FigureTableRow) -> tuple[Series, Span]:
        """The series and span of a row."""
        indicator = self._indicator(row)
        series = self._series(row, indicator)
        try:
            span = read_span(SpanKind(series.span_kind), row["span"], self.day)
        except FigureRefused as refused:
            raise _CellRefused("span", str(refused)) from refused
        first = self.seen.setdefault((series.pk, span.key), row.number)
        if first != row.number:
            raise _CellRefused("span", f"{span.printed} of this series is already in row {first}")
        return series, span

    def _indicator(self, row: FigureTableRow) -> Indicator:
        key = row["indicator"].casefold()
        indicator = self.ground.indicators.get(key)
        if not key:
            raise _CellRefused("indicator", "Enter the key of the indicator")
        if indicator is None:
            raise _CellRefused("indicator", "The plan has no indicator with this key")
        if indicator.pk not in self.may:
            self.may[indicator.pk] = self.by.has_perm("indicators.enter_figures", indicator)
        if not self.may[indicator.pk]:
            raise _CellRefused(
                "indicator", "You can see this indicator but you cannot enter its figures"
            )
        return indicator

    def _series(self, row: FigureTableRow, indicator: Indicator) -> Series:
        every = self.ground.series[indicator.pk]
        own = [series for series in every if series.kind != SeriesKind.OFFICIAL]
        name = row["series"].casefold()
        if not own:
            raise _CellRefused(
                "series", ("This indicator has no series for figures yet. Add a series first")
            )
        if not name and len(own) == 1:
            return own[0]
        matching = [series for series in every if " ".join(series.name.split()).casefold() == name]
        if not matching:
            raise _CellRefused(
                "series", (f"Series must be one of: {', '.join(series.name for series in own)}")
            )
        if matching[0] not in own:
            raise _CellRefused(
                "series",
                ("This is an official statistic, so its figures are imported with each release"),
            )
        return matching[0]

    def _entry(
        self, row: FigureTableRow, series: Series, span: Span, there: CurrentFigure | None
    ) -> Entry | None:
        """The figure in a row; None if any of its cells has a fault."""
        wrong = len(self.faults)
        value = self._value(row, series, there)
        provisional = read_yes(row["provisional"])
        if provisional is None:
            self._fault(row, "provisional", "Enter yes or no")
        for name, longest in (("source", LONGEST_SOURCE), ("note", LONGEST_NOTE)):
            if len(row[name]) > longest:
                self._fault(row, name, f"This must be {longest:,} characters or fewer")
        if value is None or len(self.faults) > wrong:
            return None
        kept = there.measurement if there else None
        cells = {
            name: getattr(kept, name) if there and row[name] == there.cells[name] else row[name]
            for name in ("source", "note")
        }
        return Entry(span, value, bool(provisional), **cells)

    def _value(
        self, row: FigureTableRow, series: Series, there: CurrentFigure | None
    ) -> FigureValue | None:
        if there and all(row[name] == there.cells[name] for name in NUMBERS):
            return there.measurement.figure_value
        unit = Unit(series.indicator.unit)
        try:
            return read_value(row["value"], unit, row["numerator"], row["denominator"])
        except FigureRefused as refused:
            self._fault(row, refused.field, str(refused))
            return None

    def _fault(self, row: FigureTableRow, column: str, why: str) -> None:
        self.faults.append(CellFault(row.number, HEADINGS[column], cut(row[column], 60), why))

    def changed(self, row: FigureTableRow, given: SeriesEntry) -> FigureChange:
        """The change that a row would make, in words."""
        series, entry = given.series, given.entry
        there = self.ground.standing.get((series.pk, entry.span.key))
        after = shown_figure(series, entry)
        many = len(self.ground.series[series.indicator_id]) > 1
        return FigureChange(
            row.number,
            series.indicator.short_title,
            series.name if many else "",
            entry.span.printed,
            there.figure.words if there else "",
            after.words,
            _also(there, entry, after) if there else "",
            self._unusual(series, after),
        )

    def _unusual(self, series: Series, figure: Figure) -> str:
        if series.pk not in self.numbers:
            self.numbers[series.pk] = self._numbers(series)
        return unusual_words(self.numbers[series.pk], figure, scale_of(series))

    def _numbers(self, series: Series) -> list[tuple[date, float]]:
        """The numbers of the series as they would be after the import, in chronological order."""
        numbers = self.ground.numbers_of(series)
        for _, given in self.taken:
            if given.series.pk == series.pk:
                numbers.pop(given.entry.span.key, None)
                after = shown_figure(series, given.entry)
                if after.value is not None:
                    numbers[after.span.key] = (after.span.last_day, after.value)
        return sorted(numbers.values())


_COMPARED = ("value", "numerator", "denominator", "provisional", "source", "note")


def _also(there: CurrentFigure, entry: Entry, after: Figure) -> str:
    """What changes beside the figure itself, in words."""
    was, words = there.measurement, []
    if was.provisional != entry.provisional:
        words.append("provisional" if entry.provisional else "final")
    if (was.numerator, was.denominator) != (entry.value.numerator, entry.value.denominator):
        words.append("numerator or denominator")
    words += [name for name in ("source", "note") if getattr(was, name) != getattr(entry, name)]
    if not words and there.figure.words == after.words:
        words.append("decimals or digits that are not shown")
    return ", ".join(words)
