"""Checking an uploaded table of figures: what each row would change. Writes nothing.

A cell that equals the exported one means no change, so that importing an exported file changes
nothing and suppressed figures keep their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.models import Plan
from indicators.domain.entry_validation import (
    Entry,
    FigureRefused,
    FigureValue,
    QuarterNotStated,
    plain_number,
    read_span,
    read_value,
)
from indicators.domain.enums import SeriesKind, SpanKind, Unit
from indicators.domain.figure_questions import ShareColumn, quarter_question, share_question
from indicators.domain.figure_table import (
    HEADINGS,
    NUMBERS,
    FigureTable,
    FigureTableRow,
    read_yes,
)
from indicators.domain.import_questions import ImportQuestion, QuestionKey, ShareMeaning
from indicators.domain.period_grammar import QuarterYear
from indicators.domain.series import Figure, Scale
from indicators.domain.time_spans import Span
from indicators.models import Indicator, Series
from indicators.selectors.entered_figures import CurrentFigure, EnteredFigures, entered_figures
from indicators.selectors.entry_preview import scale_of, shown_figure, unusual_words
from indicators.services.figure_entry import LONGEST_NOTE, LONGEST_SOURCE, SeriesEntry
from wsoa.accounts.models import User
from wsoa.core.spreadsheets.typed_cells import hundredfold, number_text
from wsoa.core.text import cut


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that was rejected: its position, its content, and the reason."""

    row: int
    column: str
    typed: str
    why: str
    sheet: str = ""

    @property
    def where(self) -> str:
        """ "Row 4", or "Sheet Data, row 4" where several sheets were read."""
        return f"Sheet {self.sheet}, row {self.row}" if self.sheet else f"Row {self.row}"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """The change that a row would make, as it is shown: with all digits that would be saved."""

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
    sheets_passed_over: str = ""
    questions: tuple[ImportQuestion, ...] = ()
    waiting: int = 0  # rows that need an answer

    @property
    def has_open_questions(self) -> bool:
        return any(question.is_open for question in self.questions)

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
            "sheets_passed_over": self.sheets_passed_over,
            "waiting": self.waiting,
            "questions": [_as_stored(question) for question in self.questions],
        }


def _as_stored(question: ImportQuestion) -> dict[str, Any]:
    stored = question.as_json()
    return stored | {"options": [list(option) for option in question.options]}


def check_table(
    *,
    by: User,
    plan: Plan,
    table: FigureTable,
    day: date,
    answers: Mapping[str, str] | None = None,
) -> TableFindings:
    """The changes that the rows of a table would make, and every cell that is rejected.

    Rows that wait for an answer are neither. `answers` are those that were given, by question.
    """
    given = answers or {}
    ground = entered_figures(plan, day)
    check = _TableCheck(by, ground, day, given)
    check.take_all(table)
    if check.shares:
        check = _TableCheck(by, ground, day, given, check.shares)
        check.take_all(table)
    changes = tuple(check.changed(row, entry) for row, entry in check.taken)
    return TableFindings(
        changes,
        tuple(check.faults),
        check.same,
        table.passed_over,
        tuple(entry for _, entry in check.taken),
        table.sheets_passed_over,
        tuple(check.questions()),
        check.waiting,
    )


class _CellRefused(Exception):
    def __init__(self, column: str, why: str) -> None:
        self.column = column
        super().__init__(why)


class _Waits(Exception):
    """The row waits for an answer."""


