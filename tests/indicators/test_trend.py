"""The rule for better, worse and no clear change."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.enums import Direction, Judgement
from indicators.domain.trend import Trend, chance, spread, trend


@dataclass(frozen=True)
class MonthSpan:
    first_day: date
    last_day: date


@dataclass(frozen=True)
class MeasuredMonth:
    span: MonthSpan
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


def line(*values: float | tuple[float, float] | None) -> list[MeasuredMonth]:
    """Figures of months that follow each other; a pair is so many out of so many."""
    made = []
    for number, value in enumerate(values):
        first = date(2015, 1, 1) + timedelta(days=31 * number)
        span = MonthSpan(first, first + timedelta(days=30))
        if isinstance(value, tuple):
            made.append(MeasuredMonth(span, 100 * value[0] / value[1], *value))
        else:
            made.append(MeasuredMonth(span, value))
    return made


def judged(*values: float | tuple[float, float] | None, better: str = "higher") -> Judgement:
    return trend(line(*values), better).judgement


# Whole numbers, so that sums of floats are exact and a property is about the rule.
numbers = st.integers(-1000, 1000)
gappy = st.lists(st.none() | numbers, max_size=12)
OPPOSITE = {Judgement.BETTER: Judgement.WORSE, Judgement.WORSE: Judgement.BETTER}


@given(gappy)
def test_reversing_the_direction_swaps_better_and_worse(values: list[int | None]) -> None:
    higher, lower = judged(*values), judged(*values, better="lower")
    assert lower is OPPOSITE.get(higher, higher)


@given(gappy, numbers)
def test_adding_a_constant_changes_nothing(values: list[int | None], more: int) -> None:
    shifted = [None if value is None else value + more for value in values]
    one, other = trend(line(*values), "higher"), trend(line(*shifted), "higher")
    assert (one.judgement, one.change) == (other.judgement, other.change)


@given(gappy, st.sampled_from([0.25, 0.5, 2, 4, 1024]))
def test_scaling_changes_just_the_size_of_the_change(
    values: list[int | None], times: float
) -> None:
    scaled = [None if value is None else value * times for value in values]
    one = trend(line(*values), "higher", unit=1)
    other = trend(line(*scaled), "higher", unit=times)
    assert one.judgement is other.judgement
    assert other.change == (None if one.change is None else one.change * times)


@given(gappy, st.randoms())
def test_the_order_of_figures_does_not_matter(
    values: list[int | None], chance_of: random.Random
) -> None:
    figures = line(*values)
    shuffled = chance_of.sample(figures, len(figures))
    assert trend(figures, "higher") == trend(shuffled, "higher")


@given(gappy, st.data())
def test_a_gap_is_skipped_and_never_zero(values: list[int | None], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values)))
    with_gap = [*values[:at], None, *values[at:]]
    one, other = trend(line(*values), "higher"), trend(line(*with_gap), "higher")
    assert (one.judgement, one.change) == (other.judgement, other.change)


@given(gappy)
def test_negating_a_series_swaps_better_and_worse(values: list[int | None]) -> None:
    turned = [None if value is None else -value for value in values]
    assert judged(*turned) is OPPOSITE.get(judged(*values), judged(*values))


@given(st.lists(numbers, min_size=2, max_size=12))
def test_without_a_direction_a_clear_change_is_not_judged(values: list[int]) -> None:
    known = judged(*values, better="")
    clear = judged(*values) is not Judgement.NO_CLEAR_CHANGE
    assert known is (Judgement.NOT_JUDGED if clear else Judgement.NO_CLEAR_CHANGE)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), Judgement.NO_DATA),
        ((None, None), Judgement.NO_DATA),
        ((24,), Judgement.TOO_FEW),
        ((24, None), Judgement.TOO_FEW),
        ((44, 46), Judgement.BETTER),
        ((46, 44), Judgement.WORSE),
        ((80, 81), Judgement.NO_CLEAR_CHANGE),  # no more than rounding
        ((13.3, 12.8, 39.7), Judgement.BETTER),
        ((50, 58, 49, 57, 50, 58), Judgement.NO_CLEAR_CHANGE),  # as it always goes up and down
        ((50, 58, 49, 57, 50, 90), Judgement.BETTER),
        ((52, 58, 66, 74, 79, 91), Judgement.BETTER),  # a steady course is no wobble
        ((90, 89, 88, 87), Judgement.WORSE),  # a point at a time, three times running
        ((90, 89, 90, 89), Judgement.NO_CLEAR_CHANGE),
        (((18, 30), (20, 30)), Judgement.NO_CLEAR_CHANGE),  # 60% and 67% of thirty
        (((1800, 3000), (2000, 3000)), Judgement.BETTER),
        (((0, 30), (0, 20)), Judgement.NO_CLEAR_CHANGE),
        (((12, 23), (14, 24), (19, 29), (23, 31), (19, 24), (30, 33)), Judgement.BETTER),
    ],
)
def test_the_rule_for_example_series(
    values: tuple[float | tuple[float, float] | None, ...], expected: Judgement
) -> None:
    assert judged(*values) is expected


def test_the_change_starts_at_the_compared_figure() -> None:
    slow = line(90, 89, 88, 87)
    assert trend(slow, Direction.LOWER) == Trend(Judgement.BETTER, -3, slow[0], slow[3])
    quick = line(90, 89, 88, 80)
    assert trend(quick, Direction.LOWER) == Trend(Judgement.BETTER, -8, quick[2], quick[3])


def test_a_change_of_a_tenth_is_clear_if_hundredths_are_shown() -> None:
    figures = line(0.5, 0.6)
    assert trend(figures, "higher", unit=0.1).judgement is Judgement.NO_CLEAR_CHANGE
    assert trend(figures, "higher", unit=0.01).judgement is Judgement.BETTER


def test_the_direction_is_given_only_for_a_clear_change() -> None:
    said = [trend(line(*values), "lower").direction for values in ((9, 14), (14, 9), (9, 10), (9,))]
    assert said == ["Rising", "Falling", "", ""]


def test_the_spread_is_robust_against_one_outlier() -> None:
    assert spread([1, -1]) == 0
    assert spread([5, 5, 5, 500]) == 0
    assert spread([-8, 9, -8, 9]) == pytest.approx(8.5 * 1.4826)


def test_the_chance_is_the_z_of_two_proportions() -> None:
    first, second = line((18, 30), (24, 30))
    assert chance(first, second) == pytest.approx(1.690, abs=0.001)
    assert chance(*line(60, 80)) == float("inf")
