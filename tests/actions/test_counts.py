"""How statuses are counted and rounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Group, Status
from actions.domain.status_counts import Counts

CODES = st.lists(st.sampled_from([*Status.values, None]), max_size=200)


@given(CODES)
def test_every_action_is_counted_once(codes: list[str | None]) -> None:
    counts = Counts.of(codes)
    assert counts.total == len(codes)
    assert counts.with_status == len([code for code in codes if code])
    assert counts.behind + counts.to_plan + counts.complete == counts.with_status


def test_percentages_are_of_the_actions_that_have_a_status() -> None:
    counts = Counts.of(["at_risk", "on_track", "not_started", "complete", None, None])
    assert counts.percentages() == {Group.BEHIND: 25, Group.TO_PLAN: 50, Group.COMPLETE: 25}
    assert (counts.with_status, counts.without, counts.total) == (4, 2, 6)
    assert counts.rounding_note == ""


def test_october_is_rounded_half_up_and_says_that_it_adds_up_to_101() -> None:
    october = Counts.of(["at_risk"] * 30 + ["on_track"] * 54 + ["complete"] * 5)
    assert october.percentages() == {Group.BEHIND: 34, Group.TO_PLAN: 61, Group.COMPLETE: 6}
    assert october.rounding_note == "The percentages are rounded, and add up to 101."


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