class _TableCheck:
    """One check of the rows of a table.

    `share_series` are the series whose plain numbers all lie between 0 and 1: found by a first
    check, they are read as it was answered in a second one.
    """

    def __init__(
        self,
        by: User,
        ground: EnteredFigures,
        day: date,
        answers: Mapping[str, str],
        share_series: Mapping[int, ShareColumn] | None = None,
    ) -> None:
        self.by, self.ground, self.day, self.answers = by, ground, day, answers
        self.share_series = share_series or {}
        self.faults: list[CellFault] = []
        self.taken: list[tuple[FigureTableRow, SeriesEntry]] = []
        self.same = self.waiting = 0
        self.seen: dict[tuple[int, str], FigureTableRow] = {}
        self.may: dict[int, bool] = {}
        self.numbers: dict[int, list[tuple[date, float]]] = {}
        self.unclear: list[QuarterNotStated] = []
        self.plain: dict[int, ShareColumn] = {}

    def take_all(self, table: FigureTable) -> None:
        for row in table.rows:
            try:
                self.take(row)
            except _Waits:
                self.waiting += 1

    @property
    def shares(self) -> dict[int, ShareColumn]:
        """The percentage series whose plain numbers in the file look like shares of 1."""
        return {pk: column for pk, column in self.plain.items() if column.looks_like_shares}

    def questions(self) -> Iterator[ImportQuestion]:
        """What has to be asked of the file, with the answers that were given."""
        if self.unclear:
            answer = self.answers.get(QuestionKey.QUARTERS, "")
            yield quarter_question(self.unclear[0].typed, self.unclear[0].choice, answer)
        if self.share_series:
            answer = self.answers.get(QuestionKey.SHARES, "")
            yield share_question(self.share_series.values(), answer)

    def take(self, row: FigureTableRow) -> None:
        """Records the change that a row would make, or all of its faults."""
        for column, cause in row.causes.items():
            self._fault(row, column, cause)
        if row.causes:
            return
        try:
            series, span = self._place(row)
        except _CellRefused as refused:
            self._fault(row, refused.column, str(refused))
            return
        there = self.ground.current.get((series.pk, span.key))
        if there and all(row[name] == there.cells[name] for name in _COMPARED):
            self.same += 1
            return
        entry = self._entry(row, series, span, there)
        if entry is None:
            return
        if there and there.measurement.is_entry(entry):
            self.same += 1
            return
        current = there.measurement.pk if there else None
        self.taken.append((row, SeriesEntry(series, entry, current)))

    def _place(self, row: FigureTableRow) -> tuple[Series, Span]:
        """The series and span of a row."""
        indicator = self._indicator(row)
        series = self._series(row, indicator)
        span = self._span(row, SpanKind(series.span_kind))
        first = self.seen.setdefault((series.pk, span.key), row)
        if first is not row:
            raise _CellRefused("span", f"{span.printed} of this series is already in {first.where}")
        return series, span

    def _span(self, row: FigureTableRow, kind: SpanKind) -> Span:
        try:
            return read_span(kind, row["span"], self.day)
        except QuarterNotStated as unclear:
            self.unclear.append(unclear)
            answer = self.answers.get(QuestionKey.QUARTERS)
            if not answer:
                raise _Waits from None
        except FigureRefused as refused:
            raise _CellRefused("span", str(refused)) from refused
        try:
            return read_span(kind, row["span"], self.day, QuarterYear(answer))
        except FigureRefused as refused:
            raise _CellRefused("span", str(refused)) from refused

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
        typed = self._percentage(row["value"], series) if unit is Unit.PERCENT else row["value"]
        try:
            return read_value(typed, unit, row["numerator"], row["denominator"])
        except FigureRefused as refused:
            self._fault(row, refused.field, str(refused))
            return None

    def _percentage(self, typed: str, series: Series) -> str:
        """The text of a percentage; of a share of 1, as it was answered for the file."""
        number = plain_number(typed)
        if number is None:
            return typed
        column = self.plain.setdefault(series.pk, ShareColumn(series.indicator.short_title))
        column.numbers.append(number)
        if series.pk not in self.share_series:
            return typed
        meaning = self.answers.get(QuestionKey.SHARES)
        if not meaning:
            raise _Waits
        return number_text(hundredfold(number)) if meaning == ShareMeaning.SHARES else typed

    def _fault(self, row: FigureTableRow, column: str, why: str) -> None:
        typed = cut(row[column], 60)
        self.faults.append(CellFault(row.number, HEADINGS[column], typed, why, row.sheet))

    def changed(self, row: FigureTableRow, given: SeriesEntry) -> FigureChange:
        """The change that a row would make, in words."""
        series, entry = given.series, given.entry
        there = self.ground.current.get((series.pk, entry.span.key))
        after = shown_figure(series, entry)
        many = len(self.ground.series[series.indicator_id]) > 1
        return FigureChange(
            row.number,
            series.indicator.short_title,
            series.name if many else "",
            entry.span.printed,
            _all_digits(series, there.figure) if there else "",
            _as_saved(series, entry, after, there),
            _also(there, entry, after) if there else _beside(entry),
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


def _all_digits(series: Series, figure: Figure) -> str:
    """A figure as it may be shown, but with all the digits that are saved."""
    if figure.value is None:
        return figure.printed
    digits = number_text(figure.value).partition(".")[2]
    scale = Scale(Unit(series.indicator.unit), max(series.indicator.decimals, len(digits)))
    return scale.printed(figure.value)


def _as_saved(series: Series, entry: Entry, after: Figure, there: CurrentFigure | None) -> str:
    """What would be saved. A small number is shown to who sends it, but not one that is kept."""
    kept = there is not None and there.measurement.value == entry.value.value
    if after.value is not None or entry.value.value is None or kept:
        return _all_digits(series, after)
    return f"{number_text(entry.value.value)} (readers see: {after.printed})"


def _beside(entry: Entry) -> str:
    """What a new figure is saved with: who sends it sees all of it before it is saved."""
    value = entry.value
    counts = (("numerator", value.numerator), ("denominator", value.denominator))
    words = [f"{name} {number_text(number)}" for name, number in counts if number is not None]
    if entry.provisional:
        words.append("provisional")
    texts = (("source", entry.source), ("note", entry.note))
    return ", ".join((*words, *(f"{name}: {text}" for name, text in texts if text)))


def _also(there: CurrentFigure, entry: Entry, after: Figure) -> str:
    """What changes beside the figure itself, in words."""
    was, words = there.measurement, []
    if was.provisional != entry.provisional:
        words.append("provisional" if entry.provisional else "final")
    for name in ("numerator", "denominator"):  # one that is kept may be a hidden small number
        number = getattr(entry.value, name)
        if getattr(was, name) != number:
            words.append(f"{name} {'left out' if number is None else number_text(number)}")
    for name in ("source", "note"):
        text = getattr(entry, name)
        if getattr(was, name) != text:
            words.append(f"{name}: {text}" if text else f"{name} left out")
    if not words and there.figure.printed == after.printed:
        words.append("decimals or digits that are not shown")
    return ", ".join(words)
