"""The level since against the level before; a change beside the areas that started nearest."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.level_test import LevelTest, TimedValue, level_test
from indicators.domain.nearest_starters import beside_nearest
from tests.support.noise import areas_of_noise, month_span

AROUND = [(45 + n / 4, 45 + n / 4 + n % 5) for n in range(41)]  # changes of 0 to 4 points


def level_of(values: Sequence[float], before: int = 12, *, unit: float = 0.1) -> LevelTest:
    timed = [TimedValue(month_span(n).first_day, value) for n, value in enumerate(values)]
    found = level_test(timed, before, unit=unit)
    assert found is not None
    return found


def test_a_level_needs_twelve_before_and_three_since() -> None:
    timed = [TimedValue(month_span(n).first_day, float(n % 3)) for n in range(20)]
    assert level_test(timed[:14], 12, unit=1) is None
    assert level_test(timed, 11, unit=1) is None
    assert level_test(timed[:15], 12, unit=1) is not None


def test_without_seasons_it_is_students_t_test() -> None:
    before = [50, 52, 49, 51, 48, 50, 53, 50, 47, 51, 49, 50]
    found = level_of([*before, 55, 57, 56, 54])
    assert (found.level_before, found.level_since, found.step) == (50, 55.5, 5.5)
    # Pooled variance 35 / 14; t of 14 degrees of freedom with 2% outside is 2.624.
    alone = 2.6245 * (35 / 14 * (1 / 12 + 1 / 4)) ** 0.5
    together = ((1 + found.correlation) / (1 - found.correlation)) ** 0.5
    assert found.half_width == pytest.approx(alone * together, abs=0.01)
    assert found.is_clear


def test_a_steady_season_is_taken_out_where_there_are_two_years() -> None:
    season = [0, 2, 5, 9, 12, 14, 14, 12, 9, 5, 2, 0]
    chance = random.Random(3)
    months = [50 + season[n % 12] + chance.gauss(0, 1) for n in range(28)]
    found = level_of(months, 24)
    assert (found.seasons, found.is_clear) == (12, False)
    assert level_of([*months[:24], *(value + 5 for value in months[24:])], 24).is_clear
    assert level_of(months[:16]).seasons == 1


def test_a_missing_month_does_not_move_the_seasons() -> None:
    season = [0, 2, 5, 9, 12, 14, 14, 12, 9, 5, 2, 0]
    chance = random.Random(4)
    timed = [
        TimedValue(month_span(n).first_day, 50 + season[n % 12] + chance.gauss(0, 0.5))
        for n in range(40)
        if n not in (7, 20)
    ]
    found = level_test(timed, 22, unit=0.1)
    assert found is not None
    assert (found.seasons, found.is_clear) == (12, False)
    assert abs(found.step) < 1


def test_figures_that_never_change_take_more_than_rounding_to_change() -> None:
    assert not level_of([50] * 16, unit=1).is_clear
    assert not level_of([50] * 12 + [50.4] * 4, unit=1).is_clear
    assert level_of([50] * 12 + [55] * 4, unit=1).is_clear


@given(st.lists(st.integers(-500, 500), min_size=15, max_size=40), st.integers(-100, 100))
def test_moving_and_turning_a_series_moves_and_turns_its_step(values: list[int], by: int) -> None:
    found = level_of(values)
    moved, turned = level_of([v + by for v in values]), level_of([-v for v in values])
    assert (moved.step, moved.half_width) == pytest.approx((found.step, found.half_width))
    assert (turned.step, turned.half_width) == pytest.approx((-found.step, found.half_width))


def test_all_changed_less_is_clear_and_two_changed_more_is_not() -> None:
    others = [(44 + n / 2, 44.5 + n / 2) for n in range(40)]
    all_less = beside_nearest(54, 56.1, others)
    assert all_less is not None
    assert (all_less.less, all_less.more, all_less.is_clear) == (40, 0, True)
    two_more = beside_nearest(54, 56.1, [*others[:-2], (53, 58), (55, 59)])
    assert two_more is not None
    assert (two_more.less, two_more.more, two_more.is_clear) == (38, 2, False)


def test_a_low_start_is_not_taken_for_success() -> None:
    """All areas go halfway to the middle: the lowest rises most, and no more than it had to."""
    chance, most, clear = random.Random(2), 0, 0
    for _ in range(200):
        areas = [(start, 50 + (start - 50) / 2 + chance.gauss(0, 1)) for start in range(20, 80)]
        lowest = beside_nearest(*areas[0], areas[1:])
        assert lowest is not None
        most, clear = most + (lowest.more == 0), clear + lowest.is_clear
    assert most > 80
    assert clear <= 12


def test_thirty_eight_areas_are_too_few() -> None:
    found = beside_nearest(50, 90, AROUND[:38])
    assert found is not None
    assert (found.enough, found.is_clear) == (False, False)
    assert beside_nearest(50, 90, []) is None
    assert beside_nearest(50, 90, [(None, 3), (4, None)]) is None


@given(st.randoms())
def test_the_order_of_areas_does_not_matter(chance: random.Random) -> None:
    areas = [*AROUND, *((round(a), round(b)) for a, b in AROUND)]
    shuffled = chance.sample(areas, len(areas))
    assert beside_nearest(50, 53, areas) == beside_nearest(50, 53, shuffled)


@pytest.mark.parametrize("count", [40, 60, 150])
def test_noise_is_outside_the_middle_of_the_nearest_in_no_more_than_six_per_cent(
    count: int,
) -> None:
    chance, clear, runs = random.Random(count), 0, 500
    for _ in range(runs):
        own, *others = areas_of_noise(chance, count)
        found = beside_nearest(*own, others)
        clear += found is not None and found.is_clear
    assert clear <= runs * 0.06
