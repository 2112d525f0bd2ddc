"""How a series of figures lies in time: parts of a year or years, and which are comparable. Pure.

Figures of *parts of a year* (months, quarters, terms, half years, the state on a day of each month)
differ by season, and are compared only with the same part of another year. Figures of whole years,
and what is measured once a year, are compared as they come. So are single surveys: a period may say
that it is of one, or that it is not (`is_single_survey`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Protocol, TypeVar

_WHOLE_YEAR = 330  # days, and more
_SAME_SEASON = 45  # days: what is counted once a year is not counted on just the same day
_YEAR = 365.25
_SAME_LENGTH = 1.35  # February and March are months, and terms differ by weeks
_SAME_PART = 0.35  # of the length of a part: further off, it is another part of the year


class TimeStretch(Protocol):
    """The period of a figure."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


class Timed(Protocol):
    """What has a period."""

    @property
    def span(self) -> TimeStretch: ...


T = TypeVar("T", bound=Timed)


def middle_of(span: TimeStretch) -> date:
    return span.first_day + timedelta(days=((span.last_day - span.first_day).days + 1) // 2)


def is_since(span: TimeStretch, day: date) -> bool:
    """Whether most of the time of a figure lies on or after a day."""
    return middle_of(span) >= day


def length_of(span: TimeStretch) -> int:
    """In days."""
    return (span.last_day - span.first_day).days + 1


def like_the_last(figures: Sequence[T]) -> list[T]:
    """Those, in order, that are of as long a time as the last, none counted twice.

    Months are not compared with years. Figures whose times overlap (a year to date, the last twelve
    months) count the same things twice: of these, just those of the same length that lie before.
    """
    if not figures or _are_surveys(figures):
        return list(figures)
    length = length_of(figures[-1].span)
    if not _overlap(figures):
        return [f for f in figures if _is_as_long(length_of(f.span), length)]
    kept: list[T] = []
    for figure in reversed(figures):
        apart = not kept or figure.span.last_day < kept[-1].span.first_day
        if apart and abs(length_of(figure.span) - length) <= max(1, length // 10):
            kept.append(figure)
    return kept[::-1]


def are_parts_of_year(figures: Sequence[Timed]) -> bool:
    """Whether figures in order are of parts of a year, so that their season matters."""
    return bool(figures) and length_of(figures[-1].span) < _WHOLE_YEAR and not _are_surveys(figures)


def _are_surveys(figures: Sequence[Timed]) -> bool:
    """Whether they say so of themselves, or are a year and more apart.

    Months that say that they are no surveys must be of one season even then.
    """
    is_survey = getattr(figures[-1].span, "is_single_survey", None)
    if is_survey or len(figures) < 2:
        return bool(is_survey)
    if any((b.span.first_day - a.span.last_day).days <= 1 for a, b in pairwise(figures)):
        return False
    is_yearly = median(_steps(figures)) >= _WHOLE_YEAR
    last = figures[-1]
    return is_yearly and (is_survey is None or all(_near_season(f, last) for f in figures[:-1]))


def _near_season(one: Timed, other: Timed) -> bool:
    return is_same_part(one, other, _SAME_SEASON)


def _overlap(figures: Sequence[Timed]) -> bool:
    return any(b.span.first_day <= a.span.last_day for a, b in pairwise(figures))


def _is_as_long(one: int, other: int) -> bool:
    return max(one, other) <= _SAME_LENGTH * min(one, other)


def _steps(figures: Sequence[Timed]) -> list[int]:
    days = [middle_of(figure.span) for figure in figures]
    return [max(1, (later - earlier).days) for earlier, later in pairwise(days)] or [1]


def tolerance(figures: Sequence[Timed]) -> float:
    """By how many days the middles of the same part of two years may differ from whole years."""
    part = max(length_of(figures[-1].span), min(_steps(figures)))
    return _SAME_PART * min(part, _YEAR / 2)


def is_same_part(one: Timed, other: Timed, days: float) -> bool:
    """Whether two figures are of the same part of two different years."""
    apart = abs((middle_of(one.span) - middle_of(other.span)).days)
    years = round(apart / _YEAR)
    return years >= 1 and abs(apart - years * _YEAR) <= days


def is_same_of_year(one: TimeStretch, other: TimeStretch) -> bool:
    """Whether two periods end in the same month of their years: September's, and another's."""
    return one.last_day.month == other.last_day.month


def last_year(figures: Sequence[T]) -> list[T]:
    """The figures of the year that ends with the last, at most one of each part of the year."""
    days = tolerance(figures)
    end = middle_of(figures[-1].span)
    return [f for f in figures if (end - middle_of(f.span)).days < _YEAR - days]


def first_year(figures: Sequence[T]) -> list[T]:
    """The figures of the year that begins with the first."""
    days = tolerance(figures)
    start = middle_of(figures[0].span)
    return [f for f in figures if (middle_of(f.span) - start).days < _YEAR - days]


def fill_a_year(figures: Sequence[Timed]) -> bool:
    """Whether figures of parts of a year are of each part of one."""
    step = min(_steps(figures))
    return len(figures) > 1 and len(figures) >= round(_YEAR / step)


def is_as_long(one: Timed, other: Timed) -> bool:
    return _is_as_long(length_of(one.span), length_of(other.span))
