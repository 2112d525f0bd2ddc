"""All areas compared on one published measure, for one year.

The values of all years are read in one query, the counts of one year in two. The rendered table and
its chart are cached until the next import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.domain.counts import Count, same_kind
from indicators.domain.enums import Dataset, Direction, Gap, PlaceKind, Unit
from indicators.domain.funnel import FunnelLimits, FunnelPosition, limits, pooled
from indicators.domain.series import Scale
from indicators.domain.time_spans import Span
from indicators.models import Place, PublishedMeasure, PublishedValue
from indicators.presenters import comparison_chart
from indicators.presenters.comparison_chart import (
    AreaRank,
    AreaTotals,
    ComparedArea,
    Comparison,
    Funnel,
)
from indicators.selectors.area_counts import AreaCounts, area_counts
from indicators.selectors.published_measures import (
    count_areas,
    home_place,
    last_release,
    neighbours_of,
)

LICENCE = "Open Government Licence v3.0"
RANKED = (PlaceKind.AUTHORITY, PlaceKind.NHS)
ORDERS = {
    Direction.HIGHER: "Highest first, which is better",
    Direction.LOWER: "Lowest first, which is better",
    Direction.NEITHER: "Highest first; neither direction is better",
}


class SpanChoice(NamedTuple):
    """A span in the filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AreasWithoutFigure:
    """Areas without a number, by reason."""

    reason: str
    names: str
    count: int


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """One span of a measure: the table, its chart, and the filter that is in the address."""

    pk: int
    compared: Comparison
    without: tuple[AreasWithoutFigure, ...]
    choices: tuple[SpanChoice, ...]
    near: bool
    svg: SafeString
    notes: tuple[str, ...]
    query: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The page: the selected span, the other spans, and the rendered table."""

    title: str
    topic: str
    source: str
    description: str
    choices: tuple[SpanChoice, ...]
    table: SafeString


class _AreaValue(NamedTuple):
    kind: str
    key: str
    last_day: date
    place: int
    place_kind: str
    name: str
    value: float | None
    gap: str
    provisional: bool


def compare_page(
    plan: Plan | None,
    measure: PublishedMeasure,
    day: date,
    *,
    asked: str = "",
    near: bool = False,
) -> ComparePage:
    """The comparison for the requested or the latest span, as published by that day.

    `near` limits it to the plan's own area, its neighbours, its region and England.
    """
    last = last_release()
    place = home_place(plan) if plan else None

    def make() -> ComparePage:
        return _build_page(measure, place, day, asked, near)

    return cached_for_plan(
        plan, "compare", measure.pk, place and place.pk, last, day, asked, near, make=make
    )


def _build_page(
    measure: PublishedMeasure, home: Place | None, day: date, asked: str, near: bool
) -> ComparePage:
    compared = comparison(measure, home, day, asked=asked, near=near)
    table = ""
    if compared is not None:
        name = _name(compared.span)
        page = ComparisonTable(
            pk=measure.pk,
            compared=compared,
            without=_without(compared.gaps),
            choices=tuple(
                SpanChoice(_name(span), span.printed, span == compared.span)
                for span in compared.spans
            ),
            near=near,
            svg=mark_safe(comparison_chart.chart_html(compared)),  # noqa: S308 (our own, escaped)
            notes=comparison_chart.notes(compared),
            query=urlencode({"span": name, "near": "1"} if near else {"span": name}),
        )
        table = get_template("indicators/_compared.html").render({"page": page})
    return ComparePage(
        title=measure.title,
        topic=measure.topic,
        source=source_of(measure),
        description=measure.description,
        choices=page.choices if compared is not None else (),
        table=mark_safe(table),  # noqa: S308 (our own template)
    )


def source_of(measure: PublishedMeasure) -> str:
    """The source with its licence, once."""
    source = f"{measure.source or Dataset(measure.dataset).label}"
    return source if LICENCE in source else f"{source}. {LICENCE}"


def comparison(
    measure: PublishedMeasure, home: Place | None, day: date, *, asked: str = "", near: bool = False
) -> Comparison | None:
    """All areas for the requested or the latest span; None if the measure has no figure."""
    values = [
        _AreaValue(*row)
        for row in PublishedValue.objects.of_measure(measure).known_by(day).with_places()
    ]
    spans = _spans(values)
    chosen = next((span for span in spans if _name(span) == asked), spans[0] if spans else None)
    if chosen is None:
        return None
    of_span = [value for value in values if (value.kind, value.key) == (chosen.kind, chosen.key)]
    counts = area_counts(measure, chosen, day)
    return _compared(measure, chosen, of_span, _Beside(home, near, counts, tuple(spans), day))


def _name(span: Span) -> str:
    return f"{span.kind.value}:{span.key}"


def _spans(values: Iterable[_AreaValue]) -> list[Span]:
    """The spans with a number, latest first."""
    spans = {(value.last_day, value.kind, value.key) for value in values if value.gap == Gap.NONE}
    return [Span.of(kind, key) for _, kind, key in sorted(spans, reverse=True)]


class _Beside(NamedTuple):
    """What figures are compared for: whose area, which areas, with which counts."""

    home: Place | None
    near: bool
    counts: AreaCounts
    spans: tuple[Span, ...]
    day: date


def _compared(
    measure: PublishedMeasure, span: Span, values: Sequence[_AreaValue], beside: _Beside
) -> Comparison:
    better, home = Direction(measure.better), beside.home
    scale = Scale(Unit(measure.unit), measure.decimals)
    neighbours = {place: (rank, how) for place, rank, how in neighbours_of(home)} if home else {}
    marks = _marks(home, neighbours)
    numbers = _in_order(values, better)
    ranks = _ranks([number for number in numbers if number.place_kind in RANKED], scale)
    counted = _counted(numbers, beside.counts, scale)
    totals = _totals(numbers, counted)
    funnel = _funnel(numbers, counted, beside.counts.out_of) if totals.are_all_counted else None

    def is_shown(area_value: _AreaValue) -> bool:
        return not beside.near or area_value.place in marks or _is_above(area_value, home)

    def row(number: _AreaValue) -> ComparedArea:
        rank = neighbours.get(number.place, (0, ""))[0]
        of_area = _Counted(counted.get(number.place), funnel)
        return _row(number, ranks, marks, scale, home, rank, of_area)

    return Comparison(
        title=measure.title,
        unit_words=measure.unit_words,
        scale=scale,
        span=span,
        spans=beside.spans,
        day=beside.day,
        order=ORDERS[better],
        sentence=_sentence(numbers, ranks, scale, home, span),
        totals=totals,
        rows=tuple(row(number) for number in numbers if is_shown(number)),
        gaps=tuple(value for value in values if value.value is None and is_shown(value)),
        funnel=funnel,
        all_positions=_positions(numbers, counted, funnel),
    )


def _counted(
    numbers: Iterable[_AreaValue], counts: AreaCounts, scale: Scale
) -> dict[int, tuple[float, float]]:
    """The counts by place, of areas and above, where they make the published percentage."""
    found = {}
    for number in numbers:
        pair = counts.by_place.get(number.place)
        if pair is None or number.value is None or not pair[1]:
            continue
        kind = same_kind([(number.value, *pair)], scale.step)
        if kind is not None and kind[0].is_proportion and kind[0].multiplier == 100:
            found[number.place] = pair
    return found


def _in_order(values: Iterable[_AreaValue], better: Direction) -> list[_AreaValue]:
    """The areas with a number, the best first; those without a better direction highest first."""
    sign = 1 if better is Direction.LOWER else -1
    numbers = [value for value in values if value.value is not None]
    return sorted(numbers, key=lambda value: ((value.value or 0.0) * sign, value.name))


def _totals(numbers: Iterable[_AreaValue], counted: Collection[int]) -> AreaTotals:
    """How many areas have a figure, of those of the same kind that are known here. One query."""
    areas = [number for number in numbers if number.place_kind in RANKED]
    kinds = {area.place_kind for area in areas}
    return AreaTotals(
        known=count_areas(kinds),
        with_figure=len(areas),
        with_counts=sum(area.place in counted for area in areas),
    )


def _funnel(
    numbers: Sequence[_AreaValue], counted: Mapping[int, tuple[float, float]], out_of: str
) -> Funnel | None:
    """The centre of a funnel: England's figure, or all areas together."""
    areas = [n for n in numbers if n.place_kind in RANKED and n.place in counted]
    england = next((n for n in numbers if n.place_kind == PlaceKind.COUNTRY), None)
    if england is not None and england.value is not None:
        return Funnel(england.name, england.value, out_of)
    together = pooled(counted[area.place] for area in areas)
    return None if together is None else Funnel("All areas", together, out_of)


