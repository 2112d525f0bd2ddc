"""Published values as figures: of the plan's place, its comparators, and all other areas.

A published percentage gets the counts that it was worked out from, where they are published too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from django.db.models import Q

from actions.models import Plan
from indicators.domain.count_pairs import COUNT_PAIRS, CountPair, MeasureCode
from indicators.domain.enums import Dataset, PlaceKind, SeriesKind, Unit
from indicators.domain.series import (
    Figure,
    FigureSeries,
    Scale,
    SeriesRole,
    figure_of,
    median_series,
)
from indicators.domain.time_spans import Span
from indicators.models import (
    Neighbour,
    Place,
    PublishedMeasure,
    PublishedValue,
    Revision,
    Series,
)

NEIGHBOURS_NAME = "Median of statistical neighbours"
span_of = lru_cache(maxsize=4096)(Span.of)

# Values by place, for a measure and a span.
AreaValues = Mapping[tuple[int, Span], Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """The published values of the mapped measures, for the plan's place and its comparators."""

    home: Place | None = None
    figures: dict[tuple[int, int], list[Figure]] = field(default_factory=dict)  # measure, place
    places: dict[int, Place] = field(default_factory=dict)
    neighbours: dict[int, list[int]] = field(default_factory=dict)  # by place, the closest first
    pairs: dict[int, tuple[int, int]] = field(default_factory=dict)  # of counts, by measure

    def line(self, series: Series, place: Place, role: SeriesRole, name: str) -> FigureSeries:
        measure = measure_of(series)
        return FigureSeries(
            name,
            role,
            SeriesKind.OFFICIAL,
            tuple(self._figures(measure.pk, place.pk, counted=role is SeriesRole.OWN)),
            Scale(Unit(measure.unit), measure.decimals),
            series.pk,
            place=place.name,
            source=series.source or measure.source,
            note=series.note if role is SeriesRole.OWN else "",
            measure=measure.pk,
        )

    def _figures(self, measure: int, place: int, *, counted: bool) -> Iterator[Figure]:
        figures = self.figures.get((measure, place), ())
        if not counted or measure not in self.pairs:
            yield from figures
            return
        numerators, denominators = (
            {figure.span: figure.value for figure in self.figures.get((count, place), ())}
            for count in self.pairs[measure]
        )
        for figure in figures:
            events, out_of = numerators.get(figure.span), denominators.get(figure.span)
            if figure.value is None or events is None or not out_of:
                yield figure
            else:
                yield replace(figure, numerator=events, denominator=out_of)


def published_figures(plan: Plan, series: Iterable[Series], day: date) -> PublishedFigures:
    """The values of all mapped measures as known by a day. Up to five queries, or none."""
    official = [one_series for one_series in series if one_series.measure_id is not None]
    if not official:
        return PublishedFigures()
    places = {place.pk: place for place in Place.objects.that_matter_to(plan, official)}
    home = next((place for place in places.values() if place.of_plan), None)  # type: ignore[attr-defined]
    neighbours: dict[int, list[int]] = defaultdict(list)
    near = Neighbour.objects.filter(place__in=list(places)).select_related("neighbour")
    regions = [place.region for place in places.values() if place.region is not None]
    places.update((region.pk, region) for region in regions)
    for row in near:
        neighbours[row.place_id].append(row.neighbour_id)
        places.setdefault(row.neighbour_id, row.neighbour)
    measures = {measure.pk: measure for measure in map(measure_of, official)}
    pairs, counts = _count_measures(measures.values())
    values = _values([*measures.values(), *counts], places, day)
    return PublishedFigures(home, values, places, neighbours, pairs)


def _count_measures(
    measures: Iterable[PublishedMeasure],
) -> tuple[dict[int, tuple[int, int]], list[PublishedMeasure]]:
    """The measures that count what these are of, by measure; one query if any may be known."""
    wanted: dict[int, CountPair] = {}
    for measure in measures:
        pair = COUNT_PAIRS.get(MeasureCode(Dataset(measure.dataset), measure.code))
        if pair is not None:
            wanted[measure.pk] = pair
    if not wanted:
        return {}, []
    named = Q()
    for pair in wanted.values():
        for code in pair:
            named |= Q(dataset=code.dataset, code=code.code)
    counts = list(PublishedMeasure.objects.filter(named))
    by_code = {MeasureCode(Dataset(count.dataset), count.code): count.pk for count in counts}
    pairs = {
        pk: (by_code[pair.numerator], by_code[pair.denominator])
        for pk, pair in wanted.items()
        if pair.numerator in by_code and pair.denominator in by_code
    }
    return pairs, counts


