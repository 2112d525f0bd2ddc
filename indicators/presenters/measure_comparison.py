"""All areas compared on one published measure, for one year.

The values of all years are read in one query. The rendered table is cached until the next import.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.domain.enums import Dataset, Direction, Gap, PlaceKind, Unit
from indicators.domain.series import Scale
from indicators.domain.time_spans import Span
from indicators.models import Place, PublishedMeasure, PublishedValue
from indicators.selectors.published_measures import home_place, last_release, neighbours_of

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
class AreaRow:
    """One row of the table. Countries and regions are sorted in without a rank."""

    rank: str
    name: str
    mark: str  # why it stands out, in words
    figure: str
    css: str


@dataclass(frozen=True, slots=True)
class AreasWithoutFigure:
    """Areas without a number, by reason."""

    reason: str
    names: str
    count: int


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """One span of a measure."""

    pk: int
    unit_words: str
    span: str
    order: str
    sentence: str
    rows: tuple[AreaRow, ...]
    without: tuple[AreasWithoutFigure, ...]
    choices: tuple[SpanChoice, ...]
    near: bool


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
    values = [
        _AreaValue(*row)
        for row in PublishedValue.objects.of_measure(measure).known_by(day).with_places()
    ]
    spans = _spans(values)
    chosen = next((span for span in spans if _name(span) == asked), spans[0] if spans else None)
    choices = tuple(SpanChoice(_name(span), span.printed, span == chosen) for span in spans)
    table = ""
    if chosen is not None:
        of_span = [
            value for value in values if (value.kind, value.key) == (chosen.kind, chosen.key)
        ]
        compared = _comparison_table(measure, chosen, of_span, home, choices, near)
        table = get_template("indicators/_compared.html").render({"page": compared})
    return ComparePage(
        title=measure.title,
        topic=measure.topic,
        source=f"{measure.source or Dataset(measure.dataset).label}",
        description=measure.description,
        choices=choices,
        table=mark_safe(table),  # noqa: S308 (our own template)
    )


def _name(span: Span) -> str:
    return f"{span.kind.value}:{span.key}"


def _spans(values: Iterable[_AreaValue]) -> list[Span]:
    """The spans with a number, latest first."""
    spans = {(value.last_day, value.kind, value.key) for value in values if value.gap == Gap.NONE}
    return [Span.of(kind, key) for _, kind, key in sorted(spans, reverse=True)]


def _comparison_table(
    measure: PublishedMeasure,
    span: Span,
    values: Sequence[_AreaValue],
    home: Place | None,
    choices: tuple[SpanChoice, ...],
    near: bool,
) -> ComparisonTable:
    better = Direction(measure.better)
    scale = Scale(Unit(measure.unit), measure.decimals)
    marks = _marks(home)
    numbers = sorted(
        (value for value in values if value.value is not None),
        key=lambda value: (
            (value.value or 0.0) * (1 if better is Direction.LOWER else -1),
            value.name,
        ),
    )
    ranks = _ranks([number for number in numbers if number.place_kind in RANKED], scale)

    def is_shown(area_value: _AreaValue) -> bool:
        return not near or area_value.place in marks or _is_above(area_value, home)

    rows = tuple(_row(number, ranks, marks, scale, home) for number in numbers if is_shown(number))
    return ComparisonTable(
        pk=measure.pk,
        unit_words=measure.unit_words,
        span=span.printed,
        order=ORDERS[better],
        sentence=_sentence(numbers, ranks, scale, home, span),
        rows=rows,
        without=_without([value for value in values if value.value is None and is_shown(value)]),
        choices=choices,
        near=near,
    )


def _marks(home: Place | None) -> dict[int, str]:
    """The labels of the plan's own area and its neighbours, by place. One query."""
    if home is None:
        return {}
    marks = {home.pk: "Your area"}
    for neighbour, rank, closeness in neighbours_of(home):
        how = f", {closeness.lower()}" if closeness else ""
        marks[neighbour] = f"Statistical neighbour {rank}{how}"
    return marks


def _is_above(value: _AreaValue, home: Place | None) -> bool:
    country = value.place_kind == PlaceKind.COUNTRY
    return country or (home is not None and value.place == home.region_id)


def _ranks(numbers: Sequence[_AreaValue], scale: Scale) -> dict[int, str]:
    """The rank of each place: "12", or "=12" if others show the same number."""
    shown = [scale.printed(number.value or 0.0) for number in numbers]
    first: dict[str, int] = {}
    for at, words in enumerate(shown, start=1):
        first.setdefault(words, at)
    many = {words for words in first if shown.count(words) > 1}
    return {
        number.place: f"={first[words]}" if words in many else str(first[words])
        for number, words in zip(numbers, shown, strict=True)
    }


def _row(
    value: _AreaValue,
    ranks: dict[int, str],
    marks: dict[int, str],
    scale: Scale,
    home: Place | None,
) -> AreaRow:
    words = scale.printed(value.value or 0.0)
    own = home is not None and value.place == home.pk
    mark = marks.get(value.place, "")
    if value.place_kind == PlaceKind.REGION:
        mark = "Your region" if home is not None and value.place == home.region_id else "Region"
    elif value.place_kind == PlaceKind.COUNTRY:
        mark = "Country"
    return AreaRow(
        rank=ranks.get(value.place, "–"),
        name=value.name,
        mark=mark,
        figure=f"{words} (provisional)" if value.provisional else words,
        css="app-own" if own else "app-above" if value.place not in ranks else "",
    )


def _sentence(
    numbers: Sequence[_AreaValue],
    ranks: dict[int, str],
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
    rank = ranks[own.place].lstrip("=")
    shared = "shares place" if ranks[own.place].startswith("=") else "is at place"
    return (
        f"{own.name} had {scale.printed(own.value or 0.0)} in {span.printed}, "
        f"and {shared} {rank} of {len(ranks)}.{rank_sentence}"
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
