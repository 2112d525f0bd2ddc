"""How many lines each section of a paper gets when there is no room for all. Pure.

Lines are dealt out one to each section in turn, so that no section crowds another out; the
earlier ones, which matter more, are dealt to first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


def deal_lines(sizes: Sequence[int], lines: int) -> list[int]:
    """So many lines dealt out to sections of these sizes, one to each in turn.

    >>> dealt([3, 1, 5], 6)
    [3, 1, 2]
    """
    given = [0] * len(sizes)
    while lines > 0 and given != list(sizes):
        for index, size in enumerate(sizes):
            if lines > 0 and given[index] < size:
                given[index] += 1
                lines -= 1
    return given


def most_that_fit(sizes: Sequence[int], fits: Callable[[list[int]], bool]) -> list[int]:
    """The most lines, dealt out to sections of these sizes, that fit.

    `fits` is asked a few times only, and is taken to hold for less where it holds for more. Where
    not even a paper without lines fits, there are none.
    """
    if fits(list(sizes)):
        return list(sizes)
    low, high = 0, sum(sizes) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if fits(deal_lines(sizes, middle)):
            low = middle
        else:
            high = middle - 1
    return deal_lines(sizes, low)
