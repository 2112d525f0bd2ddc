"""Which indicators and series are no longer measured, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.domain.enums import EndKind
from indicators.models import EndEvent


@dataclass(frozen=True, slots=True)
class MeasuringEnds:
    """The event that ended each indicator and each series, by their keys; those that go on have
    none.
    """

    of_indicators: Mapping[int, EndEvent]
    of_series: Mapping[int, EndEvent]


def ends_by(indicators: Iterable[int], day: date) -> MeasuringEnds:
    """What has ended by the day. One query."""
    latest: dict[tuple[int, int | None], EndEvent] = {}
    for event in EndEvent.objects.of_indicators(indicators).known_by(day):
        latest[event.indicator_id, event.series_id] = event
    ended = {key: event for key, event in latest.items() if event.kind != EndKind.RESUMED}
    return MeasuringEnds(
        {indicator: event for (indicator, series), event in ended.items() if series is None},
        {series: event for (_, series), event in ended.items() if series is not None},
    )
