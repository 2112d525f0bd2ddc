"""No small count can be worked out: brute force on small tables, and the proof on larger ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product

import pytest

from indicators.domain.suppression import (
    CountCell,
    HiddenReason,
    KnownSum,
    Suppression,
    small_reason,
    suppression,
)
from tests.support.possible_counts import possible

Cells = dict[int, CountCell]


def table(values: Sequence[Sequence[int]]) -> tuple[Cells, list[KnownSum]]:
    """Parts (rows) by month (columns), with the total of each month, of each part, and of all."""
    height, width = len(values), len(values[0])
    full = [[*row, sum(row)] for row in values]
    full.append([sum(column) for column in zip(*full, strict=True)])
    cells = {
        r * (width + 1) + c: CountCell(full[r][c])
        for r, c in product(range(height + 1), range(width + 1))
    }
    down = [
        KnownSum(height * (width + 1) + c, tuple(r * (width + 1) + c for r in range(height)))
        for c in range(width + 1)
    ]
    across = [
        KnownSum(r * (width + 1) + width, tuple(r * (width + 1) + c for c in range(width)))
        for r in range(height + 1)
    ]
    return cells, down + across


def assert_no_small_count_is_narrowed(
    cells: Cells, sums: Sequence[KnownSum], below: int, most: int
) -> Suppression:
    found = suppression(cells, sums, below)
    small = [key for key, cell in cells.items() if 0 < cell.events < below]
    seen: dict[int, set[int]] = {key: set() for key in small}
    for counts in possible(cells, sums, found, below, most):
        for key in small:
            seen[key].add(counts[key])
    rule = set(range(1, below))
    assert all(rule <= values for values in seen.values()), (cells, found, seen)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_attacker_narrows_a_small_count_of_parts_and_a_total(seed: int) -> None:
    chance = random.Random(seed)
    below = chance.choice((3, 4, 5))
    values = [chance.choice((0, 1, 2, 3, 4, 6, 9)) for _ in range(chance.randint(2, 4))]
    cells: Cells = {n: CountCell(value) for n, value in enumerate(values, start=1)}
    cells[0] = CountCell(sum(values))
    known = [KnownSum(0, tuple(range(1, len(values) + 1)))]
    assert_no_small_count_is_narrowed(cells, known, below, most=14)


@pytest.mark.parametrize("seed", range(40))
def test_no_attacker_narrows_a_small_count_of_a_table_of_two_ways(seed: int) -> None:
    chance = random.Random(1000 + seed)
    values = [[chance.choice((0, 1, 2, 5, 7)) for _ in range(2)] for _ in range(2)]
    cells, sums = table(values)
    assert_no_small_count_is_narrowed(cells, sums, 3, most=9)


@pytest.mark.parametrize("seed", range(8))
def test_no_attacker_narrows_what_a_month_added_to_a_year_to_date(seed: int) -> None:
    chance = random.Random(2000 + seed)
    added = [chance.choice((1, 2, 3, 5, 8)) for _ in range(4)]
    cells: Cells = {n: CountCell(sum(added[: n + 1])) for n in range(4)}
    cells |= {-n: CountCell(added[n], derived=True) for n in range(1, 4)}
    sums = [KnownSum(n, (n - 1, -n), HiddenReason.FROM_YEAR_TO_DATE) for n in range(1, 4)]
    assert_no_small_count_is_narrowed(cells, sums, 4, most=22)


@pytest.mark.parametrize("seed", range(6))
def test_every_value_of_every_small_count_is_proved_in_tables_of_a_year(seed: int) -> None:
    """Too many for brute force: what is proved are counts that fit, checked here one by one."""
    chance = random.Random(3000 + seed)
    values = [[chance.choice((0, 2, 3, 7, 11, 40)) for _ in range(12)] for _ in range(3)]
    cells, sums = table(values)
    found = suppression(cells, sums, 5)
    small = {key for key, cell in cells.items() if 0 < cell.events < 5}
    assert small <= found.reasons.keys()
    # Each sum with a small count has a second hidden one: nobody can subtract.
    for known in sums:
        hidden = [key for key in known.keys if key in found.reasons]
        assert len(hidden) != 1, known
    assert len(found.reasons) < len(cells)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    cells, sums = table([[10, 20], [0, 30]])
    assert suppression(cells, sums, 5) == Suppression()


def test_one_more_part_is_hidden_and_the_total_stays() -> None:
    """3 + 8 + 20 = 31: with 3 hidden alone, 31 - 8 - 20 tells it."""
    cells = {1: CountCell(3), 2: CountCell(8), 3: CountCell(20), 0: CountCell(31)}
    found = suppression(cells, [KnownSum(0, (1, 2, 3))], 5)
    assert found.reasons == {1: HiddenReason.FEW, 2: HiddenReason.FROM_TOTAL}


def test_two_small_counts_that_leave_two_are_not_enough() -> None:
    """1 + 1 + 20 = 22 says that both are 1."""
    cells = {1: CountCell(1), 2: CountCell(1), 3: CountCell(20), 0: CountCell(22)}
    found = suppression(cells, [KnownSum(0, (1, 2, 3))], 5)
    assert found.reasons[3] is HiddenReason.FROM_TOTAL
    assert 0 not in found.reasons


def test_four_small_parts_of_a_small_total_do_not_tell_that_each_is_one() -> None:
    cells = {n: CountCell(1) for n in range(1, 5)} | {0: CountCell(4)}
    found = suppression(cells, [KnownSum(0, (1, 2, 3, 4))], 5)
    assert found.masked == {0, 1, 2, 3}  # or four that say "fewer than 5" tell that they are 4
    assert set(found.reasons.values()) == {HiddenReason.FEW}


def test_what_is_left_of_a_denominator_is_protected_too() -> None:
    """48 of 50 and 90 of 120 are 138 of 170: two who were not counted could be worked out."""
    cells = {1: CountCell(48, 2), 2: CountCell(90, 30), 0: CountCell(138, 32)}
    found = suppression(cells, [KnownSum(0, (1, 2))], 5)
    assert found.reasons == {1: HiddenReason.FEW_LEFT, 2: HiddenReason.FROM_TOTAL}


def test_a_sum_that_does_not_quite_add_up_hides_as_much() -> None:
    cells = {1: CountCell(3), 2: CountCell(8), 0: CountCell(12)}
    found = suppression(cells, [KnownSum(0, (1, 2))], 5)
    assert found.reasons == {1: HiddenReason.FEW, 2: HiddenReason.FROM_TOTAL}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (CountCell(0, 9), None),
        (CountCell(4, 9), HiddenReason.FEW),
        (CountCell(5, 9), None),
        (CountCell(9, 4), HiddenReason.FEW_LEFT),
        (CountCell(9, 0), None),
    ],
)
def test_the_rule_for_one_count(cell: CountCell, reason: HiddenReason | None) -> None:
    assert small_reason(cell, 5) is reason
