"""Noise in which nothing happens, of many kinds, lengths and rhythms, to be judged. Seeded.

A cell is a kind of noise, a rhythm, so many figures before the plan and since, and what is named as
baseline. Of every cell just a small share may get a verdict.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, pi, sin, sqrt

from indicators.domain.trend import trend
from tests.support.noise import SimulatedFigure, SimulatedSpan, poisson
from wsoa.core.months import Month

RHYTHMS = {"month": 12, "quarter": 4, "term": 3, "school year": 1, "year": 1}
_FIRST = {"month": 1, "quarter": 1, "term": 9, "school year": 9, "year": 1}
VERDICTS = ("BETTER", "WORSE")


def span(rhythm: str, number: int) -> SimulatedSpan:
    months = 12 // RHYTHMS[rhythm]
    first = Month(2010, _FIRST[rhythm]).plus(number * months)
    return SimulatedSpan(first.first_day, first.plus(months).first_day - timedelta(days=1))


@dataclass(frozen=True)
class NoiseKind:
    """How far each figure is off a level of 0: season, neighbours, chance; and how it is counted.

    `season` is the amplitude of a sine over the year. `draw` makes a figure of what is off: a value
    with its numerator and denominator, if it has any.
    """

    name: str
    draw: Callable[[random.Random, float], tuple[float, float | None, float | None]]
    season: float = 0.0
    neighbours: float = 0.0
    spread: float = 0.0  # standard deviation of what differs from figure to figure
    counted: bool = False

    def figures(self, chance: random.Random, rhythm: str, count: int) -> list[SimulatedFigure]:
        begin, a_year = chance.random(), RHYTHMS[rhythm]
        off = chance.gauss(0, 1)
        made = []
        for n in range(count):
            season = self.season * sin(2 * pi * (begin + n / a_year)) if a_year > 1 else 0.0
            value, events, out_of = self.draw(chance, season + self.spread * off)
            made.append(SimulatedFigure(span(rhythm, n), value, events, out_of))
            fresh = sqrt(1 - self.neighbours**2)
            off = self.neighbours * off + fresh * chance.gauss(0, 1)
        return made


def _measured(chance: random.Random, off: float) -> tuple[float, None, None]:
    return round(50 + 5 * off, 1), None, None


def _skewed(chance: random.Random, off: float) -> tuple[float, None, None]:
    return round(20 * exp(off), 1), None, None


def _events(mean: float) -> Callable[[random.Random, float], tuple[float, None, None]]:
    def draw(chance: random.Random, off: float) -> tuple[float, None, None]:
        return float(_poisson(chance, max(0.0, mean * (1 + off)))), None, None

    return draw


def _poisson(chance: random.Random, mean: float) -> int:
    if mean > 100:
        return max(0, round(chance.gauss(mean, sqrt(mean))))
    return poisson(chance, mean)


def _share(
    share: float, out_of: int
) -> Callable[[random.Random, float], tuple[float, float, float]]:
    """So many of about `out_of`; what is off moves the log odds."""

    def draw(chance: random.Random, off: float) -> tuple[float, float, float]:
        people: int = max(1, round(out_of * chance.uniform(0.8, 1.2)))
        now = 1 / (1 + exp(-log(share / (1 - share)) - off))
        if people > 400:
            spread = sqrt(people * now * (1 - now))
            events: int = min(people, max(0, round(chance.gauss(people * now, spread))))
        else:
            events = sum(chance.random() < now for _ in range(people))
        return 100 * events / people, events, people

    return draw


def _rate(mean: float) -> Callable[[random.Random, float], tuple[float, float, float]]:
    def draw(chance: random.Random, off: float) -> tuple[float, float, float]:
        events = _poisson(chance, mean * max(0.0, 1 + off))
        return events / 2.5, events, 25_000

    return draw


def _kinds() -> Iterator[NoiseKind]:
    yield NoiseKind("normal", _measured, spread=1)
    yield NoiseKind("log-normal, 0.5", _skewed, spread=0.5)
    for mean in (1, 4, 50):
        yield NoiseKind(f"Poisson {mean}", _events(mean))
    for season in (1.0, 3.0, 8.0):
        yield NoiseKind(f"seasonal, {season:g} sd", _measured, season=season, spread=1)
    for season in (0.3, 1.0):
        yield NoiseKind(f"Poisson 50, seasonal {season:g}", _events(50), season=season)
    for neighbours in (0.3, 0.5, 0.8):
        yield NoiseKind(f"neighbours {neighbours:g}", _measured, neighbours=neighbours, spread=1)
    for share, out_of in ((0.4, 120), (0.4, 15), (0.4, 3000), (0.03, 120), (0.97, 120)):
        yield NoiseKind(f"{share:.0%} of {out_of}", _share(share, out_of), counted=True)
    for season, out_of in ((0.62, 110), (0.62, 1500), (1.5, 110), (1.0, 15)):
        name = f"50% of {out_of}, seasonal {season:g}"
        yield NoiseKind(name, _share(0.5, out_of), season=season, counted=True)
    yield NoiseKind("rate, 50 events", _rate(50), counted=True)
    yield NoiseKind("rate, 4 events", _rate(4), counted=True)
    yield NoiseKind("rate, 50 events, seasonal 0.5", _rate(50), season=0.5, counted=True)


def _wild_kinds() -> Iterator[NoiseKind]:
    """Counts that differ by more than counting explains, by figure or by neighbours."""
    draw = _share(0.4, 120)
    for spread in (0.2, 0.4):
        yield NoiseKind(f"40% of 120, wild {spread:g}", draw, spread=spread, counted=True)
    yield NoiseKind("rate, 50 events, wild 0.25", _rate(50), spread=0.25, counted=True)
    for neighbours in (0.5, 0.8):
        name = f"40% of 120, wild 0.3, neighbours {neighbours:g}"
        yield NoiseKind(name, draw, spread=0.3, neighbours=neighbours, counted=True)
    yield NoiseKind(
        "50% of 110, seasonal 0.62, wild 0.2", _share(0.5, 110), 0.62, 0, 0.2, counted=True
    )


KINDS, WILD_KINDS = tuple(_kinds()), tuple(_wild_kinds())
BASELINES = ("last before", "named number", "named figure", "no plan")


@dataclass(frozen=True)
class NoiseCell:
    """One cell of the grid."""

    kind: NoiseKind
    rhythm: str
    before: int
    since: int
    baseline: str = "last before"

    @property
    def name(self) -> str:
        return f"{self.kind.name}, {self.rhythm}, {self.before} + {self.since}, {self.baseline}"

    def share(self, repeats: int, seed: int) -> float:
        """The share of such noise that gets a verdict."""
        chance = random.Random(f"{self.name} {seed}")
        return sum(self._has_verdict(chance) for _ in range(repeats)) / repeats

    def _has_verdict(self, chance: random.Random) -> bool:
        figures = self.kind.figures(chance, self.rhythm, self.before + self.since)
        since: date | None = figures[self.before].span.first_day
        baseline: float | SimulatedFigure | None = None
        if self.baseline == "no plan":
            since = None
        elif self.baseline == "named figure":
            baseline = figures[self.before - 1]
        elif self.baseline == "named number":
            baseline = figures[self.before - 1].value
        found = trend(figures, "higher", unit=0.1, since=since, baseline=baseline)
        return found.judgement.name in VERDICTS
