"""Counts of the same months, quarters or terms of two years, set against each other. Pure.

A month differs from the next by season, and months with counts differ by more than counting
explains. So each month since the plan began is set against the same month before, and all of these
pairs give one difference: the weighted mean of theirs, with the weights of Mantel and Haenszel
(Journal of the National Cancer Institute 1959; 22: 719-748). Both sides are then so many out of so
many again, and have Newcombe's interval, or Byar's (`counts.difference`).

The interval is made wider by what months differ more than counting explains (`over_dispersion`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from indicators.domain.counts import Count, Interval, difference
from indicators.domain.over_dispersion import around_their_mean, variance_of_one, widening

_FEWEST_PAIRS = 4  # whose differences show how much they spread, too


@dataclass(frozen=True, slots=True)
class PartComparison:
    """What the same parts of two years come to: both levels, and the interval of their change."""

    parts: int
    before: float
    since: float
    interval: Interval
    widened: float  # 1 where months differ by no more than counting explains
    is_named: bool = False  # whether `before` is a level that the plan names, of no such part

    @property
    def change(self) -> float:
        return self.since - self.before


@dataclass(frozen=True, slots=True)
class CountedParts:
    """Pairs of the same part of two years, in order, and all counts on either side."""

    pairs: Sequence[tuple[Count, Count]]
    before: Sequence[Count]
    since: Sequence[Count]

    def compared(self) -> PartComparison:
        """The pairs as one difference, in the unit of the figures."""
        weights = [a.out_of * b.out_of / (a.out_of + b.out_of) for a, b in self.pairs]
        first = _pooled([pair[0] for pair in self.pairs], weights)
        last = _pooled([pair[1] for pair in self.pairs], weights)
        parts = len(self.pairs)
        groups = [around_their_mean(self.before), around_their_mean(self.since)]
        widened = widening(groups, parts)
        if parts >= _FEWEST_PAIRS:
            widened = max(widened, widening([_of_differences(self.pairs, weights)], parts))
        return _comparison(first, last, parts, widened)


def beside_a_level(level: Count, since: Sequence[Count]) -> PartComparison:
    """A whole year of parts beside a level that the plan names."""
    out_of = sum(count.out_of for count in since)
    events = sum(count.events for count in since)
    pooled = Count(events, out_of, since[0].multiplier, since[0].is_proportion)
    widened = widening([around_their_mean(since)], len(since))
    return replace(_comparison(level, pooled, len(since), widened), is_named=True)


def _comparison(first: Count, last: Count, parts: int, widened: float) -> PartComparison:
    between = difference(first, last)
    before, since = first.share * first.multiplier, last.share * last.multiplier
    change = since - before
    low, high = (
        change - widened * (change - between.low),
        change + widened * (between.high - change),
    )
    return PartComparison(parts, before, since, Interval(low, high), widened)


def _pooled(counts: Sequence[Count], weights: Sequence[float]) -> Count:
    """One count with the weighted mean share, out of as many as make its variance."""
    whole = sum(weights)
    share = sum(w * count.share for w, count in zip(weights, counts, strict=True)) / whole
    spread = sum(w * w / count.out_of for w, count in zip(weights, counts, strict=True))
    out_of = whole * whole / spread
    return Count(share * out_of, out_of, counts[0].multiplier, counts[0].is_proportion)


def _of_differences(pairs: Sequence[tuple[Count, Count]], weights: Sequence[float]) -> list[float]:
    """How far each difference is from that of all, in its own standard deviations."""
    differences = [b.share - a.share for a, b in pairs]
    mean = sum(w * d for w, d in zip(weights, differences, strict=True)) / sum(weights)
    return [
        (between - mean)
        / sqrt(variance_of_one(a, a.events + b.events, a.out_of + b.out_of) / weight)
        for (a, b), weight, between in zip(pairs, weights, differences, strict=True)
    ]
