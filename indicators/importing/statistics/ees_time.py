"""The time of an Explore Education Statistics row: `time_period` and `time_identifier`. Pure."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

from indicators.domain.enums import SpanKind
from indicators.domain.time_spans import Span
from indicators.importing.statistics.parsed_file import shortened

_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_WHOLE: Final = {
    "calendar year": SpanKind.YEAR,
    "reporting year": SpanKind.YEAR,
    "academic year": SpanKind.SCHOOL_YEAR,
    "financial year": SpanKind.FINANCIAL_YEAR,
    "tax year": SpanKind.FINANCIAL_YEAR,
}
_QUARTER: Final = re.compile(r"(calendar|financial|tax|academic) year q([1-4])")
_PART: Final = re.compile(r"(autumn|spring|summer|terms?|part [12]|q[1-4])\b")
_WEEK: Final = re.compile(r"week ([0-9]{1,2})")
_TWO_YEARS: Final = re.compile(r"([0-9]{4})[/-]?([0-9]{2})")


def span_of(period: str, identifier: str) -> tuple[Span, str]:
    """The span of a row, and the name of the term or part of the year, if it is not a span itself.

    A term or part of a year is compared with the same one of other years, so its figures belong to
    the year, in a measure that names the term. A week is dated by its Sunday.

    Raises ValueError with the part that is not understood.

    >>> span_of("201819", "Academic year")[0].key, span_of("201819", "Autumn term")[1]
    ('2018/19', 'autumn term')
    """
    period, words = period.strip(), " ".join(identifier.lower().split())
    if words in _WHOLE:
        return _year(_WHOLE[words], period), ""
    if words in _MONTHS:
        return Span.of(SpanKind.MONTH, f"{_one_year(period)}-{_MONTHS[words]:02}"), ""
    if match := _WEEK.fullmatch(words):
        return Span.of(SpanKind.DAY, _sunday(_one_year(period), int(match[1])).isoformat()), ""
    if (match := _QUARTER.fullmatch(words)) and match[1] != "academic":
        return Span.of(SpanKind.QUARTER, _quarter(match[1], period, int(match[2]))), ""
    if _PART.search(words):
        financial = words.startswith(("financial", "tax", "part"))
        calendar_year = words.startswith("calendar")
        kind = SpanKind.FINANCIAL_YEAR if financial else SpanKind.SCHOOL_YEAR
        return _year(SpanKind.YEAR if calendar_year else kind, period), words
    raise ValueError(f"“{shortened(identifier)}” is not a kind of time that is known")


def _year(kind: SpanKind, period: str) -> Span:
    if kind is SpanKind.YEAR:
        return Span.of(kind, _one_year(period))
    match = _TWO_YEARS.fullmatch(period)
    if not match:
        raise ValueError(f"“{shortened(period)}” is not two years such as 201819")
    try:
        return Span.of(kind, f"{match[1]}/{match[2]}")
    except ValueError:
        raise ValueError(f"“{shortened(period)}” is not two years that follow each other") from None


def _one_year(period: str) -> str:
    if not (len(period) == 4 and period.isascii() and period.isdecimal() and period > "1900"):
        raise ValueError(f"“{shortened(period)}” is not a year such as 2019")
    return period


def _sunday(year: str, week: int) -> date:
    try:
        return date.fromisocalendar(int(year), week, 7)
    except ValueError:
        raise ValueError(f"{year} has no week {week}") from None


def _quarter(kind: str, period: str, number: int) -> str:
    """Quarters of a financial year begin in April: its fourth is the first of the next year."""
    if kind == "calendar":
        return f"{_one_year(period)}-Q{number}"
    year = int(_year(SpanKind.FINANCIAL_YEAR, period).key[:4])
    return f"{year + 1}-Q1" if number == 4 else f"{year}-Q{number + 1}"