class _Counted(NamedTuple):
    """The counts of one area, and the funnel that they are drawn in."""

    pair: tuple[float, float] | None
    funnel: Funnel | None

    @property
    def limits(self) -> FunnelLimits | None:
        if self.pair is None or self.funnel is None:
            return None
        return limits(self.funnel.value, self.pair[1])

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95% interval: only percentages have counts here."""
        if self.pair is None:
            return None
        bounds = Count(*self.pair, 100, is_proportion=True).interval
        return bounds.low, bounds.high


def _positions(
    numbers: Iterable[_AreaValue],
    counted: Mapping[int, tuple[float, float]],
    funnel: Funnel | None,
) -> tuple[FunnelPosition, ...]:
    """Where all areas lie that have counts, also those that the filter leaves out."""
    if funnel is None:
        return ()
    return tuple(
        limits(funnel.value, counted[number.place][1]).position(number.value or 0.0)
        for number in numbers
        if number.place in counted and number.place_kind in RANKED
    )


def _marks(home: Place | None, neighbours: Mapping[int, tuple[int, str]]) -> dict[int, str]:
    """The labels of the plan's own area and its neighbours, by place."""
    if home is None:
        return {}
    marks = {home.pk: "Your area"}
    for neighbour, (rank, closeness) in neighbours.items():
        how = f", {closeness.lower()}" if closeness else ""
        marks[neighbour] = f"Statistical neighbour {rank}{how}"
    return marks


