"""How much neighbouring figures hang together, and what that does to the step of two levels. Pure.

What is left of figures once levels and seasons are fitted hangs together less than the figures do,
and spreads less. Marriott and Pope (Biometrika 1954; 41: 390-402) give the first of these biases of
one mean to order 1/n; here both are worked out exactly, for the levels and seasons that were
fitted: for each correlation r of neighbours (a first-order autoregression), what correlation is to
be expected of what is left, and how much more the step varies than its usual error says.

Correlation is judged with a margin upward, since of few figures it is hardly known: 0.1 at sixteen
figures, where more would cost too many real steps, and 0.2 from twenty-four on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_FURTHEST = 40  # neighbours further apart than this hang together by next to nothing
_GRID = tuple(n / 100 for n in range(91))
_LEAST_MARGIN, _MOST_MARGIN = 0.1, 0.2
Design = tuple[tuple[int, ...], int, tuple[int, ...]]  # places, figures before, season of each


@dataclass(frozen=True, slots=True)
class FittedNoise:
    """For each correlation of the grid: of what is left, so far at most; the step's inflation."""

    of_left_over: tuple[float, ...]
    inflation: tuple[float, ...]

    def of(self, found: float) -> tuple[float, float]:
        """The correlation that what is left over points to, and the inflation of the variance."""
        at = min(bisect_left(self.of_left_over, found), len(_GRID) - 1)
        return _GRID[at], self.inflation[at]


def margin(figures: int) -> float:
    """What is added to the correlation that was found of so many figures."""
    return min(_MOST_MARGIN, max(_LEAST_MARGIN, (figures - 8) / 80))


def found_correlation(left_over: Sequence[float], places: Sequence[int], free: int) -> float | None:
    """The correlation of neighbours in what is left over; None without neighbours or spread."""
    variance = sum(rest * rest for rest in left_over) / free
    products = [
        left_over[n] * left_over[n + 1]
        for n in range(len(places) - 1)
        if places[n + 1] - places[n] == 1
    ]
    if not products or variance <= 0:
        return None
    return sum(products) / len(products) / variance


@lru_cache(maxsize=256)
def fitted_noise(places: tuple[int, ...], before: int, of_season: tuple[int, ...]) -> FittedNoise:
    """What fitting two levels and the seasons does to noise whose neighbours hang together."""
    projected, step, free = _projection(before, of_season)
    pairs = [n for n in range(len(places) - 1) if places[n + 1] - places[n] == 1]
    reach = min(_FURTHEST, places[-1]) + 1
    dense = [_dense(row, places) for row in projected]
    spread = [0.0] * reach
    for at, place in enumerate(places):
        _add_lags(spread, dense[at], _unit(place, len(dense[at])))
    together = [0.0] * reach
    for n in pairs:
        _add_lags(together, dense[n], dense[n + 1])
    of_step = [0.0] * reach
    weights = _dense(step, places)
    _add_lags(of_step, weights, weights)
    usual = of_step[0]
    left, inflation = [], []
    for r in _GRID:
        powers = [r**lag for lag in range(reach)]
        variance = _weighted(spread, powers) / free
        left.append(_weighted(together, powers) / max(1, len(pairs)) / variance)
        inflation.append(_weighted(of_step, powers) / variance / usual)
    return FittedNoise(tuple(accumulate(left, max)), tuple(accumulate(inflation, max)))


def _weighted(lags: Sequence[float], powers: Sequence[float]) -> float:
    return sum(lag * power for lag, power in zip(lags, powers, strict=True))


def _projection(
    before: int, of_season: tuple[int, ...]
) -> tuple[list[list[float]], list[float], int]:
    """The matrix that leaves what is left over, the weights of the step, degrees of freedom."""
    count = len(of_season)
    sizes = {season: of_season.count(season) for season in of_season}
    since = {
        season: sum(of_season[n] == season for n in range(before, count)) / size
        for season, size in sizes.items()
    }
    bears = [float(n >= before) - since[season] for n, season in enumerate(of_season)]
    leverage = sum(x * x for x in bears)
    rows = [
        [
            (i == j) - (of_season[i] == of_season[j]) / sizes[of_season[i]] - x * y / leverage
            for j, y in enumerate(bears)
        ]
        for i, x in enumerate(bears)
    ]
    return rows, [x / leverage for x in bears], count - len(sizes) - 1


def _dense(row: Sequence[float], places: Sequence[int]) -> list[float]:
    """With a zero where the series has a gap."""
    made = [0.0] * (places[-1] + 1)
    for place, value in zip(places, row, strict=True):
        made[place] = value
    return made


def _unit(place: int, length: int) -> list[float]:
    return [float(n == place) for n in range(length)]


def _add_lags(lags: list[float], one: Sequence[float], other: Sequence[float]) -> None:
    """Adds, for each distance, the products of all that are so far apart."""
    times: Callable[[float, float], float] = float.__mul__
    lags[0] += sum(map(times, one, other))
    for lag in range(1, len(lags)):
        lags[lag] += sum(map(times, one, other[lag:])) + sum(map(times, one[lag:], other))
