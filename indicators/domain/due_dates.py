"""The next time span of a series, and when its figure is due. Pure.

A figure that is due on a day is of the last span of its series that was over by then. Once that
one has arrived, or one of a later span, the due day moves on by as much as the indicator is
measured every, past all that is there by then; a day that is the last of its month stays the last
of its month. Where nobody has said how often it is measured, or with each survey, nobody knows
when the next is due. A figure of a span that still runs, such as a year to date, takes the place
of the one before it: it moves the day on once in each interval. What otherwise corrects a figure
moves nothing.

No span is a term, since where terms end differs by school and year: a termly figure is one of a
month, a day or a school year, and its due day moves on by four months each time.
"""

from __future__ import annotations

from datetime import date, timedelta

from indicators.domain.enums import Every, SpanKind
from indicators.domain.time_spans import Span
from wsoa.core.months import Month

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.TERM: 4, Every.YEAR: 12}
_SPANS_OF = {
    Every.MONTH: (SpanKind.MONTH,),
    Every.QUARTER: (SpanKind.QUARTER,),
    Every.TERM: (),
    Every.YEAR: (SpanKind.YEAR, SpanKind.SCHOOL_YEAR, SpanKind.FINANCIAL_YEAR),
}
_MONTHS_OF = {
    SpanKind.MONTH: 1,
    SpanKind.QUARTER: 3,
    SpanKind.YEAR: 12,
    SpanKind.SCHOOL_YEAR: 12,
    SpanKind.FINANCIAL_YEAR: 12,
}
_YEAR_BEGINS = {SpanKind.SCHOOL_YEAR: 9, SpanKind.FINANCIAL_YEAR: 4}


def span_around(kind: SpanKind, day: date) -> Span | None:
    """The span of that kind in which a day lies; None for survey waves, which have no rhythm."""
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
    year = day.year if day.month >= _YEAR_BEGINS[kind] else day.year - 1
    return Span.of(kind, f"{year}/{(year + 1) % 100:02}")


def span_after(span: Span) -> Span | None:
    """The next one; None for survey waves."""
    return span_around(span.kind, span.last_day + timedelta(days=1))


def last_over(kind: SpanKind, day: date) -> Span | None:
    """The last span that was over before that day; None for survey waves."""
    around = span_around(kind, day)
    return span_around(kind, around.first_day - timedelta(days=1)) if around else None


def next_to_enter(kind: SpanKind, latest: Span | None, today: date) -> Span | None:
    """What a figure is most likely to be of: the span after the latest, where it has begun."""
    if latest is None or latest.kind is not kind:
        return last_over(kind, today)
    after = span_after(latest)
    return after if after and after.first_day <= today else None


def corrected_on(due: date, every: Every, arrived: Span, day: date) -> date | None:
    """The next due day once a figure has taken the place of another, on that day."""
    months = _MONTHS.get(every)
    if months is None or arrived.last_day < day or _later(due, -months) > day:
        return due
    return moved_on(due, every, arrived)


def moved_on(due: date, every: Every, arrived: Span) -> date | None:
    """The next due day once a figure has arrived; the same where it was not the one waited for.

    None where nobody can tell when the next is due.
    """
    awaited = last_over(arrived.kind, due)
    if awaited is not None and arrived.last_day < awaited.last_day:
        return due
    if every is Every.DAY and arrived.kind is SpanKind.DAY:
        return arrived.last_day + timedelta(days=2)
    if every is Every.DAY:
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
    """When a publisher brings the figure after this one, going by when this one came.

    Where nobody knows when that was, as long after its span as the span is. None for days and
    survey waves, which have no rhythm.
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
