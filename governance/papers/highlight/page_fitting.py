"""The number of lines of each section if a report does not fit its pages. Pure.

Lines are dealt out to the sections in turn, one each, so that no section displaces another. Earlier
sections, which matter more, come first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


def deal_lines(sizes: Sequence[int], lines: int) -> list[int]:
    """So many lines dealt out to sections of these sizes, one to each in turn.

    >>> deal_lines([3, 1, 5], 6)
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
    """The largest numbers of lines for sections of these sizes that fit.

    `fits` is called a few times; if a number of lines fits, any smaller one is assumed to fit. All
    are zero if not even a report without lines fits.
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
