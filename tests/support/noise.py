"""Simulated series of figures: noise of several kinds, a lasting step, one bad figure. Seeded.

For tests of the rule of better and worse: the share of judgements that mere noise gets, and the
share of lasting steps that are found.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, pi, sin, sqrt
from typing import Protocol

from wsoa.core.months import Month

MIDDLE, SPREAD = 50.0, 5.0
POISSON = 4.0
SHARE, OUT_OF = 0.4, 120


@dataclass(frozen=True)
class SimulatedSpan:
    first_day: date
    last_day: date


@dataclass(frozen=True)
class SimulatedFigure:
    span: SimulatedSpan
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


def month_span(number: int) -> SimulatedSpan:
    month = Month(2015, 1).plus(number)
    return SimulatedSpan(month.first_day, month.last_day)


def year_span(number: int) -> SimulatedSpan:
    return SimulatedSpan(date(2010 + number, 1, 1), date(2010 + number, 12, 31))


def figures_of(
    values: Sequence[float], span: Callable[[int], SimulatedSpan] = month_span
) -> list[SimulatedFigure]:
    return [SimulatedFigure(span(n), value) for n, value in enumerate(values)]


def poisson(chance: random.Random, mean: float) -> int:
    """Knuth's method."""
    limit, events, product = exp(-mean), 0, chance.random()
    while product > limit:
        events += 1
        product *= chance.random()
    return events


def binomial(chance: random.Random, out_of: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(out_of))


class Noise(Protocol):
    """Makes a series of this length; `step` is added to the last four, in standard deviations."""

    __name__: str

    def __call__(
        self, chance: random.Random, length: int, step: float = 0.0
    ) -> list[SimulatedFigure]: ...


def normal(chance: random.Random, length: int, step: float = 0.0) -> list[SimulatedFigure]:
    return figures_of([chance.gauss(MIDDLE, SPREAD) + SPREAD * by for by in _steps(length, step)])


def poisson_four(chance: random.Random, length: int, step: float = 0.0) -> list[SimulatedFigure]:
    moved = [poisson(chance, POISSON) + sqrt(POISSON) * by for by in _steps(length, step)]
    return figures_of(moved)


def seasonal(chance: random.Random, length: int, step: float = 0.0) -> list[SimulatedFigure]:
    """A steady season of two standard deviations either way, which begins anywhere."""
    begin = 12 * chance.random()
    return figures_of(
        [
            chance.gauss(MIDDLE, SPREAD) + 2 * SPREAD * sin(2 * pi * (n + begin) / 12) + SPREAD * by
            for n, by in enumerate(_steps(length, step))
        ]
    )


def hanging_together(
    chance: random.Random, length: int, step: float = 0.0
) -> list[SimulatedFigure]:
    """Each figure keeps 0.3 of how far the one before was off."""
    off, values = chance.gauss(0, SPREAD / sqrt(1 - 0.09)), []
    for by in _steps(length, step):
        values.append(MIDDLE + off + SPREAD * by)
        off = 0.3 * off + chance.gauss(0, SPREAD)
    return figures_of(values)


def with_counts(chance: random.Random, length: int, step: float = 0.0) -> list[SimulatedFigure]:
    spread = sqrt(SHARE * (1 - SHARE) / OUT_OF)
    return [
        proportion(month_span(n), binomial(chance, OUT_OF, SHARE + spread * by), OUT_OF)
        for n, by in enumerate(_steps(length, step))
    ]


def with_rates(chance: random.Random, length: int, step: float = 0.0) -> list[SimulatedFigure]:
    """Some 20 events in a year for every 10,000 of 25,000."""
    figures = []
    for n, by in enumerate(_steps(length, step)):
        events = poisson(chance, 50 + sqrt(50) * by)
        figures.append(SimulatedFigure(year_span(n), events / 2.5, events, 25_000))
    return figures


def _steps(length: int, step: float) -> Iterator[float]:
    return (step if n >= length - 4 else 0.0 for n in range(length))


def proportion(span: SimulatedSpan, events: int, out_of: int) -> SimulatedFigure:
    return SimulatedFigure(span, 100 * events / out_of, events, out_of)


def one_bad_and_back(figures: list[SimulatedFigure], by: float) -> list[SimulatedFigure]:
    """The last but one is `by` worse (lower) than it was."""
    bad = figures[-2]
    worse = SimulatedFigure(bad.span, (bad.value or 0) - by)
    if bad.denominator is not None:
        events = max(0, round((bad.numerator or 0) - by / 100 * bad.denominator))
        worse = proportion(bad.span, events, round(bad.denominator))
    return [*figures[:-2], worse, figures[-1]]


def areas_of_noise(
    chance: random.Random, count: int, spread: float = 10.0
) -> list[tuple[float, float]]:
    """First and last value of areas that differ for good, and that nothing happens to."""
    levels = [chance.gauss(MIDDLE, spread) for _ in range(count)]
    return [(chance.gauss(m, SPREAD), chance.gauss(m, SPREAD)) for m in levels]
