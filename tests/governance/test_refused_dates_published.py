"""What is published of a new end date that was refused: it is no new date, and why."""

from __future__ import annotations

from governance.papers.comparison.editions import edition_of
from governance.papers.comparison.plain_changes import plain_changes
from governance.papers.comparison.sentences import change_sentences
from governance.papers.formats import tables
from governance.papers.quarterly import wording
from governance.papers.quarterly.context import QuarterlyContext
from tests.support.documents import document, move

BECAUSE = "The post is filled since May."
ASKED = {"reason": "It slipped."}


def refused(start: str, to: str, **values):
    return move(start, to, 3, agreed=False) | ASKED | {"refused_because": BECAUSE} | values


def made(moves, **more):
    actions = {"1.1.1": {"end": "Sept 2019", "late": "1 month late", "moves": moves}}
    statuses = {"1.1.1": ("at_risk", "at_risk")}
    return document(statuses, more=actions, late_refs=["1.1.1"], as_at="2019-11-15", **more)


def test_a_refused_date_is_no_new_date_of_a_late_action():
    (line,) = QuarterlyContext(made([refused("Sept 2019", "Dec 2019")])).late
    assert line.new_end == ""
    assert line.new_end_words == f"Dec 2019 was asked for and refused: {BECAUSE}"
    assert line.why == ""


def test_the_date_agreed_before_stands_beside_the_one_that_was_refused():
    moves = [move("July 2019", "Sept 2019", 2), refused("Sept 2019", "Dec 2019")]
    (line,) = QuarterlyContext(made(moves)).late
    assert line.new_end == "Sept 2019"
    assert line.new_end_words == f"Passed too. Dec 2019 was asked for and refused: {BECAUSE}"
    assert line.why == "It waits for the strategy."


def test_the_reason_of_the_refusal_is_told_as_the_boards_and_the_other_as_the_askers():
    published = made([refused("Sept 2019", "Dec 2019")])
    (action,) = (action for *_, action in published.actions())
    told = wording.move_words(action.moves[0])
    assert "Why it was asked for: It slipped." in told
    assert told.endswith(f"Refused: Improvement Board. Why it was refused: {BECAUSE}")
    sheet = tables.date_changes(published)
    assert (sheet.columns[-1].title, sheet.rows[0][-1]) == ("Why refused", BECAUSE)
    (of_action,) = edition_of(published).actions["1.1.1"].moves
    assert of_action.decision.endswith("Why it was refused: The post is filled since May")
    assert of_action.reason == "Why it was asked for: It slipped."


def test_documents_without_that_reason_print_what_they_printed():
    published = made([move("Sept 2019", "Dec 2019", 3, agreed=False)])
    (action,) = (action for *_, action in published.actions())
    assert wording.move_words(action.moves[0]).endswith(
        "Refused: Improvement Board. It waits for the strategy."
    )
    assert tables.date_changes(published).columns[-1].title == "Illustrative"


def test_refused_dates_are_not_among_new_end_dates_and_each_refusal_counts():
    refs = [f"1.1.{number}" for number in range(1, 11)]
    statuses = dict.fromkeys(refs, ("on_track", "on_track"))
    moves = {ref: {"moves": [move("Dec 2019", "Feb 2020", 2)]} for ref in refs[:9]}
    moves[refs[9]] = {
        "moves": [
            refused("Dec 2019", "Mar 2020", asked="2019-09-11"),
            refused("Dec 2019", "Apr 2020", asked="2019-10-11"),
        ]
    }
    before, after = (
        document({r: s[:1] for r, s in statuses.items()}, now="2019-07"),
        document(statuses, more=moves),
    )

    plain = plain_changes(before, after).plan
    assert plain[0].before.startswith("9 actions have a new end date, agreed or asked for")
    assert [(change.before, change.after) for change in plain[1:]] == [
        ("A new end date was refused", "(March 2020; December 2019 stays)."),
        ("A new end date was refused", "(April 2020; December 2019 stays)."),
    ]
    told = change_sentences(before, after)
    assert "2 new end dates were refused: 1.1.10 (2)." in told.plan
