"""Periods as people, publishers and spreadsheets write them. Pure.

A text is first understood as one or more pairs of a first and a last day, whatever kind of series
it is for: "Q1 2019/20", "Apr-Jun 2019" and "quarter ending June 2019" are the same three months,
and "2018/19" is a school year and a financial year. The series then takes the one that fits its
kind. What fits no kind, or another one, is refused with what it is. "Q1 2019" may be of the
calendar year or of the financial year: `QuarterUnclear` asks which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from indicators.domain.enums import SpanKind
from indicators.domain.period_grammar import (
    Meaning,
    PeriodRefused,
    QuarterYear,
    plain_words,
    understood,
)
from indicators.domain.time_spans import EXAMPLES, TERM_MONTHS, Span
from wsoa.core.months import Month

_SERIAL_BEGINS: Final = date(1899, 12, 30)  # day 0 of a spreadsheet
_SERIALS: Final = range(20_000, 80_000)  # 1954 to 2119: no year is written with five digits
_TWO_YEARS: Final = (SpanKind.SCHOOL_YEAR, SpanKind.FINANCIAL_YEAR)


@dataclass(frozen=True, slots=True)
class QuarterChoice:
    """A quarter such as "Q1 2019", and the two spans that it may be."""

    calendar: Span
    financial: Span

    def of(self, year: QuarterYear) -> Span:
        return self.calendar if year is QuarterYear.CALENDAR else self.financial


class QuarterUnclear(PeriodRefused):
    """A quarter of a single year. `choice` has both of its meanings."""

    def __init__(self, typed: str, choice: QuarterChoice) -> None:
        self.typed, self.choice = typed, choice
        year, last = choice.calendar.key[:4], (int(choice.calendar.key[:4]) + 1) % 100
        quarter = choice.calendar.key[-2:]
        super().__init__(
            f"“{typed}” is {choice.calendar.printed} in the calendar year, and "
            f"{choice.financial.printed} in the financial year. Enter “{choice.calendar.printed}” "
            f"or “{quarter} {year}/{last:02}”"
        )


def read_period(kind: SpanKind, typed: str, quarter_year: QuarterYear | None = None) -> Span:
    """The span of this kind that a text stands for.

    `quarter_year` says what a quarter of a single year is of. Raises PeriodRefused with the reason,
    QuarterUnclear where it is not said.

    >>> read_period(SpanKind.QUARTER, "Q1 2019/20").key
    '2019-Q2'
    """
    if kind not in _TWO_YEARS:
        try:
            return Span.of(kind, typed.strip())  # as this service writes it
        except ValueError:
            pass
    words = plain_words(typed)
    quoted = " ".join(typed.split())[:40]
    meanings, reasons = understood(words)
    fitting = list(dict.fromkeys(span for meaning in meanings for span in _spans(kind, meaning)))
    if kind is SpanKind.QUARTER and len(fitting) > 1:
        choice = QuarterChoice(fitting[0], fitting[1])
        if quarter_year is None:
            raise QuarterUnclear(quoted, choice)
        return choice.of(quarter_year)
    if fitting:
        return fitting[0]
    # "2019-04" is a month wherever it stands; "2014/16" of school years is two years, mistyped.
    if reasons and (not meanings or (kind in _TWO_YEARS and "/" in words)):
        raise PeriodRefused(f"“{quoted}” {reasons[0]}. {_example(kind)}")
    raise PeriodRefused(_why(kind, quoted, words, meanings))


def is_period(kind: SpanKind, typed: str) -> bool:
    """Whether a text is a period, if perhaps not of this kind. A plain number is one only where it
    is of this kind: "2018" of calendar years.
    """
    try:
        read_period(kind, typed)
    except QuarterUnclear:
        return True
    except PeriodRefused:
        words = plain_words(typed)
        return not words.isdecimal() and bool(understood(words)[0])
    return True


def _spans(kind: SpanKind, meaning: Meaning) -> Iterator[Span]:
    """The span of this kind with exactly these days; for a day, the one that it begins or ends."""
    if meaning.kind is not None and kind not in (meaning.kind, SpanKind.WAVE):
        return
    is_day = meaning.first == meaning.last
    for key in _keys(kind, meaning.first):
        span = Span.of(kind, key)
        if (span.first_day, span.last_day) == (meaning.first, meaning.last):
            yield span
            return
        at_edge = meaning.first in (span.first_day, span.last_day)
        if is_day and at_edge and kind is not SpanKind.TERM:
            yield span
            return


def _keys(kind: SpanKind, day: date) -> Iterator[str]:
    """The keys of the spans of this kind around a day."""
    month = Month.of(day)
    if kind is SpanKind.DAY:
        yield day.isoformat()
    elif kind is SpanKind.QUARTER:
        yield f"{day.year}-Q{(day.month + 2) // 3}"
    elif kind is SpanKind.TERM:
        year = day.year if day.month >= 9 else day.year - 1
        for name in TERM_MONTHS:
            yield f"{_years(year)} {name}"
    elif kind in _TWO_YEARS:
        begins = 9 if kind is SpanKind.SCHOOL_YEAR else 4
        yield _years(day.year if day.month >= begins else day.year - 1)
    else:
        if kind in (SpanKind.MONTH, SpanKind.WAVE):
            yield str(month)
        if kind in (SpanKind.YEAR, SpanKind.WAVE):
            yield str(day.year)
        if kind is SpanKind.WAVE:
            yield _years(day.year if day.month >= 9 else day.year - 1)


def _years(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02}"


def _example(kind: SpanKind) -> str:
    return f"Enter it like {EXAMPLES[kind]}"


_PLURAL: Final = {
    SpanKind.DAY: "days",
    SpanKind.MONTH: "months",
    SpanKind.QUARTER: "quarters",
    SpanKind.TERM: "terms",
    SpanKind.YEAR: "calendar years",
    SpanKind.SCHOOL_YEAR: "school years",
    SpanKind.FINANCIAL_YEAR: "financial years",
    SpanKind.WAVE: "survey waves",
}


def _why(kind: SpanKind, quoted: str, words: str, meanings: Sequence[Meaning]) -> str:
    """Why a text has no span of this kind, with what it is instead."""
    if words.isdecimal() and int(words) in _SERIALS:
        day = _SERIAL_BEGINS + timedelta(days=int(words))
        return (
            f"“{quoted}” is a date as a spreadsheet numbers it (a date serial): {day.day} "
            f"{day:%B %Y}. Format the cell as a date. {_example(kind)}"
        )
    is_year = next((m for m in meanings if m.kind is SpanKind.YEAR), None)
    if is_year and kind in _TWO_YEARS:
        year = is_year.first.year
        return (
            f"“{quoted}” is one year, and a {kind.label.lower()} has two. Enter {_years(year - 1)} "
            f"or {_years(year)}"
        )
    other = _other_kind(kind, meanings)
    if other is None:
        return f"“{quoted}” is not a {kind.label.lower()}. {_example(kind)}"
    name = other.label.lower()
    article = "an" if name[0] in "aeiou" else "a"
    return f"“{quoted}” is {article} {name}, and this series has {_PLURAL[kind]}. {_example(kind)}"


def _other_kind(kind: SpanKind, meanings: Sequence[Meaning]) -> SpanKind | None:
    """The kind of span that the text is of, where it is of another one."""
    for meaning in meanings:
        if meaning.kind not in (None, kind):
            return meaning.kind
        for other in (SpanKind.DAY, SpanKind.MONTH, SpanKind.QUARTER, SpanKind.YEAR):
            if other is not kind and any(
                (span.first_day, span.last_day) == (meaning.first, meaning.last)
                for span in _spans(other, meaning)
            ):
                return other
    return None
