"""The rule for better, worse, no clear change and too few to tell: which test speaks, and when."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.enums import Direction, Judgement, Method
from indicators.domain.trend import Trend, trend
from tests.support.noise import (
    SimulatedFigure,
    SimulatedSpan,
    month_span,
    year_span,
)

Value = float | tuple[float, float] | None
APPROVED = date(2019, 5, 17)
MONTHS = [50, 52, 49, 51, 48, 50, 53, 50, 47, 51, 49, 50]


def line(*values: Value, yearly: bool = False) -> list[SimulatedFigure]:
    """Figures that follow each other; a pair is so many out of so many."""
    made = []
    for number, value in enumerate(values):
        span = year_span(number) if yearly else month_span(number)
        if isinstance(value, tuple):
            made.append(SimulatedFigure(span, 100 * value[0] / value[1], *value))
        else:
            made.append(SimulatedFigure(span, value))
    return made


def school_year(start: int, value: float) -> SimulatedFigure:
    return SimulatedFigure(SimulatedSpan(date(start, 9, 1), date(start + 1, 8, 31)), value)


def others(change: float, *, around: float = 50, count: int = 60) -> list[tuple[float, float]]:
    return [
        (around - 6 + n / 5, around - 6 + n / 5 + change + (n % 7 - 3) / 3) for n in range(count)
    ]


numbers = st.integers(-1000, 1000)
gappy = st.lists(st.none() | numbers, max_size=24)
DIRECTIONS = st.sampled_from(list(Direction))
OPPOSITE = {Judgement.BETTER: Judgement.WORSE, Judgement.WORSE: Judgement.BETTER}


def of_month(number: int | None) -> date | None:
    return None if number is None else month_span(number).first_day


plans = st.none() | st.integers(0, 26)


@given(gappy, plans)
def test_reversing_the_direction_swaps_better_and_worse(
    values: list[int | None], plan: int | None
) -> None:
    higher = trend(line(*values), "higher", since=of_month(plan)).judgement
    lower = trend(line(*values), "lower", since=of_month(plan)).judgement
    assert lower is OPPOSITE.get(higher, higher)


@given(gappy, numbers, plans)
def test_adding_a_constant_changes_nothing(
    values: list[int | None], more: int, plan: int | None
) -> None:
    shifted = [None if value is None else value + more for value in values]
    one, other = (trend(line(*each), "higher", since=of_month(plan)) for each in (values, shifted))
    assert (one.judgement, one.method) == (other.judgement, other.method)
    assert one.change == pytest.approx(other.change)


@given(gappy, st.sampled_from([0.25, 0.5, 2, 4, 1024]), plans)
def test_scaling_changes_just_the_size_of_the_change(
    values: list[int | None], times: float, plan: int | None
) -> None:
    scaled = [None if value is None else value * times for value in values]
    one = trend(line(*values), "higher", unit=1, since=of_month(plan))
    other = trend(line(*scaled), "higher", unit=times, since=of_month(plan))
    assert one.judgement is other.judgement
    assert other.change == (None if one.change is None else pytest.approx(one.change * times))


@given(gappy, st.randoms(), plans)
def test_the_order_of_figures_does_not_matter(
    values: list[int | None], chance: random.Random, plan: int | None
) -> None:
    figures = line(*values)
    shuffled = chance.sample(figures, len(figures))
    since = of_month(plan)
    assert trend(figures, "higher", since=since) == trend(shuffled, "higher", since=since)


@given(st.lists(numbers, max_size=24), plans, st.data())
def test_a_gap_is_skipped_and_never_zero(
    values: list[int], plan: int | None, data: st.DataObject
) -> None:
    figures = line(*values)
    at = data.draw(st.integers(0, len(values)))
    gap = SimulatedFigure(month_span(at), None)
    with_gap = trend([*figures[:at], gap, *figures[at:]], "higher", since=of_month(plan))
    assert with_gap == trend(figures, "higher", since=of_month(plan))


@given(gappy, plans)
def test_without_a_direction_a_clear_change_is_not_judged(
    values: list[int | None], plan: int | None
) -> None:
    known = trend(line(*values), "", since=of_month(plan)).judgement
    higher = trend(line(*values), "higher", since=of_month(plan)).judgement
    assert known is (Judgement.NOT_JUDGED if higher in OPPOSITE else higher)


@given(st.lists(numbers, min_size=1, max_size=24), DIRECTIONS)
def test_figures_that_all_lie_before_the_plan_get_no_verdict(
    values: list[int], better: Direction
) -> None:
    known = trend(
        line(*values), better, since=month_span(len(values)).first_day, peers=others(0), baseline=5
    )
    assert (known.judgement, known.method) == (Judgement.BEFORE_PLAN, Method.NONE)


@given(st.lists(numbers, max_size=11), DIRECTIONS, plans, st.none() | numbers)
def test_fewer_than_twelve_without_counts_or_areas_get_no_verdict(
    values: list[int], better: Direction, plan: int | None, baseline: int | None
) -> None:
    known = trend(line(*values), better, since=of_month(plan), baseline=baseline)
    assert known.method is Method.NONE
    assert known.judgement in (Judgement.NO_DATA, Judgement.TOO_FEW, Judgement.BEFORE_PLAN)


@given(gappy, plans, st.integers(0, 26))
def test_nothing_before_a_break_counts(values: list[int | None], plan: int | None, at: int) -> None:
    """Whatever the figures before it are, the verdict is the same."""
    figures, day = line(*values), month_span(at).first_day
    if not any(f.value is not None for f in figures[at:]):
        return
    moved = [SimulatedFigure(f.span, f.value and f.value * 7 + 3) for f in figures[:at]]
    one = trend(figures, "higher", since=of_month(plan), breaks=[day])
    other = trend([*moved, *figures[at:]], "higher", since=of_month(plan), breaks=[day])
    assert (one.judgement, one.method) == (other.judgement, other.method)


def judged(known: Trend[SimulatedFigure]) -> tuple[str, str]:
    return known.judgement.name, known.method.name


BEFORE_AND_SINCE: list[tuple[Sequence[Value], int | None, tuple[str, str]]] = [
    ((), None, ("NO_DATA", "NONE")),
    ((None, None), 1, ("NO_DATA", "NONE")),
    ((24,), None, ("TOO_FEW", "NONE")),
    ((24, None), 0, ("TOO_FEW", "NONE")),
    ((44, 46), 1, ("TOO_FEW", "NONE")),
    ((39, 40, 90), 2, ("TOO_FEW", "NONE")),
    ((39, 40, 90), 3, ("BEFORE_PLAN", "NONE")),
    # Months with counts are compared with the same month of a year before, or not at all.
    (((18, 30), (20, 30)), 1, ("TOO_FEW", "NONE")),
    (((2000, 3000), (1800, 3000)), 1, ("TOO_FEW", "NONE")),
    (((20, 100), (28, 100), (36, 100), (44, 100)), None, ("TOO_FEW", "NONE")),
    (((40, 80), (41, 80), (20, 80), (40, 80)), 3, ("TOO_FEW", "NONE")),
    ((*((n, 100) for n in MONTHS[:11]), None, (51, 100)), 12, ("NO_CLEAR_CHANGE", "SAME_PARTS")),
    ((*((n, 100) for n in MONTHS[:11]), None, (80, 100)), 12, ("BETTER", "SAME_PARTS")),
    ((*((n, 100) for n in MONTHS[:11]), None, (20, 100)), 12, ("WORSE", "SAME_PARTS")),
    ((*((n, 100) for n in MONTHS), (80, 100), (82, 100)), None, ("BETTER", "SAME_PARTS")),
    # Twelve before the plan, or the first twelve: the level.
    ((*MONTHS, 55, 57), 12, ("TOO_FEW", "NONE")),
    ((*MONTHS, 55, 57, 56), 12, ("BETTER", "LEVEL")),
    ((*MONTHS, 55, 57, 56), None, ("BETTER", "LEVEL")),
    ((*MONTHS, 55, 57, 56), 6, ("BETTER", "LEVEL")),
    ((*MONTHS, 50, 40, 50, 51), 12, ("NO_CLEAR_CHANGE", "LEVEL")),
    ((*MONTHS, 51, 50, 49), 12, ("NO_CLEAR_CHANGE", "LEVEL")),
    ((*((n, 100) for n in MONTHS), (55, 100), (57, 100), (56, 100)), 12, ("BETTER", "LEVEL")),
]


OF_YEARS: list[tuple[Sequence[Value], int | None, tuple[str, str]]] = [
    # So many out of so many: the difference from the last before the plan.
    (((18, 30), (20, 30)), 1, ("NO_CLEAR_CHANGE", "COUNTS")),
    (((1800, 3000), (2000, 3000)), 1, ("BETTER", "COUNTS")),
    (((2000, 3000), (1800, 3000)), 1, ("WORSE", "COUNTS")),
    (((0, 30), (0, 20)), 1, ("NO_CLEAR_CHANGE", "COUNTS")),
    (((0, 40), (12, 40)), 1, ("BETTER", "COUNTS")),
    # One bad year and back, if the plan began before it.
    (((40, 80), (41, 80), (20, 80), (40, 80)), 2, ("NO_CLEAR_CHANGE", "COUNTS")),
    # Without a baseline, their trend.
    (((20, 100), (28, 100), (36, 100), (44, 100)), None, ("BETTER", "COUNTS_TREND")),
    (((20, 100), (28, 100), (36, 100), (44, 100)), 0, ("BETTER", "COUNTS_TREND")),
    (((40, 100), (40, 100), (10, 100), (40, 100)), None, ("NO_CLEAR_CHANGE", "COUNTS_TREND")),
    # From five years before the plan on, it is known how much they differ.
    ((*[(n, 100) for n in (40, 60, 41, 62, 39)], (58, 100)), 5, ("NO_CLEAR_CHANGE", "COUNTS")),
    ((*[(n, 100) for n in (40, 42, 41, 43, 42)], (62, 100)), 5, ("BETTER", "COUNTS")),
]


@pytest.mark.parametrize(("values", "plan", "expected"), OF_YEARS)
def test_which_test_speaks_of_years(
    values: Sequence[Value], plan: int | None, expected: tuple[str, str]
) -> None:
    since = None if plan is None else year_span(plan).first_day
    assert judged(trend(line(*values, yearly=True), "higher", since=since)) == expected


@pytest.mark.parametrize(("values", "plan", "expected"), BEFORE_AND_SINCE)
def test_which_test_speaks_and_what_it_finds(
    values: Sequence[Value], plan: int | None, expected: tuple[str, str]
) -> None:
    assert judged(trend(line(*values), "higher", since=of_month(plan))) == expected


def test_counts_of_years_start_from_the_last_year_before_the_plan() -> None:
    """New EHC plans within 20 weeks in Sheffield; the plan began in May 2019."""
    counts = [(40, 300), (46, 360), (182, 458), (282, 397), (220, 401), (315, 631), (742, 935)]
    figures = line(*[(0.0, 1.0)] * 6, *counts, yearly=True)[6:]
    assert figures[2].span == year_span(8) == SimulatedSpan(date(2018, 1, 1), date(2018, 12, 31))
    assert judged(trend(figures[:3], "higher", since=APPROVED)) == ("BEFORE_PLAN", "NONE")
    first = trend(figures[:4], "higher", since=APPROVED, unit=0.1)
    assert judged(first) == ("BETTER", "COUNTS")
    assert (first.start, first.end) == (figures[2], figures[3])
    last = trend(figures, "higher", since=APPROVED, unit=0.1)
    assert judged(last) == ("BETTER", "COUNTS")
    assert last.interval is not None
    assert (round(last.interval.low), round(last.interval.high)) == (34, 45)
    broken = trend(figures, "higher", since=APPROVED, unit=0.1, breaks=[date(2022, 1, 1)])
    assert judged(broken) == ("TOO_FEW", "NONE")


def test_a_baseline_that_the_plan_names_is_gone_by() -> None:
    now = [SimulatedFigure(year_span(10), 40, 80, 200)]
    assert judged(trend(now, "higher", since=APPROVED)) == ("TOO_FEW", "NONE")
    named = trend(now, "higher", since=APPROVED, baseline=24)
    assert judged(named) == ("BETTER", "COUNTS")
    assert (named.start, named.baseline, named.change) == (None, 24, 16)
    near = trend(now, "higher", since=APPROVED, baseline=37)
    assert judged(near) == ("NO_CLEAR_CHANGE", "COUNTS")
    few = SimulatedFigure(year_span(8), 25, 3, 12)
    assert judged(trend(now, "higher", since=APPROVED, baseline=few))[0] == "NO_CLEAR_CHANGE"


def test_a_rate_is_judged_by_its_counts() -> None:
    rates = [
        SimulatedFigure(year_span(8 + n), events / 2.5, events, 25_000)
        for n, events in enumerate((50, 52, 90))
    ]
    assert judged(trend(rates[:2], "lower", since=APPROVED)) == ("NO_CLEAR_CHANGE", "COUNTS")
    assert judged(trend(rates, "lower", since=APPROVED)) == ("WORSE", "COUNTS")


def test_without_counts_the_areas_that_started_nearest_are_the_yardstick() -> None:
    figures = line(*[None] * 8, 50.05, 52.15, yearly=True)
    assert judged(trend(figures, "higher", since=APPROVED)) == ("TOO_FEW", "NONE")
    ahead = trend(figures, "higher", since=APPROVED, peers=others(0))
    assert judged(ahead) == ("BETTER", "AREAS")
    assert ahead.areas is not None
    assert (ahead.areas.less, ahead.areas.more) == (40, 0)
    with_all = trend(figures, "higher", since=APPROVED, peers=others(2))
    assert judged(with_all) == ("NO_CLEAR_CHANGE", "AREAS")
    behind = trend(figures, "lower", since=APPROVED, peers=others(0))
    assert judged(behind) == ("WORSE", "AREAS")
    few = trend(figures, "higher", since=APPROVED, peers=others(0, count=30))
    assert judged(few) == ("TOO_FEW", "NONE")


def test_a_year_mostly_before_the_plan_is_neither_since_nor_its_baseline() -> None:
    figures = [school_year(2017, -1.14), school_year(2018, -1.21)]
    assert judged(trend(figures, "higher", since=APPROVED)) == ("BEFORE_PLAN", "NONE")
    later = trend([*figures, school_year(2019, -1.3)], "higher", since=APPROVED, unit=0.01)
    assert later.start == figures[0]


def test_a_direction_is_given_only_for_a_clear_change() -> None:
    since = year_span(1).first_day
    clear = trend(line((9, 100), (40, 100), yearly=True), "lower", since=since)
    unclear = trend(line((9, 100), (10, 100), yearly=True), "lower", since=since)
    assert (clear.direction, unclear.direction) == ("Rising", "")
