"""The XmR chart: limits from before the plan, and its signals."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.xmr import RUN, Signal, xmr

STEADY = [50, 52, 49, 51, 48, 50, 53, 50, 47, 51, 49, 50]  # average 50, average change 28 / 11


def signals(since: list[float]) -> list[tuple[str, ...]]:
    chart = xmr([*STEADY, *since], len(STEADY))
    assert chart is not None
    assert not any(chart.signals[: len(STEADY)])
    return [tuple(signal.name for signal in of) for of in chart.signals[len(STEADY) :]]


def test_limits_are_266_times_the_average_change_and_stay_those_from_before() -> None:
    for since in ([], [90, 10] * 8):
        chart = xmr([*STEADY, *since], len(STEADY))
        assert chart is not None
        assert (chart.average, chart.before) == (50, 12)
        assert chart.high - chart.average == pytest.approx(2.66 * 28 / 11)
        assert chart.average - chart.low == pytest.approx(2.66 * 28 / 11)


@pytest.mark.parametrize(
    ("since", "marks"),
    [
        ([51, 49, 52], [(), (), ()]),
        ([60], [("LIMIT",)]),
        ([51] * 6, [()] * 6),
        ([51] * 7, [("SHIFT",)] * 7),
        ([55.5, 51, 55.5], [("TWO_OF_THREE",), (), ("TWO_OF_THREE",)]),
        ([55.5, 49, 55.5], [(), (), ()]),
        ([44.5, 44.5], [(), ()]),
    ],
)
def test_signals_are_those_of_making_data_count(
    since: list[float], marks: list[tuple[str, ...]]
) -> None:
    assert signals(since) == marks


def test_seven_that_rise_in_a_row_are_a_trend() -> None:
    rising = [47.0, 48.0, 49.0, 50.1, 51.0, 52.0, 53.0]
    assert [("TREND" in marks) for marks in signals(rising)] == [True] * RUN
    assert not any("TREND" in marks for marks in signals([*rising[:6], 51.5]))


def test_fewer_than_twelve_have_no_limits_and_fewer_before_take_the_first_twelve() -> None:
    assert xmr(STEADY[:11], 5) is None
    chart = xmr([*STEADY, 90], 3)
    assert chart is not None
    assert chart.before == 12


@given(st.lists(st.integers(-100, 100), min_size=12, max_size=40), st.randoms())
def test_turning_a_series_upside_down_keeps_its_signals(
    values: list[int], chance: random.Random
) -> None:
    before = chance.randint(0, len(values))
    one, other = xmr(values, before), xmr([-value for value in values], before)
    assert one is not None
    assert other is not None
    assert one.signals == other.signals
    assert Signal.LIMIT not in {signal for marks in one.signals for signal in marks} or (
        max(values) > one.high or min(values) < one.low
    )
