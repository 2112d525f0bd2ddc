"""The pages for mapping an indicator: current mappings, search results, the chosen measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from indicators.domain.enums import Dataset, Direction
from indicators.models import Indicator, Place, PublishedMeasure, Series
from indicators.selectors.figures_as_at import reading
from indicators.selectors.published_measures import home_place, latest_spans

MOST_FOUND = 40
_BETTER = {
    Direction.HIGHER: "Higher is better",
    Direction.LOWER: "Lower is better",
    Direction.NEITHER: "Neither direction is better",
}


class MappedSeries(NamedTuple):
    """An official series of the indicator."""

    pk: int
    name: str
    measure: int
    title: str
    place: str
    source: str
    latest: str


class FoundMeasure(NamedTuple):
    """A measure that matches the search."""

    pk: int
    title: str
    about: str
    latest: str


@dataclass(frozen=True, slots=True)
class MappingPage:
    """The page on which published measures are mapped to an indicator."""

    mapped: tuple[MappedSeries, ...]
    query: str
    found: tuple[FoundMeasure, ...]
    more: int
    home: str


@dataclass(frozen=True, slots=True)
class ChosenMeasure:
    """The measure selected for mapping."""

    pk: int
    title: str
    about: str
    better: str
    description: str


def mapping_page(indicator: Indicator, day: date, words: str) -> MappingPage:
    """The current mappings and the search results. An empty search uses the indicator's title."""
    home = home_place(indicator.plan)
    matching = list(PublishedMeasure.objects.about(words)[: MOST_FOUND + 1]) if words else []
    latest = latest_spans([measure.pk for measure in matching], day)
    return MappingPage(
        mapped=_mapped(indicator, day, home),
        query=words,
        found=tuple(
            FoundMeasure(
                measure.pk,
                measure.title,
                _about(measure),
                latest[measure.pk].printed if measure.pk in latest else "None published yet",
            )
            for measure in matching[:MOST_FOUND]
        ),
        more=max(0, len(matching) - MOST_FOUND),
        home=home.name if home else "",
    )


def _about(measure: PublishedMeasure) -> str:
    topic = f", {measure.topic}" if measure.topic else ""
    return f"{Dataset(measure.dataset).label}{topic}"


def _mapped(indicator: Indicator, day: date, home: Place | None) -> tuple[MappedSeries, ...]:
    official = [
        series
        for series in Series.objects.of_indicators([indicator.pk])
        if series.measure is not None
    ]
    if not official:
        return ()
    lines = {line.series: line for line in reading(indicator, day).lines}
    rows = []
    for series in official:
        latest = lines[series.pk].latest
        place = series.place or home
        rows.append(
            MappedSeries(
                series.pk,
                series.name,
                series.measure_id or 0,
                str(series.measure),
                place.name if place else "No area",
                series.source,
                f"{latest.printed} in {latest.span.printed}" if latest else "None published yet",
            )
        )
    return tuple(rows)


def chosen_measure(measure: PublishedMeasure) -> ChosenMeasure:
    return ChosenMeasure(
        measure.pk,
        measure.title,
        _about(measure),
        _BETTER[Direction(measure.better)],
        measure.description,
    )
