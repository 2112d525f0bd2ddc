"""What of a report stands on its two pages if not all of it fits. Pure.

Late actions have first claim on both pages, and what wants a decision and what is at risk stand on
page 1 with the worst of them. Lines of other sections are dealt out in turn, one each, so that no
section displaces another; earlier ones, which matter more, come first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

FEW = 2  # lines of a section for which rows are set closer


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


def nearly_whole(sizes: Sequence[int], lines: Sequence[int]) -> list[int]:
    """The lines of each section, and all of those that lack so few that an annex says little.

    >>> nearly_whole([5, 4, 9], [3, 4, 2])
    [5, 4, 2]
    """
    return [
        size if size - given <= FEW else given for size, given in zip(sizes, lines, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class TwoPages:
    """What stands on the two pages.

    `late` are the late actions listed on page 1, `claimed` the lines of the sections that stand
    there with them, and `rest` those of the other sections. `continued` late actions go on at the
    top of page 2. With `is_by_area`, the late actions are counted by area instead, and all of them
    follow in an annex. `is_tight` pages have their rows set closer.
    """

    late: int
    claimed: tuple[int, ...]
    continued: int = 0
    is_by_area: bool = False
    rest: tuple[int, ...] = ()
    is_tight: bool = False


def fit_two_pages(
    late: int,
    claimed: Sequence[int],
    rest: Sequence[int],
    is_one_page: Callable[[TwoPages], bool],
    are_two_pages: Callable[[TwoPages], bool],
    first: int = 0,
) -> TwoPages:
    """What of `late` actions and of sections of these sizes stands on two pages.

    The `first` sections of `rest` get their lines before the others get any. `is_one_page` says
    whether the opening with late actions and claimed sections alone is at most a page;
    `are_two_pages` whether all that is given is at most two.
    """
    page = TwoPages(late, tuple(claimed))
    if not is_one_page(page):
        page = _first_page(late, claimed, is_one_page, is_by_area=False)
        page = replace(page, continued=late - page.late)
        if not are_two_pages(replace(page, rest=(0,) * len(rest))):
            page = _first_page(late, claimed, is_one_page, is_by_area=True)
    none = [0] * (len(rest) - first)
    before = most_that_fit(
        rest[:first], lambda lines: are_two_pages(replace(page, rest=(*lines, *none)))
    )
    after = most_that_fit(
        rest[first:], lambda lines: are_two_pages(replace(page, rest=(*before, *lines)))
    )
    loose = replace(page, rest=(*before, *after))
    tight = _with_few_more(loose, claimed, rest)
    return tight if tight != loose and is_one_page(tight) and are_two_pages(tight) else loose


def _with_few_more(page: TwoPages, claimed: Sequence[int], rest: Sequence[int]) -> TwoPages:
    """The same pages set closer, with the one or two lines that a section lacks."""
    more = replace(
        page,
        claimed=tuple(nearly_whole(claimed, page.claimed)),
        rest=tuple(nearly_whole(rest, page.rest)),
    )
    return replace(more, is_tight=True) if more != page else page


def _first_page(
    late: int,
    claimed: Sequence[int],
    is_one_page: Callable[[TwoPages], bool],
    *,
    is_by_area: bool,
) -> TwoPages:
    """The most late actions, the longest overdue, that fit page 1 with the claimed sections.

    Where not even these fit with one late action, their lines are dealt out.
    """
    least = min(late, 1)
    lines = most_that_fit(
        claimed, lambda lines: is_one_page(TwoPages(least, tuple(lines), is_by_area=is_by_area))
    )
    [more] = most_that_fit(
        [late - least],
        lambda more: is_one_page(TwoPages(least + more[0], tuple(lines), is_by_area=is_by_area)),
    )
    return TwoPages(least + more, tuple(lines), is_by_area=is_by_area)
