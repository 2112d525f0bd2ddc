"""How many lines each section gets where there is no room for all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from governance.papers.highlight.page_fitting import (
    FEW,
    TwoPages,
    deal_lines,
    fit_two_pages,
    most_that_fit,
)

SIZES = some.lists(some.integers(0, 30), max_size=9)


@given(SIZES, some.integers(0, 300))
def test_all_lines_that_there_is_room_for_are_dealt_and_no_section_gets_more_than_it_has(
    sizes, lines
):
    given_out = deal_lines(sizes, lines)

    assert sum(given_out) == min(lines, sum(sizes))
    assert all(0 <= mine <= size for mine, size in zip(given_out, sizes, strict=True))


@given(SIZES, some.integers(0, 300))
def test_no_section_crowds_another_out(sizes, lines):
    given_out = deal_lines(sizes, lines)

    for mine, size in zip(given_out, sizes, strict=True):
        if mine < size:
            assert max(given_out) <= mine + 1


@given(SIZES, some.integers(0, 300))
def test_the_most_that_fit_are_found_by_few_questions(sizes, room):
    asked = []

    def fits(lines: list[int]) -> bool:
        asked.append(lines)
        return sum(lines) <= room

    found = most_that_fit(sizes, fits)

    assert sum(found) == min(room, sum(sizes))
    assert len(asked) <= 1 + sum(sizes).bit_length()


def test_where_not_even_none_fits_there_are_none():
    assert most_that_fit([3, 4], lambda _: False) == [0, 0]


@given(
    some.integers(0, 150),
    some.lists(some.integers(1, 12), max_size=2),
    some.lists(some.integers(1, 30), max_size=7),
)
def test_late_actions_have_first_claim_and_both_pages_hold(late, claimed, rest):
    room = 30  # lines of a page, and 3 more of a tight one; 7 areas are counted

    def first(pages: TwoPages) -> int:
        return pages.late + sum(pages.claimed) + 7 * pages.is_by_area

    def room_of(pages: TwoPages) -> int:
        return room + 3 * pages.is_tight

    pages = fit_two_pages(
        late,
        claimed,
        rest,
        lambda pages: first(pages) <= room_of(pages),
        lambda pages: first(pages) + pages.continued + sum(pages.rest) <= 2 * room_of(pages),
    )

    assert first(pages) <= room_of(pages)
    assert first(pages) + pages.continued + sum(pages.rest) <= 2 * room_of(pages)
    assert pages.is_by_area or pages.late + pages.continued == late
    if pages.is_by_area:
        assert late + sum(claimed) > 2 * room
    if pages.late + pages.continued < late or pages.claimed != tuple(claimed):
        assert first(pages) >= room  # nothing is left out while there is room
    asked = [*zip(claimed, pages.claimed, strict=True), *zip(rest, pages.rest, strict=True)]
    lacking = [size - given for size, given in asked if given < size]
    if pages.is_tight:
        assert all(lack > FEW for lack in lacking)
    elif lacking and sum(lacking) <= FEW and pages.claimed == tuple(claimed):
        assert sum(rest) + first(pages) + pages.continued > 2 * (room + 3)


def test_rows_are_set_closer_only_where_a_section_lacks_one_or_two() -> None:
    def fitted(rest: list[int]) -> TwoPages:
        return fit_two_pages(
            0,
            [],
            rest,
            lambda _: True,
            lambda pages: sum(pages.rest) <= 10 + 2 * pages.is_tight,
        )

    assert fitted([4, 6]) == TwoPages(0, (), rest=(4, 6))
    assert fitted([5, 7]) == TwoPages(0, (), rest=(5, 7), is_tight=True)
    assert fitted([6, 7]) == TwoPages(0, (), rest=(5, 5))  # 13 do not fit either way
    assert fitted([1, 12]) == TwoPages(0, (), rest=(1, 9))  # it lacks 3: an annex tells more
