"""The next time span of a series, and the day on which its figure is due. Pure.

A figure that is due on a day is for the last span of its series that was over by then. When a
figure for that span or a later one arrives, the due day moves on by the indicator's interval until
it lies after everything that has arrived; the last day of a month stays the last day of a month. If
the interval is unknown, or is that of a survey, the next due day is unknown. A figure for a span
that has not ended, such as a year to date, replaces the one before it and moves the due day on once
in each interval. Other corrections move nothing.

A termly figure is entered for a term, a third of the school year, or for a month, a day or a school
year; its due day moves on by four months each time.
"""

from __future__ import annotations

from datetime import date, timedelta

from indicators.domain.enums import Interval, SpanKind
from indicators.domain.time_spans import TERM_MONTHS, Span
from wsoa.core.months import Month

_MONTHS = {
    Interval.MONTH: 1,
    Interval.QUARTER: 3,
    Interval.TERM: 4,
    Interval.YEAR: 12,
}
_SPANS_OF = {
    Interval.MONTH: (SpanKind.MONTH,),
    Interval.QUARTER: (SpanKind.QUARTER,),
    Interval.TERM: (SpanKind.TERM,),
    Interval.YEAR: (SpanKind.YEAR, SpanKind.SCHOOL_YEAR, SpanKind.FINANCIAL_YEAR),
}
_MONTHS_OF = {
    SpanKind.MONTH: 1,
    SpanKind.QUARTER: 3,
    SpanKind.TERM: 4,
    SpanKind.YEAR: 12,
    SpanKind.SCHOOL_YEAR: 12,
    SpanKind.FINANCIAL_YEAR: 12,
}
_YEAR_BEGINS = {SpanKind.SCHOOL_YEAR: 9, SpanKind.FINANCIAL_YEAR: 4}


def span_around(kind: SpanKind, day: date) -> Span | None:
    """The span of this kind that contains the day; None for survey waves, which are irregular."""
    if kind is SpanKind.WAVE:
        return None
    if kind is SpanKind.DAY:
        return Span.of(kind, day.isoformat())
    if kind is SpanKind.MONTH:
        return Span.of(kind, str(Month.of(day)))
    if kind is SpanKind.QUARTER:
        return Span.of(kind, f"{day.year}-Q{(day.month + 2) // 3}")
    if kind is SpanKind.YEAR:
        return Span.of(kind, str(day.year))
    begins = 9 if kind is SpanKind.TERM else _YEAR_BEGINS[kind]
    year = day.year if day.month >= begins else day.year - 1
    years = f"{year}/{(year + 1) % 100:02}"
    return Span.of(kind, f"{years} {_term_of(day)}" if kind is SpanKind.TERM else years)


def _term_of(day: date) -> str:
    return next(name for name, (first, last) in TERM_MONTHS.items() if first <= day.month <= last)


def span_after(span: Span) -> Span | None:
    """The next span; None for survey waves."""
    return span_around(span.kind, span.last_day + timedelta(days=1))


def last_over(kind: SpanKind, day: date) -> Span | None:
    """The last span that was over before that day; None for survey waves."""
    around = span_around(kind, day)
    return span_around(kind, around.first_day - timedelta(days=1)) if around else None


def next_to_enter(kind: SpanKind, latest: Span | None, today: date) -> Span | None:
    """The span that a new figure is most likely for: the one after the latest, if it has begun."""
    if latest is None or latest.kind is not kind:
        return last_over(kind, today)
    after = span_after(latest)
    return after if after and after.first_day <= today else None


def corrected_on(due: date, every: Interval, arrived: Span, day: date) -> date | None:
    """The next due day after a figure replaced another one on `day`."""
    months = _MONTHS.get(every)
    if months is None or arrived.last_day < day or _later(due, -months) > day:
        return due
    return moved_on(due, every, arrived)


def moved_on(due: date, every: Interval, arrived: Span) -> date | None:
    """The next due day after a figure arrived; unchanged if it was not the one that was due.

    None if the next due day is unknown.
    """
    awaited = last_over(arrived.kind, due)
    if awaited is not None and arrived.last_day < awaited.last_day:
        return due
    if every is Interval.DAY and arrived.kind is SpanKind.DAY:
        return arrived.last_day + timedelta(days=2)
    if every is Interval.DAY:
        return due + timedelta(days=1)
    months = _MONTHS.get(every)
    if months is None:
        return None
    steps = 1
    if arrived.kind in _SPANS_OF[every]:  # several may have come at once, or one much later
        while (over := last_over(arrived.kind, _later(due, months * steps))) and (
            over.last_day <= arrived.last_day
        ):
            steps += 1
    return _later(due, months * steps)


def next_published(latest: Span, known_on: date | None) -> date | None:
    """The day on which a publisher will bring the next figure, estimated from the last publication.

    Without a publication day, it is as long after its span as the span is. None for days and survey
    waves, which are irregular.
    """
    months = _MONTHS_OF.get(latest.kind)
    if months is None:
        return None
    return _later(known_on or _later(latest.last_day, months), months)


def _later(day: date, months: int) -> date:
    month = Month.of(day).plus(months)
    is_last = day == Month.of(day).last_day
    last = month.last_day.day
    return month.first_day.replace(day=last if is_last else min(day.day, last))
