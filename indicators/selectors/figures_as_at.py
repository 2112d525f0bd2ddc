"""Figures as they were known on a day, with small numbers suppressed.

Lists, charts, exports, challenges and publications all read figures here, so that none can show a
number that another suppresses. At most eight queries for any number of indicators.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from actions.models import Plan
from indicators.domain.enums import Direction, Gap, Judgement, PlaceKind, SeriesKind, Unit
from indicators.domain.series import (
    Figure,
    FigureSeries,
    Scale,
    SeriesRole,
    figure_of,
    median_series,
    newest,
)
from indicators.domain.time_spans import Span
from indicators.domain.trend import Trend, trend
from indicators.models import (
    Indicator,
    Measurement,
    Neighbour,
    Place,
    PublishedMeasure,
    PublishedValue,
    Revision,
    Series,
    Target,
)

# What reads figures needs these beside them.
__all__ = ["Figure", "FigureSeries", "Reading", "SeriesRole", "figure_from", "reading", "readings"]

NEIGHBOURS_NAME = "Median of statistical neighbours"
_span = lru_cache(maxsize=4096)(Span.of)


@dataclass(frozen=True, slots=True)
class FigureCorrection:
    """A corrected or withdrawn figure: the values before and after, as they may be shown."""

    series: str
    before: Figure
    after: Figure
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator as at a day: its series, comparators, targets, trend and next due day."""

    indicator: Indicator
    day: date
    lines: tuple[FigureSeries, ...]
    comparators: tuple[FigureSeries, ...]
    targets: tuple[Target, ...]
    main: FigureSeries | None  # its first series that has a figure: what all below speak of
    trend: Trend[Figure]
    stale: bool  # whether the figure that is due has not come
    due: date | None
    is_fresh: bool = False  # `main` is of official statistics, and no later one is due by the day
    corrections: tuple[FigureCorrection, ...] = ()  # the newest first

    @property
    def latest(self) -> Figure | None:
        """The last figure of the main series that is not a gap; it may be suppressed."""
        return self.main.latest if self.main else None

    @property
    def before(self) -> Figure | None:
        return self.main.before if self.main else None

    @property
    def judgement(self) -> Judgement:
        """The judgement to show in lists. An indicator whose figures are out of date is not judged.

        If only the plan's own figure is late, the judgement of the leading official series is used.
        """
        if self.stale and not self.is_fresh and self.latest is not None:
            return Judgement.STALE
        return self.trend.judgement

    @property
    def sentence(self) -> str:
        """The main number in words: "91% in Sept 2019, up from 79% in Aug 2019"."""
        latest = self.latest
        if latest is None:
            return f"No data yet{self._due_words}."
        sentence = f"{latest.words} {latest.span.when}{self.aside}"
        start, change = self.trend.start, self.trend.change
        if start is not None and change is not None and self.trend.end is latest:
            way = "up from" if change > 0 else "down from" if change < 0 else "the same as"
            number = f" {start.words}" if change else ""
            sentence += f", {way}{number} {start.span.when}"
        sentence = sentence[:1].upper() + sentence[1:]
        return f"{sentence}: {self.trend.judgement.label.lower()}{self._due_words}."

    @property
    def aside(self) -> str:
        """The name of the series, if there are several, and whether the number is provisional."""
        remarks = []
        if self.main and sum(line.latest is not None for line in self.lines) > 1:
            remarks.append(self.main.name)
        if self.latest and self.latest.provisional:
            remarks.append("provisional")
        return f" ({', '.join(remarks)})" if remarks else ""

    @property
    def _due_words(self) -> str:
        if not self.stale or self.due is None:
            return ""
        return f"; the figure due on {self.due.day} {self.due:%B %Y} has not come"

    def beside(self, line: FigureSeries, role: SeriesRole) -> FigureSeries | None:
        """The comparator of a series in this role: England, for example, for the same measure."""
        if line.measure is None:
            return None
        return next(
            (
                comparator
                for comparator in self.comparators
                if comparator.role is role and comparator.measure == line.measure
            ),
            None,
        )


