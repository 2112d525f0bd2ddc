"""What a published percentage counts, for every area and one span."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from indicators.domain.count_pairs import COUNT_PAIRS, MeasureCode
from indicators.domain.enums import Dataset
from indicators.domain.time_spans import Span
from indicators.models import PublishedMeasure, PublishedValue


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """(numerator, denominator) by place, and what the denominator counts, in words."""

    by_place: dict[int, tuple[float, float]] = field(default_factory=dict)
    out_of: str = ""


def area_counts(measure: PublishedMeasure, span: Span, day: date) -> AreaCounts:
    """The counts that make a measure, as known by a day. Two queries, or none if none are known."""
    pair = COUNT_PAIRS.get(MeasureCode(Dataset(measure.dataset), measure.code))
    if pair is None:
        return AreaCounts()
    named = Q()
    for code in pair:
        named |= Q(dataset=code.dataset, code=code.code)
    measures = {MeasureCode(Dataset(m.dataset), m.code): m for m in _counted(named)}
    if pair.numerator not in measures or pair.denominator not in measures:
        return AreaCounts()
    above, below = measures[pair.numerator], measures[pair.denominator]
    values: dict[int, dict[int, float]] = {above.pk: {}, below.pk: {}}
    rows = PublishedValue.objects.of_measures(values).known_by(day).of_span(span)
    for count, place, value in rows.values_list("measure_id", "place_id", "value"):
        if value is not None:
            values[count][place] = value
    events, out_of = values[above.pk], values[below.pk]
    by_place = {place: (events[place], out_of[place]) for place in events.keys() & out_of.keys()}
    return AreaCounts(by_place, below.title)


def _counted(named: Q) -> list[PublishedMeasure]:
    return list(PublishedMeasure.objects.filter(named))
