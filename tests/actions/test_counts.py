"""How statuses are counted, and that percentages add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Group, Status
from actions.domain.status_counts import Counts, shares

NUMBERS = st.lists(st.integers(min_value=0, max_value=500), min_size=1, max_size=6)
CODES = st.lists(st.sampled_from([*Status.values, None]), max_size=200)


@given(NUMBERS)
def test_shares_add_up_to_100_or_are_all_zero_without_counts(counts: list[int]) -> None:
    assert sum(shares(counts)) == (100 if sum(counts) else 0)


@given(NUMBERS.filter(sum))
def test_each_share_differs_by_less_than_one_from_the_exact_share(counts: list[int]) -> None:
    exact = [100 * count / sum(counts) for count in counts]
    assert all(abs(is_ - should) < 1 for is_, should in zip(shares(counts), exact, strict=True))


@given(NUMBERS)
def test_a_larger_count_never_has_a_smaller_share(counts: list[int]) -> None:
    pairs = sorted(zip(counts, shares(counts), strict=True))
    rounded = [share for _, share in sorted(pairs, key=lambda pair: (pair[0], pair[1]))]
    assert rounded == sorted(rounded)


def test_shares_are_returned_in_the_order_of_their_counts() -> None:
    assert shares([5, 54, 30]) == [5, 61, 34]
    assert shares([30, 54, 5]) == [34, 61, 5]
    assert shares([1, 1, 1]) == [34, 33, 33]


@given(CODES)
def test_every_action_is_counted_once(codes: list[str | None]) -> None:
    counts = Counts.of(codes)
    assert counts.total == len(codes)
    assert counts.said == len([code for code in codes if code])
    assert counts.behind + counts.to_plan + counts.complete == counts.said


def test_groups_are_shares_of_the_actions_that_have_a_status() -> None:
    counts = Counts.of(["at_risk", "on_track", "not_started", "complete", None, None])
    assert counts.group_shares() == {Group.BEHIND: 25, Group.TO_PLAN: 50, Group.COMPLETE: 25}
    assert (counts.said, counts.without, counts.total) == (4, 2, 6)


def test_the_sentence_lists_counts_worst_first() -> None:
    codes = ["at_risk"] * 3 + ["behind_not_started"] + ["on_track"] * 2 + ["not_started"]
    assert Counts.of(codes).sentence == (
        "7 actions: 4 behind, 3 on track or yet to start, 0 complete"
    )


def test_the_sentence_of_one_action_is_in_the_singular() -> None:
    assert Counts.of(["complete"]).sentence == (
        "1 action: 0 behind, 0 on track or yet to start, 1 complete"
    )


def test_the_sentence_says_how_many_have_no_status() -> None:
    assert Counts.of([None, "complete", None]).sentence == (
        "3 actions: 0 behind, 0 on track or yet to start, 1 complete, 2 without a status"
    )
