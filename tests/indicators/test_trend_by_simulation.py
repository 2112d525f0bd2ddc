"""The rule of better and worse on simulated series: false alarms, steps found, bad figures.

Short in the usual run; the long run repeats each 2,000 times with other seeds and prints the table
of docs/methods.md.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from indicators.domain.trend import trend
from tests.support import noise
from tests.support.noise import Noise, SimulatedFigure

VERDICTS = ("BETTER", "WORSE")
FALSE_ALARMS, OF_LEVELS, FOUND = 0.06, 0.03, 0.90
SHORT, LONG = 120, 2000

Series = Callable[[random.Random], list[SimulatedFigure]]


@dataclass(frozen=True)
class Scenario:
    """Simulated series, the place of the first figure since the plan, and what must hold.

    `verdicts` are counted, and their share is at most (or with `found` at least) `limit`.
    """

    name: str
    series: Series
    plan: int | None
    limit: float
    verdicts: tuple[str, ...] = VERDICTS
    found: bool = False
    areas: int = 0

    def share(self, repeats: int, seed: int) -> float:
        chance, counted = random.Random(f"{self.name} {seed}"), 0
        for _ in range(repeats):
            figures = self.series(chance)
            peers = None
            if self.areas:
                own, *peers = noise.areas_of_noise(chance, self.areas + 1)
                figures = noise.figures_of(own, noise.year_span)
            since = None if self.plan is None else figures[self.plan].span.first_day
            known = trend(figures, "higher", unit=0.1, since=since, peers=peers)
            counted += known.judgement.name in self.verdicts
        return counted / repeats


def _noise(kind: Noise, length: int, plan: int | None, limit: float) -> Scenario:
    began = "no plan" if plan is None else f"{plan} before the plan"
    name = f"noise, {kind.__name__.replace('_', ' ')}, {length} figures, {began}"
    return Scenario(name, partial(kind, length=length), plan, limit)


def _scenarios() -> list[Scenario]:
    alone = (noise.normal, noise.poisson_four, noise.seasonal)
    counted = (noise.with_counts, noise.with_rates)
    found = [_noise(kind, n, p, 0.0) for kind in alone for n, p in ((3, 2), (4, None), (11, 6))]
    found += [
        _noise(kind, n, p, OF_LEVELS)
        for kind in alone
        for n, p in ((16, 12), (20, None), (24, 6), (28, 24), (48, 30))
    ]
    found += [_noise(noise.hanging_together, n, p, 0.06) for n, p in ((16, 12), (28, 24), (48, 30))]
    found += [
        _noise(kind, n, p, FALSE_ALARMS)
        for kind in counted
        for n, p in ((2, 1), (4, 2), (5, None), (8, 4), (16, 12), (30, None))
    ]
    found.append(
        Scenario(
            "noise of two years beside 150 areas",
            partial(noise.normal, length=2),
            1,
            FALSE_ALARMS,
            areas=150,
        )
    )
    found += [
        Scenario(
            f"a lasting step of 3 deviations, {kind.__name__.replace('_', ' ')}, 12 + 4, {began}",
            partial(kind, length=16, step=3),
            plan,
            FOUND,
            ("BETTER",),
            found=True,
        )
        for kind in (noise.normal, noise.poisson_four, noise.with_counts)
        for plan, began in ((12, "12 before the plan"), (None, "no plan"))
    ]
    found += [_bad(kind, n, p) for kind in alone for n, p in ((4, 2), (16, 12), (24, None))]
    return [*found, *(_bad(noise.with_counts, n, p) for n, p in ((4, None), (4, 3), (16, 15)))]


def _bad(kind: Noise, length: int, plan: int | None) -> Scenario:
    began = "no plan" if plan is None else f"{plan} before the plan"
    name = f"one bad and back, {kind.__name__.replace('_', ' ')}, {length} figures, {began}"

    def series(chance: random.Random) -> list[SimulatedFigure]:
        spread = 2 if kind is noise.poisson_four else 5
        return noise.one_bad_and_back(kind(chance, length), 5 * spread)

    return Scenario(name, series, plan, FALSE_ALARMS, ("BETTER",))


SCENARIOS = _scenarios()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_few_series_keep_within_what_many_may(scenario: Scenario) -> None:
    """Of 120 series, with the slack that chance needs were the limit the truth."""
    share = scenario.share(SHORT, seed=1)
    slack = 3.1 * (scenario.limit * (1 - scenario.limit) / SHORT) ** 0.5
    if scenario.found:
        assert share >= scenario.limit - slack
    else:
        assert share <= scenario.limit + slack


@pytest.mark.long
def test_many_series_keep_within_the_limits(capsys: pytest.CaptureFixture[str]) -> None:
    shares = [(scenario, scenario.share(LONG, seed=2)) for scenario in SCENARIOS]
    with capsys.disabled():
        sys.stdout.write(f"\n| Simulated series ({LONG:,} of each) | Limit | Verdicts |\n")
        for scenario, share in shares:
            most = "at least" if scenario.found else "at most"
            sys.stdout.write(f"| {scenario.name} | {most} {scenario.limit:.0%} | {share:.1%} |\n")
    missed = [
        scenario.name
        for scenario, share in shares
        if (share < scenario.limit if scenario.found else share > scenario.limit)
    ]
    assert missed == []
