"""One test of the level of a series since a day against its level before. Pure.

Student's t test of two levels, as a linear model: value = season + step + what is left over. Of two
years or more, the seasons are part of the model, so that a steady season is no step. What is left
over may hang together from one figure to the next (autocorrelation), which makes levels differ more
than chance would: `neighbour_correlation` says by how much. In health data this is an interrupted
time series (Bernal, Cummins and Gasparrini, International Journal of Epidemiology 2017; 46:
348-355).
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
from indicators.domain.neighbour_correlation import fitted_noise, found_correlation, margin

CHANCE = 0.02  # on both sides together
FEWEST_BEFORE = 12
FEWEST_SINCE = 3  # one or two figures are not a level yet
_LEAST_DEGREES = 13  # sixteen figures that do not hang together have fourteen
_FEWEST_LEFT = 6  # degrees of freedom that seasons must leave
# Days from one figure to the next: months, quarters, terms, half years; and how many a year has.
_SEASONS = {(27, 32): 12, (88, 94): 4, (112, 132): 3, (178, 188): 2}


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
    seasons: int  # 12, 4, 3 or 2, where they are taken out; 1 where they are not
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
    found = found_correlation(left_over, places, free)
    lag, inflation = 0.0, 1.0
    if found is not None:
        noise = fitted_noise(tuple(places), before, tuple(of_season))
        lag, inflation = noise.of(found + margin(len(values)))
    error = sqrt(variance / leverage * inflation)
    return LevelTest(
        before=before,
        since=since,
        level_before=sum(numbers[:before]) / before,
        level_since=sum(numbers[before:]) / since,
        step=step,
        half_width=max(t_limit(CHANCE, _degrees(free, len(values), lag)) * error, unit / 2),
        seasons=seasons,
        correlation=lag,
    )


def _degrees(free: int, figures: int, lag: float) -> int:
    """Figures that hang together know less of their own spread than as many that do not."""
    alone = figures * (1 - lag) / (1 + lag)
    return max(min(free, _LEAST_DEGREES), min(free, int(alone) - 2))


def _places(values: Sequence[TimedValue]) -> list[int]:
    """The place of each in a regular series, counted in its usual step: a gap counts too."""
    steps = [(later.day - earlier.day).days for earlier, later in pairwise(values)]
    usual = median(steps) or 1
    places = [0]
    for days in steps:
        places.append(places[-1] + max(1, round(days / usual)))
    return places


def _seasons(values: Sequence[TimedValue], places: Sequence[int], before: int) -> int:
    """How many a year has, if there are two years of them and each season was seen before."""
    usual = median((later.day - earlier.day).days for earlier, later in pairwise(values))
    seasons = next((n for (low, high), n in _SEASONS.items() if low <= usual <= high), 1)
    if seasons == 1:
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
