"""Positions in a chart: the value axis, the time axis, runs of figures, labels. Pure.

A page does not know how wide it is shown: there, places across are in per cent, and the room for
labels is that of the narrowest page (`PHONE`) or of one beyond a phone (`DESK`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import ceil, floor, log10

from indicators.domain.enums import SpanKind
from indicators.domain.series import Figure
from indicators.domain.time_spans import Span
from indicators.domain.trend import is_since

HEIGHT, TOP, BOTTOM, LABELS = 300, 14, 256, 280
APART, TWO_LINES = 18, 33  # pixels that a label takes
LEFT, RIGHT = 1.5, 95.0  # per cent: room for marks at either end, and for what leads to a name
PHONE, DESK = 90, 380  # pixels of a plot at least: 320 pixels wide, and beyond 640
LEFT_MARGIN, RIGHT_MARGIN = 40, 110  # pixels beside a plot at least
TEXT = 14  # pixels: the size of all text
MOST_LINES, MOST_CROSSINGS = 4, 12
_STEPS = (1, 2, 2.5, 5, 10)
_NARROW_SIGNS = frozenset("iljtfrI.,:;|'()[]/ -’‘")
_WIDE_SIGNS = frozenset("mwMWOQGCDHNUABKRSVXY%&@—…£+=<>−")


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The numbers at the left, from the lowest up, between two heights in pixels."""

    ticks: tuple[float, ...]
    top: float = TOP
    bottom: float = BOTTOM

    @property
    def has_nought(self) -> bool:
        """Whether 0 is on the scale; if it is not, the chart says so."""
        return self.ticks[0] <= 0 <= self.ticks[-1]

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


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


def spread_out(
    wanted: Sequence[float], heights: Sequence[int], top: float = TOP, bottom: float = BOTTOM
) -> list[float]:
    """The centres of labels with these heights, moved apart so that none overlap.

    `wanted` are the preferred positions, in ascending order. Together they move as little as can be
    (the least squares, by pooling neighbours that would overlap). Labels that take more room than
    there is go above the top.
    """
    below: list[float] = []  # how far below the first each has to be at least
    for n, height in enumerate(heights):
        below.append(below[-1] + (heights[n - 1] + height) / 2 if n else 0.0)
    pools: list[tuple[float, int]] = []  # labels that touch: where their first would be, how many
    for n, y in enumerate(wanted):
        mean, count = y - below[n], 1
        while pools and pools[-1][0] > mean:
            other, many = pools.pop()
            mean, count = (mean * count + other * many) / (count + many), count + many
        pools.append((mean, count))
    lowest = bottom - below[-1] if below else bottom
    starts = [min(max(mean, top), lowest) for mean, count in pools for _ in range(count)]
    return [start + least for start, least in zip(starts, below, strict=True)]


def asides(days: Sequence[AbstractSet[date]]) -> list[float]:
    """How many pixels each line is moved aside, so that no interval lies over another's.

    `days` are those on which each line has an interval. Lines that share a day are moved apart
    around it, from left to right in their order; all others stay where they are.

    >>> asides([{date(2019, 1, 1)}, set(), {date(2019, 1, 1)}])
    [-6.0, 0.0, 6.0]
    """
    moved = [
        number
        for number, own in enumerate(days)
        if any(own & other for n, other in enumerate(days) if n != number)
    ]
    step, half = side_step(len(moved)), (len(moved) - 1) / 2
    places = {number: (place - half) * step for place, number in enumerate(moved)}
    return [places.get(number, 0.0) for number in range(len(days))]


def side_step(lines: int) -> float:
    """Pixels from one of so many lines to the next: less for more, since all keep to their day."""
    return max(6.0, 16.0 - 2 * lines)


def text_width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """About how many pixels a text takes in Arial or Liberation Sans: rather more than less."""
    letters = sum(
        0.36 if sign in _NARROW_SIGNS else 0.86 if sign in _WIDE_SIGNS else 0.58 for sign in text
    )
    return letters * size * (1.08 if bold else 1.0)


def wrapped(text: str, width: float, size: float = TEXT) -> list[str]:
    """The text in lines of at most this width in pixels; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True, slots=True)
class DateLabel:
    """A text below or above a place across, in per cent; a long one at an edge keeps within it."""

    text: str
    place: float

    @property
    def anchor(self) -> str:
        half = text_width(self.text) / 2
        if self.place < 12 and half > LEFT_MARGIN:
            return "start"
        return "end" if self.place > 88 and half > RIGHT_MARGIN else "middle"

    def box(self, across: float) -> tuple[float, float]:
        """From left to right in pixels, on a plot that is so many pixels wide."""
        at, width = self.place / 100 * across, text_width(self.text)
        start = {"start": at, "middle": at - width / 2, "end": at - width}[self.anchor]
        return start, start + width


def labels_with_room(labels: Sequence[DateLabel], across: float, gap: float = 8) -> list[int]:
    """The indexes of labels, from left to right, that do not overlap on a plot of that width.

    The last and the first take precedence: the whole time is told before what is between.
    """
    boxes = [label.box(across) for label in labels]
    order = [*range(len(labels))[-1:], *range(len(labels))[:-1]]
    kept: list[int] = []
    for n in order:
        start, end = boxes[n]
        if all(end + gap <= boxes[k][0] or boxes[k][1] + gap <= start for k in kept):
            kept.append(n)
    return sorted(kept)


@dataclass(frozen=True, slots=True)
class PlottedRun:
    """Figures that a line connects, as days and values."""

    points: tuple[tuple[date, float], ...]

    def at(self, day: date) -> float | None:
        """The value of the line on a day; None beyond its ends."""
        for (start, before), (end, after) in pairwise(self.points):
            if start <= day <= end:
                part = (day - start).days / max((end - start).days, 1)
                return before + (after - before) * part
        return None


def crossings(lines: Sequence[Sequence[PlottedRun]]) -> int:
    """How often the lines cross, each pair counted; lines that touch and part do not cross."""
    return sum(
        _crossings_of_two(run, other)
        for line, beside in combinations(lines, 2)
        for run in line
        for other in beside
    )


def _crossings_of_two(run: PlottedRun, other: PlottedRun) -> int:
    days = sorted({day for day, _ in (*run.points, *other.points)})
    pairs = [(run.at(day), other.at(day)) for day in days]
    apart = [a - b for a, b in pairs if a is not None and b is not None]
    signs = [difference > 0 for difference in apart if abs(difference) > 1e-9]
    return sum(a is not b for a, b in pairwise(signs))


def needs_panels(lines: int, crossed: int) -> bool:
    """Whether lines are drawn in small charts of their own: more than 4, or crossing over 12 times.

    >>> needs_panels(4, 12), needs_panels(5, 0), needs_panels(3, 13)
    (False, True, True)
    """
    return lines > MOST_LINES or crossed > MOST_CROSSINGS
