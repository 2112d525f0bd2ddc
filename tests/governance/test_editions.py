"""What a published document tells, and an action's story over several of them."""

from __future__ import annotations

from hypothesis import given

from governance.papers.comparison.editions import action_chapters, edition_of, headline
from governance.papers.document.schema import Quarterly
from tests.support.documents import TWO_QUARTERS, counts_of, document, move


def told(ref: str, *editions: Quarterly) -> list:
    return [edition_of(each).actions.get(ref) for each in editions]


def test_a_headline_has_the_three_numbers_with_right_plurals():
    assert headline(counts_of(["complete"])) == (
        "0 of 1 action (0%) are behind target or at significant risk; "
        "0 (0%) are on track or yet to start; 1 (100%) is complete."
    )
    assert headline(counts_of([*["at_risk"] * 30, *["on_track"] * 54, *["complete"] * 5])) == (
        "30 of 89 actions (34%) are behind target or at significant risk; 54 (61%) are on track or "
        "yet to start; 5 (6%) are complete. The percentages are rounded, and add up to 101."
    )
    assert headline(counts_of([None, None])) == "None of the 2 actions has a status yet."


def test_a_move_is_told_once_and_again_when_it_was_decided():
    asked = move("Oct 2019", "Dec 2019", 2, agreed=None)
    agreed = move("Oct 2019", "Dec 2019", 2)
    statuses = {"1.1.1": ["on_track", "on_track"]}
    one = document(statuses, "2019-07", {"1.1.1": {"moves": [asked]}})
    two = document(statuses, "2019-10", {"1.1.1": {"moves": [asked]}})
    three = document(statuses, "2019-10", {"1.1.1": {"moves": [agreed]}})
    chapters = action_chapters(told("1.1.1", one, two, three))
    assert [[each.decision for each in chapter.moves] for chapter in chapters] == [
        ["Not agreed yet"],
        [],
        ["Agreed: Improvement Board"],
    ]


def test_brought_forward_and_refused_in_words():
    earlier = move("Oct 2019", "Sept 2019", -1, agreed=False) | {"kind": "Moved on purpose"}
    [chapter] = action_chapters(
        told("1.1.1", document({"1.1.1": ["on_track"]}, "2019-07", {"1.1.1": {"moves": [earlier]}}))
    )
    [each] = chapter.moves
    assert each.text == "Moved on purpose: from Oct 2019 to Sept 2019, 1 month earlier"
    assert each.decision == "Refused: Improvement Board"


def test_other_words_and_another_end_are_told():
    statuses = {"1.1.1": ["on_track", "complete"]}
    one = document(statuses, "2019-07")
    two = document(statuses, "2019-10", {"1.1.1": {"text": "Do it better", "end": "Jan 2020"}})
    _first, second = action_chapters(told("1.1.1", one, two))
    assert (second.text_before, second.end_before, second.status_before) == (
        "Do 1.1.1",
        "Dec 2019",
        "On track",
    )


def test_an_action_that_comes_goes_and_comes_back():
    there, gone = (
        document({"1.1.1": ["on_track"]}, "2019-07"),
        document({"2.1.1": ["on_track"]}, "2019-07"),
    )
    chapters = action_chapters(told("1.1.1", gone, there, gone, there))
    assert [chapter.entry is not None for chapter in chapters] == [False, True, False, True]
    assert all(not chapter.status_before for chapter in chapters)


@given(TWO_QUARTERS)
def test_every_action_of_a_document_is_told_with_its_status_of_now(statuses):
    edition = edition_of(document(statuses, "2019-10"))
    assert {ref: each.status for ref, each in edition.actions.items()} == {
        ref: now or "" for ref, (_july, now) in statuses.items()
    }


@given(TWO_QUARTERS)
def test_a_story_tells_a_change_where_there_is_one(statuses):
    july, october = document(statuses, "2019-07"), document(statuses, "2019-10")
    for ref, (was, now) in statuses.items():
        first, second = action_chapters(told(ref, july, october))
        assert first.status_before == ""
        assert bool(second.status_before) == (was != now)