def readings(plan: Plan, day: date) -> tuple[Reading, ...]:
    """All indicators of a plan, in the plan's order."""
    indicators = Indicator.objects.of_plan(plan).with_aims()
    return _readings(plan, list(indicators), day)


def reading(indicator: Indicator, day: date) -> Reading:
    """One indicator as at a day."""
    return _readings(indicator.plan, [indicator], day)[0]


def figure_from(measurement: Measurement, series: Series) -> Figure:
    """One measurement as it may be shown; it may be one that was superseded."""
    indicator = series.indicator
    return figure_of(
        _span(series.span_kind, measurement.span_key),
        Scale(Unit(indicator.unit), indicator.decimals),
        value=measurement.value,
        gap=measurement.gap,
        numerator=measurement.numerator,
        denominator=measurement.denominator,
        suppress_below=indicator.suppress_below,
        provisional=measurement.provisional,
        source=measurement.source or series.source,
        note=measurement.note,
        known_on=measurement.known_on,
    )


@dataclass(frozen=True, slots=True)
class _PublishedFigures:
    """The published values of the mapped measures, for the plan's place and its comparators."""

    figures: dict[tuple[int, int], list[Figure]]  # by measure and place
    places: dict[int, Place]
    neighbours: dict[int, list[int]]  # places, the closest first, by place

    def line(self, series: Series, place: Place, role: SeriesRole, name: str) -> FigureSeries:
        measure = _measure(series)
        return FigureSeries(
            name,
            role,
            SeriesKind.OFFICIAL,
            tuple(self.figures.get((measure.pk, place.pk), ())),
            Scale(Unit(measure.unit), measure.decimals),
            series.pk,
            place=place.name,
            source=series.source or measure.source,
            note=series.note if role is SeriesRole.OWN else "",
            measure=measure.pk,
        )


def _readings(plan: Plan, indicators: Sequence[Indicator], day: date) -> tuple[Reading, ...]:
    pks = [indicator.pk for indicator in indicators]
    by_pk = {indicator.pk: indicator for indicator in indicators}
    series_of: dict[int, list[Series]] = defaultdict(list)
    for series in Series.objects.of_indicators(pks):
        series.indicator = by_pk[series.indicator_id]
        series_of[series.indicator_id].append(series)
    measured: dict[int, list[Measurement]] = defaultdict(list)
    for measurement in Measurement.objects.of_indicators(pks).known_by(day).with_people():
        measured[measurement.series_id].append(measurement)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.of_indicators(pks):
        targets[target.indicator_id].append(target)
    home, published = _published(plan, [s for group in series_of.values() for s in group], day)
    return tuple(
        _reading(
            indicator,
            series_of[indicator.pk],
            measured,
            tuple(targets[indicator.pk]),
            home,
            published,
            day,
        )
        for indicator in indicators
    )


def _published(
    plan: Plan, series: Iterable[Series], day: date
) -> tuple[Place | None, _PublishedFigures]:
    """The plan's own place, and the values of all mapped measures. Four queries, or none."""
    official = [one_series for one_series in series if one_series.measure_id is not None]
    if not official:
        return None, _PublishedFigures({}, {}, {})
    places = {place.pk: place for place in Place.objects.that_matter_to(plan, official)}
    home = next((place for place in places.values() if place.of_plan), None)  # type: ignore[attr-defined]
    neighbours: dict[int, list[int]] = defaultdict(list)
    near = Neighbour.objects.filter(place__in=list(places)).select_related("neighbour")
    regions = [place.region for place in places.values() if place.region is not None]
    places.update((region.pk, region) for region in regions)
    for row in near:
        neighbours[row.place_id].append(row.neighbour_id)
        places.setdefault(row.neighbour_id, row.neighbour)
    measures = {series.measure_id: _measure(series) for series in official}
    return home, _PublishedFigures(_values(measures.values(), places, day), places, neighbours)


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
                _span(kind, key),
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


