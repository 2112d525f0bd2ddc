"""Which quarters of a long plan the grid shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.quarter_window import SHOWN_AT_ONCE, window_around

pytestmark = pytest.mark.unit
PLACES = st.integers(1, 60).flatmap(
    lambda total: st.tuples(st.integers(0, total - 1), st.just(total))
)


@given(PLACES)
def test_the_window_is_full_within_the_plan_and_holds_the_current_quarter(
    place: tuple[int, int],
) -> None:
    current, total = place
    window = window_around(current, total)
    assert current in window
    assert len(window) == min(SHOWN_AT_ONCE, total)
    assert 0 <= window.start <= window.stop <= total


@pytest.mark.parametrize(
    ("current", "total", "shown"),
    [
        (15, 24, range(13, 19)),
        (0, 24, range(6)),
        (1, 6, range(6)),
        (23, 24, range(18, 24)),
        (None, 24, range(6)),
        (None, 0, range(0)),
    ],
)
def test_two_earlier_and_three_later_ones_stand_beside_it(
    current: int | None, total: int, shown: range
) -> None:
    assert window_around(current, total) == shown