def _is_above(value: _AreaValue, home: Place | None) -> bool:
    country = value.place_kind == PlaceKind.COUNTRY
    return country or (home is not None and value.place == home.region_id)


def _ranks(numbers: Sequence[_AreaValue], scale: Scale) -> dict[int, AreaRank]:
    """The rank of each place; those that show the same number share it."""
    shown = [scale.printed(number.value or 0.0) for number in numbers]
    first: dict[str, int] = {}
    for at, words in enumerate(shown, start=1):
        first.setdefault(words, at)
    many = Counter(shown)
    return {
        number.place: AreaRank(first[words], many[words] > 1)
        for number, words in zip(numbers, shown, strict=True)
    }


def _row(
    value: _AreaValue,
    ranks: dict[int, AreaRank],
    marks: dict[int, str],
    scale: Scale,
    home: Place | None,
    neighbour: int,
    counted: _Counted,
) -> ComparedArea:
    number = value.value or 0.0
    words = scale.printed(number)
    own = home is not None and value.place == home.pk
    mark = marks.get(value.place, "")
    if value.place_kind == PlaceKind.REGION:
        mark = "Your region" if home is not None and value.place == home.region_id else "Region"
    elif value.place_kind == PlaceKind.COUNTRY:
        mark = "Country"
    is_area = value.place in ranks
    return ComparedArea(
        rank=ranks.get(value.place),
        name=value.name,
        mark=mark,
        value=number,
        figure=f"{words} (provisional)" if value.provisional else words,
        provisional=value.provisional,
        css="app-own" if own else "" if is_area else "app-above",
        is_area=is_area,
        own=own,
        neighbour=neighbour,
        counts=counted.pair,
        interval=counted.interval,
        limits=counted.limits if is_area else None,
    )


def _sentence(
    numbers: Sequence[_AreaValue],
    ranks: dict[int, AreaRank],
    scale: Scale,
    home: Place | None,
    span: Span,
) -> str:
    own = next((number for number in numbers if home is not None and number.place == home.pk), None)
    above = [
        f"{number.name} {scale.printed(number.value or 0.0)}"
        for number in numbers
        if _is_above(number, home)
    ]
    rank_sentence = f" {', '.join(above)}." if above else ""
    if own is None:
        whose = f"{home.name} has no figure in {span.printed}." if home is not None else ""
        return f"{whose}{rank_sentence}".strip()
    rank = ranks[own.place]
    shared = "shares place" if rank.is_tied else "is at place"
    return (
        f"{own.name} had {scale.printed(own.value or 0.0)} in {span.printed}, "
        f"and {shared} {rank.place} of {len(ranks)}.{rank_sentence}"
    )


def _without(gaps: Sequence[_AreaValue]) -> tuple[AreasWithoutFigure, ...]:
    by_reason: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.place_kind in RANKED:
            by_reason.setdefault(Gap(gap.gap).label, []).append(gap.name)
    return tuple(
        AreasWithoutFigure(reason, "; ".join(sorted(names)), len(names))
        for reason, names in sorted(by_reason.items())
    )
