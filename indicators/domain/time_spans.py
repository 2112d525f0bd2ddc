"""Time spans, the periods that figures cover: parsed, printed, sorted. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from indicators.domain.enums import SpanKind
from wsoa.core.months import Month

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_TWO_YEARS = re.compile(r"(\d{4})[/-](\d{2})")
_YEAR = re.compile(r"\d{4}")
_TERM = re.compile(r"(\d{4}/\d{2}) (autumn|spring|summer)")
# The first and the last month of each term. Schools begin and end theirs on different days, so a
# term here is a third of the school year.
TERM_MONTHS = {"autumn": (9, 12), "spring": (1, 4), "summer": (5, 8)}


@dataclass(frozen=True, slots=True)
class Span:
    """A day, month, quarter, year or survey wave, by its kind and its key.

    Keys: "2019-09-30" (day), "2019-09" (month), "2019-Q3" (quarter of the calendar year),
    "2019/20 autumn" (term: September to December, January to April, May to August), "2019"
    (calendar year), "2018/19" (school year, September to August; financial year, April to
    March). A survey wave is keyed by the month, the year or the school year of its fieldwork.
    """

    kind: SpanKind
    key: str
    first_day: date
    last_day: date

    @classmethod
    def of(cls, kind: SpanKind | str, key: str) -> Self:
        """Raises ValueError, saying how it should look, for a key that does not fit its kind."""
        kind = SpanKind(kind)
        words = key.strip()
        try:
            first, last = _DAYS[kind](words)
        except (ValueError, KeyError):
            raise ValueError(
                f"{key!r} is not a {kind.label.lower()} such as {EXAMPLES[kind]}"
            ) from None
        return cls(kind, words, first, last)

    @property
    def is_single_survey(self) -> bool:
        """Whether it is the wave of a survey, which has no season."""
        return self.kind is SpanKind.WAVE

    @property
    def printed(self) -> str:
        """ "30 September 2019", "Sept 2019", "July to Sept 2019", "Autumn term 2019/20", "2019"."""
        if self.kind is SpanKind.DAY:
            return f"{self.first_day.day} {self.first_day:%B %Y}"
        if self.kind is SpanKind.QUARTER:
            last = Month.of(self.last_day)
            return f"{Month.of(self.first_day).printed.split()[0]} to {last.printed}"
        if self.kind is SpanKind.TERM:
            years, term = self.key.split()
            return f"{term.capitalize()} term {years}"
        if self.kind is SpanKind.MONTH or (self.kind is SpanKind.WAVE and "-" in self.key):
            return Month.of(self.first_day).printed
        return self.key

    @property
    def when(self) -> str:
        """ "on 30 September 2019", "in Sept 2019"."""
        return f"{'on' if self.kind is SpanKind.DAY else 'in'} {self.printed}"


EXAMPLES = {
    SpanKind.DAY: "2019-09-30",
    SpanKind.MONTH: "2019-09",
    SpanKind.QUARTER: "2019-Q3",
    SpanKind.TERM: "2019/20 autumn",
    SpanKind.YEAR: "2019",
    SpanKind.SCHOOL_YEAR: "2018/19",
    SpanKind.FINANCIAL_YEAR: "2018/19",
    SpanKind.WAVE: "2018-05, 2018 or 2018/19",
}


def _day(key: str) -> tuple[date, date]:
    day = date.fromisoformat(key)
    return day, day


def _month(key: str) -> tuple[date, date]:
    month = Month.parse(key)
    return month.first_day, month.last_day


def _quarter(key: str) -> tuple[date, date]:
    match = _QUARTER.fullmatch(key)
    if not match:
        raise ValueError(key)
    first = Month(int(match[1]), 3 * int(match[2]) - 2)
    return first.first_day, first.plus(2).last_day


def _year(key: str) -> tuple[date, date]:
    if not _YEAR.fullmatch(key):
        raise ValueError(key)
    return date(int(key), 1, 1), date(int(key), 12, 31)


def _two_years(key: str, month: int) -> tuple[date, date]:
    match = _TWO_YEARS.fullmatch(key)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(key)
    year = int(match[1])
    return date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1)


def _term(key: str) -> tuple[date, date]:
    match = _TERM.fullmatch(key)
    if not match:
        raise ValueError(key)
    first_day, last_day = _two_years(match[1], 9)
    first, last = TERM_MONTHS[match[2]]
    year = first_day.year if first == 9 else last_day.year
    return Month(year, first).first_day, Month(year, last).last_day


def _wave(key: str) -> tuple[date, date]:
    if "/" in key:
        return _two_years(key, 9)
    return _month(key) if "-" in key else _year(key)


_DAYS: dict[SpanKind, Callable[[str], tuple[date, date]]] = {
    SpanKind.DAY: _day,
    SpanKind.MONTH: _month,
    SpanKind.QUARTER: _quarter,
    SpanKind.TERM: _term,
    SpanKind.YEAR: _year,
    SpanKind.SCHOOL_YEAR: lambda key: _two_years(key, 9),
    SpanKind.FINANCIAL_YEAR: lambda key: _two_years(key, 4),
    SpanKind.WAVE: _wave,
}
