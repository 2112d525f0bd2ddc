"""Intervals and trends of so many out of so many, against published examples."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.counts import Count, difference, same_kind, trend_is_clear
from indicators.domain.distributions import chi_squared_above, t_limit, t_outside
from tests.support.noise import binomial, poisson

sizes = st.integers(1, 2000)


@st.composite
def proportions(draw: st.DrawFn) -> Count:
    out_of = draw(sizes)
    return Count(draw(st.integers(0, out_of)), out_of, 100, is_proportion=True)


def share(events: float, out_of: float) -> Count:
    return Count(events, out_of, 1, is_proportion=True)


@pytest.mark.parametrize(
    ("outside", "df", "expected"),
    [(0.05, 1, 12.706), (0.05, 2, 4.303), (0.05, 3, 3.182), (0.05, 10, 2.228), (0.02, 14, 2.624)],
)
def test_the_limits_of_t_are_those_of_the_tables(outside: float, df: int, expected: float) -> None:
    assert t_limit(outside, df) == pytest.approx(expected, abs=0.001)
    assert t_outside(expected, df) == pytest.approx(outside, abs=0.001)


@pytest.mark.parametrize(
    ("value", "df"), [(3.841, 1), (5.991, 2), (7.815, 3), (11.070, 5), (18.307, 10)]
)
def test_five_per_cent_of_chi_squared_lies_above_the_value_of_the_tables(
    value: float, df: int
) -> None:
    assert chi_squared_above(value, df) == pytest.approx(0.05, abs=0.0001)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [  # Newcombe 1998, table II, method 11
        ((56, 70), (48, 80), 0.0428, 0.3422),
        ((9, 10), (3, 10), 0.1013, 0.8387),
        ((6, 7), (2, 7), -0.0290, 0.8423),
        ((5, 56), (0, 29), -0.0667, 0.2037),
        ((0, 10), (0, 20), -0.2005, 0.3445),
        ((10, 10), (0, 20), 0.6014, 1.0),
    ],
)
def test_the_difference_of_proportions_has_newcombes_interval(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    interval = difference(share(*second), share(*first))
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.0001)


def test_a_proportion_has_wilsons_interval() -> None:
    interval = Count(182, 458, 100, is_proportion=True).interval
    assert (interval.low, interval.high) == pytest.approx((35.4, 44.3), abs=0.05)


def test_a_rate_has_byars_interval() -> None:
    # Breslow and Day 1987, page 69: exact limits of 10 are 4.80 and 18.39.
    interval = Count(10, 1, 1, is_proportion=False).interval
    assert (interval.low, interval.high) == pytest.approx((4.79, 18.39), abs=0.01)
    none = Count(0, 10_000, 10_000, is_proportion=False).interval
    assert (none.low, none.high) == pytest.approx((0, 3.66), abs=0.05)


@given(proportions(), proportions())
def test_the_interval_holds_the_difference_and_turns_round_with_it(a: Count, b: Count) -> None:
    there, back = difference(a, b), difference(b, a)
    apart = 100 * (b.share - a.share)
    assert there.low - 1e-9 <= apart <= there.high + 1e-9
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), abs=1e-6)


@given(proportions(), st.integers(2, 50))
def test_more_of_the_same_makes_an_interval_no_wider(a: Count, times: int) -> None:
    more = Count(a.events * times, a.out_of * times, 100, is_proportion=True)
    assert more.interval.high - more.interval.low <= a.interval.high - a.interval.low + 1e-9


def test_counts_that_do_not_make_the_value_are_none_of_it() -> None:
    percent = same_kind([(39.7, 182, 458), (71.0, 282, 397)], 0.1)
    assert percent == [Count(182, 458, 100, True), Count(282, 397, 100, True)]
    rate = same_kind([(23.4, 117, 50_000), (0.0, 0, 48_000)], 0.1)
    assert rate == [Count(117, 50_000, 10_000, False), Count(0, 48_000, 10_000, False)]
    small = same_kind([(0.5, 1, 200)], 1)
    assert small == [Count(1, 200, 100, True)]
    assert same_kind([(12.0, 182, 458)], 1) is None  # days, of 458 people
    assert same_kind([(39.7, 182, 458), (0.71, 282, 397)], 0.1) is None
    assert same_kind([(39.7, None, 458)], 0.1) is None
    assert same_kind([(39.7, 182, 0)], 0.1) is None


def test_a_steady_rise_is_a_trend_and_one_bad_figure_is_none() -> None:
    assert trend_is_clear([share(n, 100) for n in (20, 28, 36, 44, 52)])
    assert not trend_is_clear([share(n, 100) for n in (10, 40, 40, 40, 40)])
    assert not trend_is_clear([share(n, 100) for n in (40, 40, 10, 40)])
    assert not trend_is_clear([share(0, 100)] * 5)


@pytest.mark.parametrize("out_of", [12, 25, 60, 400])
def test_noise_differs_clearly_in_no_more_than_six_per_cent(out_of: int) -> None:
    chance, clear = random.Random(out_of), 0
    for _ in range(600):
        pair = [share(binomial(chance, out_of, 0.5), out_of) for _ in range(2)]
        clear += difference(*pair).without_zero
    assert clear <= 600 * 0.06


def test_rates_that_are_noise_differ_clearly_in_no_more_than_six_per_cent() -> None:
    chance, clear = random.Random(5), 0
    for _ in range(1500):
        pair = [Count(poisson(chance, 12), 5000, 10_000, False) for _ in range(2)]
        clear += difference(*pair).without_zero
    assert clear <= 1500 * 0.06
