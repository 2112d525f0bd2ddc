"""The comparison of all areas as a picture, with its sentences: a funnel plot, or ranked dots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.domain.funnel import (
    FEWEST_AREAS,
    NEARLY_ALL,
    FunnelLimits,
    FunnelPosition,
    differ_by_more_than_chance,
)
from indicators.domain.series import Scale
from indicators.domain.time_spans import Span
from indicators.presenters import comparison_svg
from indicators.presenters.comparison_svg import AreaPoint, ComparisonContent


@dataclass(frozen=True, slots=True)
class Funnel:
    """What areas are set against: whose figure, and what is counted as so many out of so many."""

    name: str
    value: float
    out_of: str


@dataclass(frozen=True, slots=True)
class AreaRank:
    """The place of an area in the order, which others may share that show the same number."""

    place: int
    is_tied: bool

    @property
    def printed(self) -> str:
        return f"={self.place}" if self.is_tied else str(self.place)


@dataclass(frozen=True, slots=True)
class AreaTotals:
    """Of how many areas that are known here how many have a figure, and how many counts."""

    known: int
    with_figure: int
    with_counts: int

    @property
    def are_all_counted(self) -> bool:
        """Whether a funnel leaves nearly nobody out."""
        return self.with_counts >= max(FEWEST_AREAS, self.with_figure * NEARLY_ALL)

    @property
    def sentence(self) -> str:
        """How many areas are compared, of how many."""
        if self.with_figure >= self.known:
            return f"All {self.known:,} areas have a figure."
        return f"{self.with_figure:,} of the {self.known:,} areas known here have a figure."


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """One row of the table. Countries and regions are sorted in without a rank."""

    rank: AreaRank | None
    name: str
    mark: str  # why it stands out, in words
    value: float
    figure: str
    provisional: bool
    css: str
    is_area: bool
    own: bool
    neighbour: int  # its rank among the neighbours; 0 if it is none
    counts: tuple[float, float] | None  # numerator and denominator
    interval: tuple[float, float] | None  # the 95% interval of a figure with counts
    limits: FunnelLimits | None  # where a funnel is drawn

    @property
    def position(self) -> FunnelPosition | None:
        return self.limits.position(self.value) if self.limits else None

    @property
    def out_of(self) -> str:
        return f"{self.counts[0]:,g} of {self.counts[1]:,g}" if self.counts else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All areas, or those that are near, on one measure in one span."""

    title: str
    unit_words: str
    scale: Scale
    span: Span
    spans: tuple[Span, ...]  # all with a figure, the latest first
    day: date
    order: str
    sentence: str
    totals: AreaTotals
    rows: tuple[ComparedArea, ...]
    gaps: tuple[Any, ...]  # the areas without a number
    funnel: Funnel | None
    all_positions: tuple[FunnelPosition, ...]

    @property
    def funnel_sentences(self) -> tuple[str, ...]:
        """What the funnel shows, in words; none without a funnel."""
        if self.funnel is None:
            return ()
        own = next((row for row in self.rows if row.own and row.limits), None)
        sentences = [_own_sentence(own, self)] if own is not None else []
        outside = sum(position.is_far for position in self.all_positions)
        counted = len(self.all_positions)
        sentences.append(f"{outside} of {counted} areas with counts lie outside the 99.8% limits.")
        if differ_by_more_than_chance(self.all_positions):
            sentences.append(
                "That is more than the 1 in 500 that chance brings: areas differ anyway, and to "
                "lie outside is nothing rare."
            )
        return tuple(sentences)


_POSITIONS = {
    FunnelPosition.FAR_BELOW: "below the 99.8% limit: further than chance explains",
    FunnelPosition.BELOW: "below the 95% limit, which 1 in 40 areas would be by chance",
    FunnelPosition.WITHIN: "within the limits: chance explains the difference",
    FunnelPosition.ABOVE: "above the 95% limit, which 1 in 40 areas would be by chance",
    FunnelPosition.FAR_ABOVE: "above the 99.8% limit: further than chance explains",
}


def _own_sentence(own: ComparedArea, compared: Comparison) -> str:
    funnel = compared.funnel
    if funnel is None or own.position is None:
        return ""
    whose = f"{funnel.name}’s {compared.scale.printed(funnel.value)}"
    return f"{own.name}, {own.out_of}, lies {_POSITIONS[own.position]}, around {whose}."


def chart_html(compared: Comparison) -> str:
    """The chart for the page; empty if there is no area to draw."""
    content = content_of(compared)
    return comparison_svg.chart(content) if content.points else ""


def content_of(compared: Comparison) -> ComparisonContent:
    """What is drawn: with a funnel, areas with counts alone."""
    funnel = compared.funnel
    points = [
        AreaPoint(
            row.name,
            row.value,
            row.counts[1] if row.counts else 0.0,
            row.own,
            row.neighbour,
            row.interval if funnel is None else None,
        )
        for row in compared.rows
        if row.is_area and (funnel is None or row.limits is not None)
    ]
    country = next((row for row in compared.rows if row.mark == "Country"), None)
    centre = (country.name, country.value) if country is not None else None
    across = f"Areas in order. {compared.order}"
    if funnel is not None:
        centre = (funnel.name, funnel.value)
        across = f"Out of so many: {funnel.out_of}"
    return ComparisonContent(
        points,
        compared.scale,
        f"{compared.title}, {compared.span.printed}: {len(points)} areas",
        description(compared, len(points)),
        across,
        funnel is not None,
        centre,
    )


def description(compared: Comparison, drawn: int) -> str:
    """The text alternative of the chart."""
    return " ".join([*_descriptions(compared, drawn), "The table below has the same figures."])


def _descriptions(compared: Comparison, drawn: int) -> Iterable[str]:
    kind = "Dots in order"
    if compared.funnel is not None:
        kind = f"A funnel plot around {compared.funnel.name}"
    yield f"{kind}: {drawn} areas in {compared.span.printed}."
    yield compared.totals.sentence
    yield compared.sentence
    yield from compared.funnel_sentences


def notes(compared: Comparison) -> tuple[str, ...]:
    """How to read the chart, in words."""
    content, found = content_of(compared), []
    if any(point.own for point in content.points):
        found.append("The large square is your own area.")
    if any(point.neighbour for point in content.points):
        found.append("Diamonds are its statistical neighbours, with their rank.")
    if any(not point.own and not point.neighbour for point in content.points):
        found.append("Small dots are all other areas.")
    if not content.value_axis().has_nought:
        found.append("The scale does not begin at 0.")
    if compared.funnel is None:
        return (*found, *_notes_on_order(compared, content))
    found.append(
        "Dotted and dashed curves: the limits within which 99.8% and 95% of areas of that size "
        f"would lie if they differed from {compared.funnel.name} by chance alone, "
        "p ± z √(p (1 − p) / n) with z = 3.09 and 1.96."
    )
    without = sum(row.is_area and row.limits is None for row in compared.rows)
    if without:
        found.append(f"Only in the table, without counts: {without}.")
    return tuple(found)


def _notes_on_order(compared: Comparison, content: ComparisonContent) -> Iterable[str]:
    with_interval = sum(point.interval is not None for point in content.points)
    if with_interval:
        yield (
            "Whiskers: the 95% interval of a figure that is so many out of so many, known for "
            f"{with_interval} of {len(content.points)} areas. That is too few for a funnel plot."
        )
