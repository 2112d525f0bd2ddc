"""The values of a file, with each measure, place and time span stored once. Pure.

A file of 160,000 values takes about 30 MB this way; one object for each row would take three times
that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from indicators.domain.enums import Gap
from indicators.domain.time_spans import Span
from indicators.importing.statistics.parsed_file import (
    FileNotTaken,
    MeasureIn,
    ParseFaults,
    PlaceIn,
    PublishedRow,
)

MOST_VALUES: Final = 1_500_000
# A revision smaller than this share of the value is how a number was written, not what it is.
CLOSE: Final = 1e-6
_PLACES, _SPANS = 20, 12  # bits of a key


class CollectedValue(NamedTuple):
    """One published value as read from its file."""

    value: float | None
    gap: str
    provisional: bool
    known_on: date
    line: int


@dataclass(slots=True)
class CollectedValues:
    """The values of a file, by `value_key(measure, place, span)` of their positions."""

    measures: list[MeasureIn] = field(default_factory=list)
    places: list[PlaceIn] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    values: dict[int, CollectedValue] = field(default_factory=dict)

    def latest(self) -> Span | None:
        return max(self.spans, key=lambda span: span.last_day, default=None)

    def earliest(self) -> Span | None:
        return min(self.spans, key=lambda span: span.last_day, default=None)

    def merge_places(self, same: dict[int, int], faults: ParseFaults) -> None:
        """Merges places that turned out to be the same: `same` maps a position to another."""
        if not same:
            return
        old, self.values = self.values, {}
        for at, value in old.items():
            measure, place, span = key_parts(at)
            self.put(value_key(measure, same.get(place, place), span), value, faults)

    def put(self, at: int, value: CollectedValue, faults: ParseFaults) -> None:
        """Adds a value. A repeated value is ignored. Of two that differ, the first is kept and the
        second is reported as a fault, unless exactly one of them is provisional.
        """
        first = self.values.get(at)
        if first is None or (first.provisional and not value.provisional):
            self.values[at] = value
        elif first.provisional == value.provisional and not is_same(first, value):
            measure = self.measures[key_parts(at)[0]]
            faults.add(
                value.line,
                measure.code,
                f"row {first.line:,} has another value of the same place and time, which was kept",
            )


def value_key(measure: int, place: int, span: int) -> int:
    return (measure << _PLACES | place) << _SPANS | span


def key_parts(at: int) -> tuple[int, int, int]:
    """The positions of measure, place and span that make up a key."""
    rest, span = at >> _SPANS, at & ((1 << _SPANS) - 1)
    return rest >> _PLACES, rest & ((1 << _PLACES) - 1), span


def is_close(value: float | None, other: float | None) -> bool:
    if value is None or other is None:
        return value is other
    return value == other or abs(value - other) <= CLOSE * max(abs(value), abs(other))


def is_same(value: CollectedValue, other: CollectedValue) -> bool:
    return value.gap == other.gap and is_close(value.value, other.value)


def collect(rows: Iterable[PublishedRow], faults: ParseFaults) -> CollectedValues:
    """Reads all rows. Raises FileNotTaken if there are more than the service can hold at once."""
    values = CollectedValues()
    measures: dict[str, int] = {}
    places: dict[PlaceIn, int] = {}
    spans: dict[Span, int] = {}
    # By identity first: readers give the same object for the same thing, and hashing one costs.
    by_id: dict[int, int] = {}
    gaps = {gap: gap.value for gap in Gap}
    for row in rows:
        measure = by_id.get(id(row.measure))
        if measure is None:
            measure = measures.setdefault(row.measure.code, len(measures))
            if measure == len(values.measures):
                values.measures.append(row.measure)
            by_id[id(values.measures[measure])] = measure
        place = by_id.get(id(row.place))
        if place is None:
            place = places.setdefault(row.place, len(places))
            if place == len(values.places):
                values.places.append(row.place)
            by_id[id(values.places[place])] = place
        span = by_id.get(id(row.span))
        if span is None:
            span = spans.setdefault(row.span, len(spans))
            if span == len(values.spans):
                values.spans.append(row.span)
            by_id[id(values.spans[span])] = span
        at = (measure << _PLACES | place) << _SPANS | span
        value = CollectedValue(row.value, gaps[row.gap], row.provisional, row.known_on, row.line)
        if at in values.values:
            values.put(at, value, faults)
        else:
            values.values[at] = value
    _refuse_too_many(values)
    return values


def _refuse_too_many(values: CollectedValues) -> None:
    if len(values.values) > MOST_VALUES or len(values.spans) >= 1 << _SPANS:
        raise FileNotTaken(
            f"The file has more than {MOST_VALUES:,} values. Make a table of the data that you "
            "need and choose that."
        )


def by_measure(values: Iterable[int]) -> Iterator[int]:
    """The positions of the measures that these keys belong to, each once."""
    seen: set[int] = set()
    for at in values:
        measure = key_parts(at)[0]
        if measure not in seen:
            seen.add(measure)
            yield measure
