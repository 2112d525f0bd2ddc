"""The XmR chart of months or quarters: average, limits and signals. Pure.

As NHS England's Making data count and its package NHSRplotthedots draw it: the limits lie 2.66
times the average change from one figure to the next above and below the average (Shewhart's
constant 3 / 1.128). Both come from the figures before the plan, or from the first twelve, and are
never redrawn: a signal would hide itself. Signals inform; the verdict is that of the one test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from indicators.domain.level_test import FEWEST_BEFORE

LIMIT = 2.66  # average changes from the average
RUN = 7  # figures in a row
_OUTER = 2 / 3  # of the way to a limit


class Signal(StrEnum):
    """What marks a figure as more than usual variation."""

    LIMIT = "Beyond a limit"
    SHIFT = "Run of 7 on one side"
    TREND = "Run of 7 one way"
    TWO_OF_THREE = "Two of three near a limit"


@dataclass(frozen=True, slots=True)
class XmrChart:
    """Average and limits from the first `before` figures, and the signals of each figure."""

    average: float
    low: float
    high: float
    before: int
    signals: tuple[tuple[Signal, ...], ...]


def xmr(values: Sequence[float], before: int) -> XmrChart | None:
    """The chart of values in order; None if there are fewer than twelve.

    `before` is how many lie before the plan; of fewer than twelve, the first twelve count.
    """
    if len(values) < FEWEST_BEFORE:
        return None
    before = before if before >= FEWEST_BEFORE else FEWEST_BEFORE
    base = values[:before]
    average = sum(base) / before
    reach = LIMIT * sum(abs(b - a) for a, b in pairwise(base)) / (before - 1)
    marked: list[set[Signal]] = [set() for _ in values]
    for signal, places in _signals(values, average, reach):
        for place in places:
            marked[place].add(signal)
    signals = tuple(tuple(signal for signal in Signal if signal in marks) for marks in marked)
    return XmrChart(average, average - reach, average + reach, before, signals)


def _signals(
    values: Sequence[float], average: float, reach: float
) -> Iterator[tuple[Signal, Sequence[int]]]:
    off = [value - average for value in values]
    yield Signal.LIMIT, [n for n, by in enumerate(off) if abs(by) > reach]
    for n in range(len(values) - RUN + 1):
        run = range(n, n + RUN)
        if all(off[i] > 0 for i in run) or all(off[i] < 0 for i in run):
            yield Signal.SHIFT, run
        steps = [values[i + 1] - values[i] for i in run[:-1]]
        if all(step > 0 for step in steps) or all(step < 0 for step in steps):
            yield Signal.TREND, run
    for n in range(len(values) - 2):
        for side in (1, -1):
            near = [i for i in range(n, n + 3) if reach * _OUTER < side * off[i] <= reach]
            beside = all(side * off[i] > 0 for i in range(n, n + 3))
            if len(near) >= 2 and beside:
                yield Signal.TWO_OF_THREE, near
