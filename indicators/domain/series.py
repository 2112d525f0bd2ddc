"""Figures and series of figures as they may be shown: small numbers are suppressed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median

from indicators.domain.due_dates import next_published
from indicators.domain.enums import Gap, SeriesKind, Unit
from indicators.domain.suppression import CountCell
from indicators.domain.time_spans import Span

FEWEST_NEIGHBOURS = 6  # of ten: a median of less than most of them would be of other places
SUPPRESSED = "suppressed"
_PREFIX = {Unit.POUNDS: "£"}
_SUFFIX = {Unit.PERCENT: "%", Unit.DAYS: " days", Unit.WEEKS: " weeks"}
_ONE = {Unit.DAYS: " day", Unit.WEEKS: " week"}


class SeriesRole(StrEnum):
    """The owner of a series: the plan itself, or a comparator."""

    OWN = "own"
    ENGLAND = "england"
    REGION = "region"
    NEIGHBOURS = "neighbours"  # the median of the statistical neighbours
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of a series are written: the unit, and the number of decimals."""

    unit: Unit
    decimals: int

    @property
    def step(self) -> float:
        """One unit of the last decimal place that is shown."""
        return float(10**-self.decimals)

    def printed(self, value: float) -> str:
        """The number as it is shown: "91%", "1,234", "−0.42", "£1,200", "1 day"."""
        return f"{_PREFIX.get(self.unit, '')}{self._number(value)}{self._suffix(value)}"

    def apart(self, change: float) -> str:
        """A difference, without its sign: "12 percentage points", "1.5", "3 days"."""
        number = self._number(abs(change))
        if self.unit is Unit.PERCENT:
            return f"{number} percentage point{'' if number == '1' else 's'}"
        return f"{_PREFIX.get(self.unit, '')}{number}{self._suffix(abs(change))}"

    def _number(self, value: float) -> str:
        exact = Decimal(repr(float(value)))
        rounded = exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        if not rounded:
            rounded = abs(rounded)
        return f"{rounded:,}".replace("-", "−")

    def _suffix(self, value: float) -> str:
        suffixes = _ONE if self._number(value) == "1" else {}
        return suffixes.get(self.unit, _SUFFIX.get(self.unit, ""))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number or gap. Suppression is already applied: then no number of it is left here."""

    span: Span
    value: float | None
    gap: Gap
    printed: str
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    source: str = ""
    note: str = ""
    known_on: date | None = None

    @property
    def out_of(self) -> str:
        """ "12 of 23", where it is so many out of so many."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{self.numerator:,g} of {self.denominator:,g}"

    @property
    def says_something(self) -> bool:
        """Whether it is a number or "low", and not just a gap."""
        return self.gap in (Gap.NONE, Gap.SUPPRESSED, Gap.LOW)


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """The figures of a series or of a comparator as known by a day, sorted by their last day."""

    name: str
    role: SeriesRole
    kind: SeriesKind
    figures: tuple[Figure, ...]
    scale: Scale
    series: int  # the series, or the one that it is compared with
    place: str = ""
    source: str = ""
    note: str = ""
    measure: int | None = None

    @property
    def latest(self) -> Figure | None:
        return next((figure for figure in reversed(self.figures) if figure.says_something), None)

    @property
    def next_published(self) -> date | None:
        """The day on which the next figure will be published; None for the plan's own series."""
        latest = self.latest
        if self.kind is not SeriesKind.OFFICIAL or latest is None:
            return None
        return next_published(latest.span, latest.known_on)

    def at(self, span: Span) -> Figure | None:
        return next((figure for figure in self.figures if figure.span == span), None)


def figure_of(
    span: Span,
    scale: Scale,
    *,
    value: float | None,
    gap: str = "",
    numerator: float | None = None,
    denominator: float | None = None,
    suppress_below: int | None = None,
    is_hidden: bool = False,
    provisional: bool = False,
    source: str = "",
    note: str = "",
    known_on: date | None = None,
) -> Figure:
    """The figure as it may be shown to anybody.

    If a number or a numerator is below `suppress_below` and not zero, or leaves so few of the
    denominator, it is suppressed; so is its note, which may contain the number. So is one that
    `is_hidden`, because a small number could be worked out from it.
    """
    few = _hidden(scale, value, numerator, denominator, suppress_below)
    if is_hidden and value is not None:
        few = SUPPRESSED
    if few:
        value, why, text, note = None, Gap.SUPPRESSED, few, ""
    elif value is None:
        why = Gap(gap) or Gap.NOT_AVAILABLE
        text = why.label.lower()
    else:
        why, text = Gap.NONE, scale.printed(value)
    if value is None:
        numerator = denominator = None
    return Figure(
        span, value, why, text, numerator, denominator, provisional, source, note, known_on
    )


def _hidden(
    scale: Scale,
    value: float | None,
    numerator: float | None,
    denominator: float | None,
    below: int | None,
) -> str:
    """The text in place of a small number; empty if the number may be shown."""
    numerator = counted_of(scale.unit, value, numerator, denominator)
    if not below or numerator is None:
        return ""
    if 0 < numerator < below:
        return f"fewer than {below}"
    if denominator is not None and 0 < denominator - numerator < below:
        return SUPPRESSED
    return ""


def count_cell(
    unit: Unit, value: float | None, numerator: float | None, denominator: float | None
) -> CountCell | None:
    """What a figure counts, in whole numbers; None for a gap, or where no count is known."""
    counted = counted_of(unit, value, numerator, denominator)
    if counted is None or counted < 0:
        return None
    events = 1 if 0 < counted < 1 else int(counted)
    others = None if denominator is None else int(denominator - counted)
    return CountCell(events, others if others is None or others >= 0 else None)


def counted_of(
    unit: Unit, value: float | None, numerator: float | None, denominator: float | None
) -> float | None:
    """The numerator, also of a count or of a percentage whose denominator alone is stated."""
    if value is None or numerator is not None:
        return None if value is None else numerator
    if unit is Unit.COUNT:
        return value
    if unit is Unit.PERCENT and denominator is not None:
        return float(round(value * denominator / 100))
    return None


def median_series(neighbours: Iterable[FigureSeries], *, name: str) -> FigureSeries | None:
    """The median of the neighbours' numbers for each span in which most of them have one.

    None without neighbours.
    """
    lines = list(neighbours)
    if not lines:
        return None
    by_span: dict[Span, list[Figure]] = {}
    for line in lines:
        for figure in line.figures:
            by_span.setdefault(figure.span, []).append(figure)
    first = lines[0]
    figures = (_median(span, at_span, first.scale) for span, at_span in by_span.items())
    return FigureSeries(
        name,
        SeriesRole.NEIGHBOURS,
        first.kind,
        tuple(sorted(figures, key=lambda figure: (figure.span.last_day, figure.span.first_day))),
        first.scale,
        first.series,
        place=name,
        source=first.source,
        measure=first.measure,
    )


def _median(span: Span, figures: list[Figure], scale: Scale) -> Figure:
    numbers = [figure.value for figure in figures if figure.value is not None]
    return figure_of(
        span,
        scale,
        value=median(numbers) if len(numbers) >= FEWEST_NEIGHBOURS else None,
        provisional=any(figure.provisional for figure in figures),
    )