def _values(
    measures: Iterable[PublishedMeasure], places: Iterable[int], day: date
) -> dict[tuple[int, int], list[Figure]]:
    """The figures by measure and place, read as tuples: instances take three times the memory."""
    scales = {measure.pk: Scale(Unit(measure.unit), measure.decimals) for measure in measures}
    figures: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    still = _before_revision(scales, places, day)
    for measure, place, kind, key, *earlier_value, known_on in (
        PublishedValue.objects.known_by(day).of_places(scales, places).as_tuples()
    ):
        value, gap, provisional = still.get((measure, place, kind, key), earlier_value)
        figures[measure, place].append(
            figure_of(
                span_of(kind, key),
                scales[measure],
                value=value,
                gap=gap,
                provisional=provisional,
                known_on=known_on,
            )
        )
    return figures


def _before_revision(
    measures: Iterable[int], places: Iterable[int], day: date
) -> dict[tuple[int, int, str, str], tuple[float | None, str, bool]]:
    """The values as at that day of those that a later release has revised."""
    stood: dict[tuple[int, int, str, str], tuple[float | None, str, bool]] = {}
    later = Revision.objects.read_after(day).of_places(measures, places).as_tuples()
    for measure, place, kind, key, was, gap, provisional in later:
        stood.setdefault((measure, place, kind, key), (was, gap, provisional))
    return stood


def area_values(wanted: Iterable[tuple[int, Span]], day: date) -> AreaValues:
    """The values of all areas for measures and spans, as known by a day.

    Two queries, or none. Areas are local authorities, or NHS bodies where those are measured.
    """
    pairs = set(wanted)
    if not pairs:
        return {}
    spans = Q()
    for measure, span in pairs:
        spans |= Q(measure=measure, span_kind=span.kind, span_key=span.key)
    rows = PublishedValue.objects.known_by(day).filter(spans).of_areas()
    by_pair: dict[tuple[int, Span], dict[int, float]] = {pair: {} for pair in pairs}
    for measure, place, kind, key, value, *_ in rows.as_tuples():
        if value is not None:
            by_pair[measure, span_of(kind, key)][place] = value
    later = Revision.objects.read_after(day).of_any_place({measure for measure, _ in pairs})
    done = set()
    for measure, place, kind, key, was, *_ in later.as_tuples():
        pair = measure, span_of(kind, key)
        if pair in by_pair and (pair, place) not in done and place in by_pair[pair]:
            done.add((pair, place))
            by_pair[pair].pop(place)
            if was is not None:
                by_pair[pair][place] = was
    return by_pair


def comparators(series: Iterable[Series], published: PublishedFigures) -> tuple[FigureSeries, ...]:
    """England, the region, the neighbours' median and each neighbour, once for each measure."""
    lines: list[FigureSeries] = []
    done: set[tuple[int, int]] = set()
    for one_series in series:
        place = one_series.place or published.home
        if (
            one_series.measure_id is None
            or place is None
            or (one_series.measure_id, place.pk) in done
        ):
            continue
        done.add((one_series.measure_id, place.pk))
        lines += _compared_with(one_series, place, published)
    return tuple(line for line in lines if line.figures)


def _compared_with(
    series: Series, place: Place, published: PublishedFigures
) -> Iterable[FigureSeries]:
    for country in published.places.values():
        if country.kind == PlaceKind.COUNTRY and country.pk != place.pk:
            yield published.line(series, country, SeriesRole.ENGLAND, country.name)
    if place.region_id is not None:
        region = published.places[place.region_id]
        yield published.line(series, region, SeriesRole.REGION, region.name)
    neighbours = [
        published.line(series, near, SeriesRole.NEIGHBOUR, near.name)
        for near in (published.places[pk] for pk in published.neighbours.get(place.pk, ()))
    ]
    middle = median_series((line for line in neighbours if line.figures), name=NEIGHBOURS_NAME)
    if middle is not None:
        yield middle
    yield from neighbours


def measure_of(series: Series) -> PublishedMeasure:
    if series.measure is None:
        raise ValueError(f"{series} is not mapped to a published measure")
    return series.measure
