"""One test of the level of a series since a day against its level before. Pure.

Student's t test of two levels, as a linear model: value = season + step + what is left over. Of two
years or more, the seasons are part of the model, so that a steady season is no step. What is left
over may hang together from one figure to the next (autocorrelation), which makes levels differ more
than chance would; then the variance of the step is multiplied by (1 + r) / (1 - r), r being the
correlation of neighbours, without the bias that fitting the levels brings (Marriott and Pope,
Biometrika 1954; 41: 390-402). In health data this is an interrupted time series (Bernal, Cummins
and Gasparrini, International Journal of Epidemiology 2017; 46: 348-355).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import sqrt
from statistics import median

from indicators.domain.distributions import t_limit

CHANCE = 0.02  # on both sides together
FEWEST_BEFORE = 12
FEWEST_SINCE = 3  # one or two figures are not a level yet
LARGEST_CORRELATION = 0.8
_FEWEST_LEFT = 6  # degrees of freedom that seasons must leave
_MONTH, _QUARTER = (27, 32), (88, 94)  # days from one figure to the next


@dataclass(frozen=True, slots=True)
class TimedValue:
    """A value, and the middle of the time that it is of."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class LevelTest:
    """The step from the level before to the level since, with the interval that tests it."""

    before: int  # figures
    since: int
    level_before: float
    level_since: float
    step: float  # the difference; without the seasons, where they are taken out
    half_width: float  # of the 98% interval of the step
    seasons: int  # 12 or 4, where they are taken out; 1 where they are not
    correlation: float  # of neighbours, from 0 on

    @property
    def is_clear(self) -> bool:
        return abs(self.step) > self.half_width


def level_test(values: Sequence[TimedValue], before: int, *, unit: float) -> LevelTest | None:
    """The test of the first `before` values against the rest; None if there are too few.

    `unit` is one unit of the last place shown: a step of less than half of it is none.
    """
    since = len(values) - before
    if before < FEWEST_BEFORE or since < FEWEST_SINCE:
        return None
    numbers = [timed.value for timed in values]
    is_since = [0.0] * before + [1.0] * since
    places = _places(values)
    seasons = _seasons(values, places, before)
    of_season = [place % seasons for place in places]
    step, left_over, leverage = _fit(numbers, is_since, of_season)
    free = len(values) - len(set(of_season)) - 1
    variance = max(sum(rest * rest for rest in left_over) / free, unit * unit / 12)
    lag = _correlation(left_over, places, is_since, of_season, variance)
    error = sqrt(variance / leverage * (1 + lag) / (1 - lag))
    return LevelTest(
        before=before,
        since=since,
        level_before=sum(numbers[:before]) / before,
        level_since=sum(numbers[before:]) / since,
        step=step,
        half_width=max(t_limit(CHANCE, free) * error, unit / 2),
        seasons=seasons,
        correlation=lag,
    )


def _places(values: Sequence[TimedValue]) -> list[int]:
    """The place of each in a regular series, counted in its usual step: a gap counts too."""
    steps = [(later.day - earlier.day).days for earlier, later in pairwise(values)]
    usual = median(steps) or 1
    places = [0]
    for days in steps:
        places.append(places[-1] + max(1, round(days / usual)))
    return places


def _seasons(values: Sequence[TimedValue], places: Sequence[int], before: int) -> int:
    """12 or 4 if there are two years of months or quarters, and each season was seen before."""
    usual = median((later.day - earlier.day).days for earlier, later in pairwise(values))
    if _MONTH[0] <= usual <= _MONTH[1]:
        seasons = 12
    elif _QUARTER[0] <= usual <= _QUARTER[1]:
        seasons = 4
    else:
        return 1
    seen = {place % seasons for place in places[:before]}
    known = all(place % seasons in seen for place in places[before:])
    enough = len(values) >= 2 * seasons and len(values) - len(seen) - 1 >= _FEWEST_LEFT
    return seasons if known and enough else 1


def _less_season(numbers: Sequence[float], of_season: Sequence[int]) -> list[float]:
    """The numbers less the mean of their season; less the mean of all where there is just one."""
    groups: dict[int, list[float]] = defaultdict(list)
    for number, season in zip(numbers, of_season, strict=True):
        groups[season].append(number)
    means = {season: sum(group) / len(group) for season, group in groups.items()}
    return [number - means[season] for number, season in zip(numbers, of_season, strict=True)]


def _fit(
    numbers: Sequence[float], is_since: Sequence[float], of_season: Sequence[int]
) -> tuple[float, list[float], float]:
    """The step by least squares, what is left over, and the sum of squares that bears the step."""
    values, since = _less_season(numbers, of_season), _less_season(is_since, of_season)
    leverage = sum(x * x for x in since)
    step = sum(x * y for x, y in zip(since, values, strict=True)) / leverage
    return step, [y - step * x for x, y in zip(since, values, strict=True)], leverage


def _correlation(
    left_over: Sequence[float],
    places: Sequence[int],
    is_since: Sequence[float],
    of_season: Sequence[int],
    variance: float,
) -> float:
    """The correlation of neighbours, never below 0.

    Fitting the levels makes it smaller than it is: what fitting does to figures that do not hang
    together is added back, and then Marriott and Pope's (1 + 3r) / n.
    """
    since, sizes = _less_season(is_since, of_season), defaultdict[int, int](int)
    for season in of_season:
        sizes[season] += 1
    leverage = sum(x * x for x in since)
    together, pairs = 0.0, 0
    for n in range(len(places) - 1):
        if places[n + 1] - places[n] != 1:
            continue
        same = 1 / sizes[of_season[n]] if of_season[n] == of_season[n + 1] else 0.0
        fitted = same + since[n] * since[n + 1] / leverage
        together += left_over[n] * left_over[n + 1] + variance * fitted
        pairs += 1
    if not pairs or variance <= 0:
        return 0.0
    found = together / pairs / variance
    found += (1 + 3 * found) / len(places)
    return min(LARGEST_CORRELATION, max(0.0, found))
