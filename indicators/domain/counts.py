"""Intervals and trends of figures that are so many out of so many. Pure.

- A *proportion* (a percentage) has Wilson's interval. The difference of two has Newcombe's, which
  puts two intervals of Wilson together, corrected for continuity: without that, noise in counts of
  25 gets a verdict in 6.5%, with it in 3% (R. G. Newcombe, Statistics in Medicine 1998; 17:
  873-890, method 11).
- A *rate* (so many events for every 10,000) has Byar's interval (Breslow and Day, Statistical
  Methods in Cancer Research II, 1987, page 69; used by OHID, Technical Guide: Confidence
  intervals); the difference of two puts the two intervals together in the same way (Zou and Donner,
  Statistics in Medicine 2008; 27: 1693-1702).
- The *trend* of three or more is the chi-squared test for a trend (Armitage, Biometrics 1955; 11:
  375-386), as in OHID's Fingertips. It is a trend only if what departs from a straight line is
  chance (the same paper), and if it does not hang on a single figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from indicators.domain.distributions import Z95, chi_squared_above

CHANCE = 0.05
_MULTIPLIERS = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)
_PROPORTIONS = (1.0, 100.0)
_FEWEST_FOR_TREND = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, in the unit of the figures."""

    low: float
    high: float

    @property
    def without_zero(self) -> bool:
        return self.low > 0 or self.high < 0

    def wider(self, centre: float, factor: float) -> Interval:
        """The interval with both arms so many times as long."""
        if factor == 1:
            return self
        below, above = factor * (centre - self.low), factor * (self.high - centre)
        return Interval(centre - below, centre + above)

    def times(self, factor: float) -> Interval:
        return Interval(self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Count:
    """So many out of so many, as a figure: `events` / `out_of` * `multiplier` is its value."""

    events: float
    out_of: float
    multiplier: float
    is_proportion: bool

    @property
    def share(self) -> float:
        return self.events / self.out_of

    @property
    def interval(self) -> Interval:
        """The 95% interval of the figure, in its own unit."""
        alone = _wilson if self.is_proportion else _byar
        return alone(self.events, self.out_of).times(self.multiplier)

    @property
    def interval_for_difference(self) -> Interval:
        """The same; of a proportion, corrected for continuity."""
        alone = _wilson_corrected if self.is_proportion else _byar
        return alone(self.events, self.out_of).times(self.multiplier)


def same_kind(
    figures: Sequence[tuple[float, float | None, float | None]], unit: float
) -> list[Count] | None:
    """The counts of figures (value, numerator, denominator) that all are counted alike.

    None if one has no counts, if the counts do not make the values (a median, a weighted mean), or
    if they make them in different ways. `unit` is one unit of the last place shown.
    """
    pairs = [(value, events, out_of) for value, events, out_of in figures]
    if not pairs or not all(_is_count(events, out_of) for _, events, out_of in pairs):
        return None
    counted = [(value, events or 0.0, out_of or 1.0) for value, events, out_of in pairs]
    multiplier = min(_MULTIPLIERS, key=lambda m: max(_misses(*count, m) for count in counted))
    if any(_misses(*count, multiplier) > max(unit, 1e-6 * multiplier) for count in counted):
        return None
    proportion = multiplier in _PROPORTIONS and all(e <= o for _, e, o in counted)
    return [Count(events, out_of, multiplier, proportion) for _, events, out_of in counted]


def _is_count(events: float | None, out_of: float | None) -> bool:
    if events is None or out_of is None:
        return False
    return isfinite(events) and isfinite(out_of) and events >= 0 and out_of > 0


def _misses(value: float, events: float, out_of: float, multiplier: float) -> float:
    """By how much the counts miss the value: by no more than it is rounded, if they make it."""
    return abs(events / out_of * multiplier - value)


def difference(before: Count, now: Count) -> Interval:
    """The 95% interval of now less before, in the unit of the figures: Newcombe's, or Byar's."""
    first, second = before.interval_for_difference, now.interval_for_difference
    change = now.share * now.multiplier - before.share * before.multiplier
    start, end = before.share * before.multiplier, now.share * now.multiplier
    return Interval(
        change - sqrt((end - second.low) ** 2 + (first.high - start) ** 2),
        change + sqrt((second.high - end) ** 2 + (start - first.low) ** 2),
    )


def _wilson(events: float, out_of: float) -> Interval:
    share, square = events / out_of, Z95 * Z95
    centre = share + square / (2 * out_of)
    half = Z95 * sqrt(share * (1 - share) / out_of + square / (4 * out_of * out_of))
    below, above = (centre - half) / (1 + square / out_of), (centre + half) / (1 + square / out_of)
    return Interval(max(0.0, below) if events else 0.0, min(1.0, above))


def _wilson_corrected(events: float, out_of: float) -> Interval:
    share, square = events / out_of, Z95 * Z95
    centre, across = 2 * events + square, 2 * (out_of + square)
    below = square - 2 - 1 / out_of + 4 * share * (out_of * (1 - share) + 1)
    above = square + 2 - 1 / out_of + 4 * share * (out_of * (1 - share) - 1)
    low = (centre - 1 - Z95 * sqrt(max(0.0, below))) / across
    high = (centre + 1 + Z95 * sqrt(max(0.0, above))) / across
    return Interval(
        max(0.0, low) if events > 0 else 0.0, min(1.0, high) if events < out_of else 1.0
    )


def _byar(events: float, out_of: float) -> Interval:
    more = events + 1
    low = events * (1 - 1 / (9 * events) - Z95 / (3 * sqrt(events))) ** 3 if events > 0 else 0.0
    high = more * (1 - 1 / (9 * more) + Z95 / (3 * sqrt(more))) ** 3
    return Interval(max(0.0, low) / out_of, high / out_of)


def trend_is_clear(counts: Sequence[Count]) -> bool:
    """Whether figures of equal steps rise or fall by more than chance, and steadily.

    Also without any single figure: one bad figure and back is no trend.
    """
    if len(counts) < _FEWEST_FOR_TREND or not _steady_trend(counts):
        return False
    way = _slope(counts) > 0
    others = [[*counts[:n], *counts[n + 1 :]] for n in range(len(counts))]
    return all(_chance_of_trend(rest) < CHANCE and (_slope(rest) > 0) is way for rest in others)


def _steady_trend(counts: Sequence[Count]) -> bool:
    along, _ = _chi_squared(counts)
    return chi_squared_above(along, 1) < CHANCE and departs_by_chance(counts)


def departs_by_chance(counts: Sequence[Count]) -> bool:
    """Whether what departs from a straight line is no more than chance."""
    along, whole = _chi_squared(counts)
    return chi_squared_above(whole - along, len(counts) - 2) >= CHANCE


def _chance_of_trend(counts: Sequence[Count]) -> float:
    along, _ = _chi_squared(counts)
    return chi_squared_above(along, 1)


def _slope(counts: Sequence[Count]) -> float:
    """In proportion to the slope of the straight line through the figures."""
    total = sum(count.out_of for count in counts)
    middle = sum(n * count.out_of for n, count in enumerate(counts)) / total
    return sum((n - middle) * count.events for n, count in enumerate(counts))


def _chi_squared(counts: Sequence[Count]) -> tuple[float, float]:
    """Chi-squared along the line (1 degree of freedom), and of all differences (k - 1)."""
    total = sum(count.out_of for count in counts)
    share = sum(count.events for count in counts) / total
    variance = share * (1 - share) if counts[0].is_proportion else share
    if variance <= 0:
        return 0.0, 0.0
    middle = sum(n * count.out_of for n, count in enumerate(counts)) / total
    across = sum(count.out_of * (n - middle) ** 2 for n, count in enumerate(counts))
    along = _slope(counts) ** 2 / (variance * across)
    whole = sum((c.events - c.out_of * share) ** 2 / (c.out_of * variance) for c in counts)
    return along, whole
