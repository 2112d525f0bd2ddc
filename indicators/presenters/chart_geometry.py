"""Positions in a chart: the value axis, the time axis, runs of figures, labels. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

from indicators.domain.enums import SpanKind
from indicators.domain.series import Figure
from indicators.domain.time_spans import Span
from indicators.domain.trend import is_since

HEIGHT, TOP, BOTTOM, LABELS = 300, 14, 256, 280
APART, TWO_LINES = 18, 33  # pixels that a label takes
LEFT, RIGHT = 1.5, 95.0  # per cent: room for marks at either end, and for what leads to a name
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The numbers at the left, from the lowest up."""

    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The time that is drawn, from left to right."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """The horizontal position of a day, in per cent of the plot."""
        days = (self.last - self.first).days
        if not days:
            return 50.0
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / days


def axis(values: Iterable[float]) -> ValueAxis:
    """Four to six round numbers around the values; from zero, unless that would flatten the line.

    >>> axis([39.7, 58]).ticks
    (0.0, 20.0, 40.0, 60.0)
    """
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    if high == low:
        low, high = min(low, 0.0), max(high, 0.0)
    if low >= 0 and high - low >= high / 4:
        low = 0.0
    if high == low:
        high = low + 1
    step = _step(high - low)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return ValueAxis(tuple(round(step * n, 9) for n in range(first, last + 1)))


def begins_at_nought(values: Iterable[float]) -> bool:
    """Whether the scale of these values starts at zero; if it does not, the chart says so."""
    return axis(values).ticks[0] <= 0


def _step(across: float) -> float:
    raw = across / 5
    power = 10 ** floor(log10(raw))
    return next(float(step * power) for step in _STEPS if step * power >= raw * 0.999)


def middle(span: Span) -> date:
    return span.first_day + (span.last_day - span.first_day) / 2


def runs(
    figures: Sequence[Figure], *, joined: bool = True, breaks: Sequence[date] = ()
) -> list[list[Figure]]:
    """Runs of numbers without a gap or a break between them, which a line may connect.

    A missing period counts as a gap too, except for figures of single days, which are irregular.
    """
    current_runs: list[list[Figure]] = []
    last: Figure | None = None
    for figure in figures:
        if figure.value is None:
            last = None
            continue
        broken = last is not None and any(
            is_since(figure.span, day) and not is_since(last.span, day) for day in breaks
        )
        if joined and last is not None and not broken and _follows(last.span, figure.span):
            current_runs[-1].append(figure)
        else:
            current_runs.append([figure])
        last = figure
    return current_runs


def _follows(earlier: Span, later: Span) -> bool:
    if earlier.kind is not later.kind:
        return False
    if earlier.kind is SpanKind.DAY:
        return True
    return later.first_day <= earlier.last_day + timedelta(days=1)


def spread_out(wanted: Sequence[float], heights: Sequence[int]) -> list[float]:
    """The centres of labels with these heights, moved apart so that none overlap.

    `wanted` are the preferred positions, in ascending order.
    """
    placed: list[float] = []
    for n, (y, height) in enumerate(zip(wanted, heights, strict=True)):
        least = TOP if not n else placed[-1] + (heights[n - 1] + height) / 2
        placed.append(max(y, float(least)))
    low = float(BOTTOM)
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], low)
        low = placed[n] - (heights[n] + heights[n - 1]) / 2
    return placed


def apart(places: Sequence[float], least: float, chosen: Sequence[int] = ()) -> list[int]:
    """The indexes of places, in ascending order, that are at least `least` apart.

    The first and the last take precedence; `chosen` are fixed already.
    """
    kept = list(chosen)
    order = [*range(len(places))[-1:], *range(len(places))[:-1]]
    for n in order:
        if n not in kept and all(abs(places[n] - places[other]) >= least for other in kept):
            kept.append(n)
    return sorted(kept)
