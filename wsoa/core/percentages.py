"""Whole percentages from counts, and the sentence where they do not add up to 100. Pure.

Each percentage is its own count and total, rounded half up, as a reader would work it out. They are
not adjusted to add up: a percentage that its own count does not give would be untrue.
"""

from __future__ import annotations

from collections.abc import Iterable


def percentage(count: int, of: int) -> int:
    """The per cent that `count` is of `of`, rounded half up; 0 where there is nothing to count.

    >>> [percentage(count, 89) for count in (30, 54, 5)]
    [34, 61, 6]
    """
    return (200 * count + of) // (2 * of) if of else 0


def rounding_note(percentages: Iterable[int]) -> str:
    """The sentence that says so where the parts of a whole do not add up to 100; else nothing.

    >>> rounding_note([34, 61, 6])
    'The percentages are rounded, and add up to 101.'
    """
    total = sum(percentages)
    return f"The percentages are rounded, and add up to {total}." if total not in (0, 100) else ""