def _reading(
    indicator: Indicator,
    series: list[Series],
    measured: dict[int, list[Measurement]],
    targets: tuple[Target, ...],
    home: Place | None,
    published: _PublishedFigures,
    day: date,
) -> Reading:
    lines = tuple(_own_line(own_series, measured, home, published) for own_series in series)
    main = newest(lines)
    due = _due(indicator, lines, main, day)
    return Reading(
        indicator=indicator,
        day=day,
        lines=lines,
        comparators=_comparators(series, home, published),
        targets=targets,
        main=main,
        trend=_trend(main, Direction(indicator.better)),
        stale=due is not None and due < day,
        due=due,
        is_fresh=main is not None and (main.next_published or date.min) >= day,
        corrections=_corrections(series, measured),
    )


def _due(
    indicator: Indicator, lines: Iterable[FigureSeries], main: FigureSeries | None, day: date
) -> date | None:
    """The day on which the next figure is due. For figures that people enter, the indicator states
    it.

    If all series are published, or the leading official series is itself out of date, the day is
    estimated from the last publication.
    """
    published = main.next_published if main else None
    is_ours = any(line.kind is not SeriesKind.OFFICIAL for line in lines)
    if published is None or (is_ours and published >= day):
        return indicator.next_due
    return max(published, indicator.next_due or published)


def _own_line(
    series: Series,
    measured: dict[int, list[Measurement]],
    home: Place | None,
    published: _PublishedFigures,
) -> FigureSeries:
    if series.measure_id is not None:
        place = series.place or home
        if place is not None:
            return published.line(series, place, SeriesRole.OWN, series.name)
    return FigureSeries(
        series.name,
        SeriesRole.OWN,
        SeriesKind(series.kind),
        tuple(figure_from(row, series) for row in _standing(measured[series.pk])),
        Scale(Unit(series.indicator.unit), series.indicator.decimals),
        series.pk,
        source=series.source,
        note=series.note,
    )


def _standing(known: list[Measurement]) -> Iterable[Measurement]:
    """The measurements that no other known one supersedes."""
    superseded = {row.supersedes_id for row in known}
    return (row for row in known if row.pk not in superseded)


def _corrections(
    series: Iterable[Series], measured: dict[int, list[Measurement]]
) -> tuple[FigureCorrection, ...]:
    corrections = []
    for single_series in series:
        by_pk = {row.pk: row for row in measured[single_series.pk]}
        for row in by_pk.values():
            before = by_pk.get(row.supersedes_id or 0)
            if before is not None:
                who = row.by.name if row.by else ""
                pair = (figure_from(before, single_series), figure_from(row, single_series))
                corrections.append(FigureCorrection(single_series.name, *pair, who, row.known_on))
    return tuple(sorted(corrections, key=lambda correction: correction.on, reverse=True))


def _comparators(
    series: Iterable[Series], home: Place | None, published: _PublishedFigures
) -> tuple[FigureSeries, ...]:
    """England, the region, the neighbours' median and each neighbour, once for each measure."""
    lines: list[FigureSeries] = []
    done: set[tuple[int, int]] = set()
    for one_series in series:
        place = one_series.place or home
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
    series: Series, place: Place, published: _PublishedFigures
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


def _trend(main: FigureSeries | None, better: Direction) -> Trend[Figure]:
    """The trend of the main series. A suppressed latest figure has none, which would reveal it."""
    if main is None:
        return Trend(Judgement.NO_DATA)
    if main.latest is not None and main.latest.gap is not Gap.NONE:
        return Trend(Judgement.TOO_FEW)
    return trend(_of_one_kind(main), better, unit=main.scale.step)


def _of_one_kind(line: FigureSeries) -> Iterable[Figure]:
    """The figures with the same kind of span as the latest: a year is not compared with a month."""
    latest = line.latest
    return (figure for figure in line.figures if latest and figure.span.kind is latest.span.kind)


def _measure(series: Series) -> PublishedMeasure:
    if series.measure is None:
        raise ValueError(f"{series} is not mapped to a published measure")
    return series.measure
