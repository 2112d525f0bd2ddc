"""Percentages are rounded half up from the counts, and say where they do not add up to 100."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsoa.core.percentages import percentage, rounding_note

COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=6).filter(sum)


@pytest.mark.parametrize(
    ("count", "of", "rounded"),
    [(5, 89, 6), (30, 89, 34), (54, 89, 61), (1, 8, 13), (1, 200, 1), (3, 8, 38), (0, 0, 0)],
)
def test_a_percentage_is_rounded_half_up(count: int, of: int, rounded: int) -> None:
    assert percentage(count, of) == rounded


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_it_is_the_exact_one_to_the_nearest_whole_number(count: int, of: int) -> None:
    half = Decimal(100 * count * 2) / Decimal(of * 2)
    assert percentage(count, of) == int(half.quantize(Decimal(1), ROUND_HALF_UP))


@given(COUNTS)
def test_each_depends_on_its_own_count_and_total_alone(counts: list[int]) -> None:
    total = sum(counts)
    of_count = {count: percentage(count, total) for count in counts}
    assert [of_count[count] for count in sorted(of_count)] == sorted(of_count.values())


@given(COUNTS)
def test_the_note_says_what_they_add_up_to_unless_that_is_100(counts: list[int]) -> None:
    percentages = [percentage(count, sum(counts)) for count in counts]
    total = sum(percentages)
    expected = "" if total == 100 else f"The percentages are rounded, and add up to {total}."
    assert rounding_note(percentages) == expected


def test_nothing_counted_needs_no_note() -> None:
    assert rounding_note([0, 0, 0]) == ""
