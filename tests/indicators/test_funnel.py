"""Limits of funnel plots: the formula, its properties, and what chance brings, by simulation."""

from __future__ import annotations

import random
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.counts import same_kind
from indicators.domain.funnel import (
    FunnelPosition,
    differ_by_more_than_chance,
    limits,
    pooled,
)

CENTRES = st.floats(0, 100)
SIZES = st.integers(1, 100_000)


def test_the_limits_are_of_the_stated_formula() -> None:
    at = limits(58.0, 250)
    deviation = 100 * sqrt(0.58 * 0.42 / 250)
    assert at.low_95 == pytest.approx(58 - 1.95996 * deviation, abs=1e-3)
    assert at.high_95 == pytest.approx(58 + 1.95996 * deviation, abs=1e-3)
    assert at.low_998 == pytest.approx(58 - 3.09023 * deviation, abs=1e-3)
    assert at.high_998 == pytest.approx(58 + 3.09023 * deviation, abs=1e-3)


@given(CENTRES, SIZES)
def test_limits_are_in_order_within_all_and_nothing(centre: float, size: int) -> None:
    at = limits(centre, size)
    in_order = [0, at.low_998, at.low_95, centre, at.high_95, at.high_998, 100]
    assert all(a <= b + 1e-9 for a, b in pairwise(in_order))
    assert at.position(centre) is FunnelPosition.WITHIN


@given(CENTRES, SIZES, SIZES)
def test_limits_narrow_with_size(centre: float, size: int, more: int) -> None:
    wide, narrow = limits(centre, size), limits(centre, size + more)
    assert wide.low_998 <= narrow.low_998 + 1e-9
    assert narrow.high_998 <= wide.high_998 + 1e-9


@given(st.integers(0, 400), st.integers(1, 400), st.floats(1, 99))
def test_an_area_is_outside_95_where_its_wilson_interval_leaves_the_centre_out(
    events: int, more: int, centre: float
) -> None:
    out_of = events + more
    value = 100 * events / out_of
    counted = same_kind([(value, events, out_of)], 0.01)
    assert counted is not None
    if counted[0].multiplier != 100:  # nought, which any multiplier makes
        return
    interval = counted[0].interval
    on_the_edge = min(abs(interval.low - centre), abs(interval.high - centre)) < 1e-6
    outside = centre < interval.low or centre > interval.high
    position = limits(centre, out_of).position(value)
    assert on_the_edge or outside is (position is not FunnelPosition.WITHIN)


def test_of_areas_that_differ_by_chance_few_lie_outside() -> None:
    """5,000 areas of 30 to 900 with a share of 58%: about 5% outside 95%, 0.2% outside 99.8%."""
    dice = random.Random(7)
    positions = []
    for _ in range(5_000):
        size = dice.randint(30, 900)
        events = sum(dice.random() < 0.58 for _ in range(size))
        positions.append(limits(58.0, size).position(100 * events / size))
    outside = sum(position is not FunnelPosition.WITHIN for position in positions)
    far = sum(position.is_far for position in positions)
    assert 0.04 < outside / 5_000 < 0.06
    assert far / 5_000 < 0.005
    assert not differ_by_more_than_chance(positions)


def test_areas_that_differ_anyway_are_told_from_chance() -> None:
    far = [FunnelPosition.FAR_ABOVE] * 6 + [FunnelPosition.WITHIN] * 94
    assert differ_by_more_than_chance(far)
    assert not differ_by_more_than_chance([*far[1:], FunnelPosition.WITHIN])
    assert not differ_by_more_than_chance([])


def test_all_areas_together_are_weighted_by_their_size() -> None:
    assert pooled([(10, 100), (90, 100), (300, 300)]) == 80.0
    assert pooled([]) is None
