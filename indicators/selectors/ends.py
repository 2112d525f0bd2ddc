"""Which indicators and series are no longer measured, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.domain.enums import EndKind
from indicators.domain.time_spans import Span
from indicators.models import EndEvent, Indicator, Measurement, Series


def is_end(event: EndEvent) -> bool:
    """Whether measuring stopped with the event; else it was taken up again."""
    return event.kind != EndKind.RESUMED


@dataclass(frozen=True, slots=True)
class MeasuringEnds:
    """The event that ended each indicator and each series, by their keys; those that go on have
    none.
    """

    of_indicators: Mapping[int, EndEvent]
    of_series: Mapping[int, EndEvent]


def last_span_of(indicator: Indicator, series: Series | None) -> Span | None:
    """The period that begins last of those with a number, of a series or of all of them."""
    rows = Measurement.objects.of_indicators([indicator.pk]).current().exclude(value=None)
    if series is not None:
        rows = rows.of_series([series.pk])
    keys = rows.order_by().values_list("series__span_kind", "span_key").distinct()
    spans = (Span.of(kind, key) for kind, key in keys)
    return max(spans, key=lambda span: span.first_day, default=None)


def ends_by(indicators: Iterable[int], day: date) -> MeasuringEnds:
    """What has ended by the day. One query.

    An end that is recorded after another one, with nothing taken up again between, corrects it.
    """
    recorded: dict[tuple[int, int | None], list[EndEvent]] = {}
    for event in EndEvent.objects.of_indicators(indicators):
        events = recorded.setdefault((event.indicator_id, event.series_id), [])
        if events and EndKind.RESUMED not in (event.kind, events[-1].kind):
            events.pop()
        events.append(event)
    known = {key: [one for one in rows if one.day <= day] for key, rows in recorded.items()}
    ended = {key: rows[-1] for key, rows in known.items() if rows and is_end(rows[-1])}
    return MeasuringEnds(
        {indicator: event for (indicator, series), event in ended.items() if series is None},
        {series: event for (_, series), event in ended.items() if series is not None},
    )
