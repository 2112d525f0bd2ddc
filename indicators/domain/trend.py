"""Whether an indicator is getting better. Pure: no clock, no database.

The rule for "no clear change". The latest figure is compared with the one before it. The change is
clear only if it passes every test that its figures allow:

1. *Rounding.* It is more than one unit of the last place shown (80% to 81% is not): each of two
   rounded figures may be out by half a unit.
2. *Variation.* With three or more earlier changes, it exceeds the usual variation of the series:
   1.96 times the spread of those changes about their median, where the spread is the median
   absolute deviation times 1.4826. That estimates a standard deviation and is robust against one
   unusual year (Rousseeuw and Croux, 1993). Variation is the departure from a steady course.
3. *Chance.* If both figures are proportions with known counts, the two proportions differ at the
   95% level (z of the pooled proportion at least 1.96), as in the comparisons of public health
   profiles in England. A survey of 30 families with 60% and then 66% shows no clear change.

If that is not clear but the last three changes all went the same way, the latest figure is compared
with the one before those three by the same tests, to detect a slow and steady change. Gaps are
skipped and never count as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import sqrt
from statistics import median
from typing import Generic, Protocol, TypeVar

from indicators.domain.enums import Direction, Judgement

SURE = 1.96  # standard deviations: 95% of a normal distribution lies within them
MAD_TO_DEVIATION = 1.4826
FEWEST_CHANGES = 3
RUN = 3
_PLACES = 9  # beyond which a float is noise: 40.0 - 39.9


class TimeStretch(Protocol):
    """The period of a figure."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


class MeasuredFigure(Protocol):
    """A figure as far as its trend needs it. A gap has no value."""

    @property
    def span(self) -> TimeStretch: ...
    @property
    def value(self) -> float | None: ...
    @property
    def numerator(self) -> float | None: ...
    @property
    def denominator(self) -> float | None: ...


F = TypeVar("F", bound=MeasuredFigure)


@dataclass(frozen=True, slots=True)
class Trend(Generic[F]):
    """The judgement, and the figures `start` and `end` behind it; None if there are too few."""

    judgement: Judgement
    change: float | None = None
    start: F | None = None
    end: F | None = None

    @property
    def better(self) -> bool:
        return self.judgement is Judgement.BETTER

    @property
    def worse(self) -> bool:
        return self.judgement is Judgement.WORSE

    @property
    def direction(self) -> str:
        """ "Rising", "Falling", "Level", or an empty string if no change is worth mentioning."""
        if self.change is None:
            return ""
        if self.judgement is Judgement.NO_CLEAR_CHANGE:
            return ""
        return "Rising" if self.change > 0 else "Falling"


def trend(figures: Iterable[F], better: Direction | str, *, unit: float = 1.0) -> Trend[F]:
    """The trend of a series of figures, in any order, with one kind of span.

    `unit` is one unit of the last place shown: 1 for 91%, 0.1 for 12.3.
    """
    known = sorted(
        (figure for figure in figures if figure.value is not None),
        key=lambda figure: (figure.span.last_day, figure.span.first_day),
    )
    if not known:
        return Trend(Judgement.NO_DATA)
    if len(known) == 1:
        return Trend(Judgement.TOO_FEW, end=known[0])
    start, end = _compared(known, unit)
    change = _change(start, end)
    clear = _is_clear(known, start, end, unit)
    return Trend(_judged(change, Direction(better)) if clear else _STEADY, change, start, end)


_STEADY = Judgement.NO_CLEAR_CHANGE


def _judged(change: float, better: Direction) -> Judgement:
    if better is Direction.NEITHER:
        return Judgement.NOT_JUDGED
    rises_well = better is Direction.HIGHER
    return Judgement.BETTER if (change > 0) is rises_well else Judgement.WORSE


def _compared(known: Sequence[F], unit: float) -> tuple[F, F]:
    """The last two figures; or the ends of the last three steps, if just they change clearly."""
    before, end = known[-2], known[-1]
    if len(known) <= RUN or _is_clear(known, before, end, unit):
        return before, end
    steps = _changes(known)[-RUN:]
    same_way = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    start = known[-1 - RUN]
    return (start, end) if same_way and _is_clear(known, start, end, unit) else (before, end)


def _is_clear(known: Sequence[F], start: F, end: F, unit: float) -> bool:
    change = abs(_change(start, end))
    earlier = _changes(known[: known.index(start) + 1])
    return change > unit and change > SURE * spread(earlier) and chance(start, end) >= SURE


def spread(changes: Sequence[float]) -> float:
    """The robust standard deviation of changes about their median; 0 if unknown."""
    if len(changes) < FEWEST_CHANGES:
        return 0.0
    middle = median(changes)
    return MAD_TO_DEVIATION * median(abs(change - middle) for change in changes)


def chance(start: MeasuredFigure, end: MeasuredFigure) -> float:
    """The z of two proportions; infinite, and so never decisive, for other figures."""
    if not (start.denominator and end.denominator):
        return float("inf")
    if start.numerator is None or end.numerator is None:
        return float("inf")
    both = start.denominator + end.denominator
    pooled = (start.numerator + end.numerator) / both
    variance = pooled * (1 - pooled) * (1 / start.denominator + 1 / end.denominator)
    if variance <= 0:
        return 0.0 if pooled in (0, 1) else float("inf")
    apart = end.numerator / end.denominator - start.numerator / start.denominator
    return abs(apart) / sqrt(variance)


def _changes(known: Sequence[MeasuredFigure]) -> list[float]:
    return [_change(earlier, later) for earlier, later in pairwise(known)]


def _change(start: MeasuredFigure, end: MeasuredFigure) -> float:
    if start.value is None or end.value is None:
        raise ValueError("a gap has no change")
    return round(end.value - start.value, _PLACES)
