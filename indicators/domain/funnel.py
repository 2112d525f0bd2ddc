"""Funnel plots: how far from the whole an area of that size may lie by chance alone. Pure.

The limits around a share p for an area of n are p plus and minus z times the root of p (1 - p) / n,
with z = 1.96 for 95% and 3.09 for 99.8% (D. J. Spiegelhalter, Statistics in Medicine 2005; 24:
1185-1202). They are the shares whose Wilson interval just touches p, as in the funnel plots of
OHID's Fingertips (the R package PHEindicatormethods, calculate_funnel_limits).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from indicators.domain.distributions import Z95

Z998 = NormalDist().inv_cdf(0.999)  # 3.09 standard deviations hold the middle 99.8%
FEWEST_AREAS = 10  # fewer make no funnel
NEARLY_ALL = 0.9  # of the areas with a figure have counts: a funnel of a few is none of all
# Of areas that differ by chance alone, 1 in 500 lies outside 99.8%.
OFTEN = 0.05


class FunnelPosition(StrEnum):
    """Where an area lies, in the words of the table."""

    FAR_BELOW = "below 99.8%"
    BELOW = "below 95%"
    WITHIN = "within"
    ABOVE = "above 95%"
    FAR_ABOVE = "above 99.8%"

    @property
    def is_far(self) -> bool:
        return self in (FunnelPosition.FAR_BELOW, FunnelPosition.FAR_ABOVE)


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The control limits for one size, in the unit of the figures."""

    low_998: float
    low_95: float
    high_95: float
    high_998: float

    def position(self, value: float) -> FunnelPosition:
        """Where a value lies; on a limit is within it."""
        if value < self.low_998:
            return FunnelPosition.FAR_BELOW
        if value > self.high_998:
            return FunnelPosition.FAR_ABOVE
        if value < self.low_95:
            return FunnelPosition.BELOW
        return FunnelPosition.ABOVE if value > self.high_95 else FunnelPosition.WITHIN


def limits(centre: float, out_of: float, whole: float = 100.0) -> FunnelLimits:
    """The limits around `centre` for so many; both in a unit of which `whole` is all (100 for %).

    They never leave 0 to `whole`.
    """
    share = centre / whole
    deviation = sqrt(share * (1 - share) / out_of)

    def at(z: float) -> float:
        return min(max(share + z * deviation, 0.0), 1.0) * whole

    return FunnelLimits(at(-Z998), at(-Z95), at(Z95), at(Z998))


def pooled(counts: Iterable[tuple[float, float]], whole: float = 100.0) -> float | None:
    """The share of all areas together, of (numerator, denominator); None without any."""
    pairs = list(counts)
    total = sum(out_of for _, out_of in pairs)
    return sum(events for events, _ in pairs) / total * whole if total else None


def differ_by_more_than_chance(positions: Sequence[FunnelPosition]) -> bool:
    """Whether so many lie outside 99.8% that lying outside it is nothing rare.

    Then areas differ anyway (overdispersion), and the limits are too narrow to single one out.
    """
    far = sum(position.is_far for position in positions)
    return bool(positions) and far / len(positions) > OFTEN
