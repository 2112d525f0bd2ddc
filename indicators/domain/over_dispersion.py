"""By how much figures differ more than counting explains, and an interval is too narrow. Pure.

A quasi-likelihood (McCullagh and Nelder, Generalized Linear Models, 1989, 4.5; on charts, the p' of
D. B. Laney, Quality Engineering 2002; 14: 531-537): the spread of figures in which nothing happened
in their own standard deviations, and how much neighbours hang together. It is estimated from few
figures, and so Student's t takes the place of the normal. An interval is never made narrower.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from indicators.domain.counts import Count
from indicators.domain.distributions import Z95, t_limit

FEWEST_YEARS = 5  # before the plan, whose spread around a straight line is known well enough
_MOST_CORRELATION = 0.8
_CHANCE = 0.05


def variance_of_one(count: Count, events: float, out_of: float) -> float:
    """Of one that is counted, by a share that is never quite 0 or 1."""
    share = (events + 0.5) / (out_of + 1)
    return share * (1 - share) if count.is_proportion else share


def around_their_mean(counts: Sequence[Count]) -> list[float]:
    """How far each is from the share of all, in its own standard deviations."""
    events, out_of = sum(c.events for c in counts), sum(c.out_of for c in counts)
    if not counts:
        return []
    each = variance_of_one(counts[0], events, out_of)
    return [(count.share - events / out_of) / sqrt(each / count.out_of) for count in counts]


def widening(residuals: Sequence[Sequence[float]], parts: int) -> float:
    """By how much an interval of counts is too narrow for the mean of so many parts."""
    free = sum(len(group) - 1 for group in residuals if group)
    if free < 1:
        return 1.0
    spread = sum(rest * rest for group in residuals for rest in group) / free
    together = _inflation(_correlation(residuals, spread), parts)
    return max(1.0, sqrt(spread * together) * t_limit(_CHANCE, free) / Z95)


def _correlation(residuals: Sequence[Sequence[float]], spread: float) -> float:
    """Of neighbours, less the bias of their mean; never below 0."""
    products = [a * b for group in residuals for a, b in pairwise(group)]
    if not products or spread <= 0:
        return 0.0
    count = max(len(group) for group in residuals)
    found = sum(products) / len(products) / spread + 1 / count
    return min(_MOST_CORRELATION, max(0.0, found + (1 + 3 * found) / count))


def _inflation(correlation: float, parts: int) -> float:
    """Of the variance of the mean of so many that follow each other."""
    return 1 + 2 * sum((1 - lag / parts) * correlation**lag for lag in range(1, parts))


def widening_of_years(counts: Sequence[Count]) -> float:
    """Of the difference of two years, from those before; a steady rise or fall is no spread.

    1 of fewer than five, whose spread nobody can know.
    """
    if len(counts) < FEWEST_YEARS:
        return 1.0
    weights = [count.out_of for count in counts]
    whole = sum(weights)
    share = sum(count.events for count in counts) / whole
    middle = sum(n * weight for n, weight in enumerate(weights)) / whole
    across = sum(weight * (n - middle) ** 2 for n, weight in enumerate(weights))
    slope = sum((n - middle) * count.events for n, count in enumerate(counts)) / across
    each = variance_of_one(counts[0], share * whole, whole)
    free = len(counts) - 2
    spread = sum(
        (count.share - share - slope * (n - middle)) ** 2 * count.out_of / each
        for n, count in enumerate(counts)
    )
    return max(1.0, sqrt(spread / free) * t_limit(_CHANCE, free) / Z95)
