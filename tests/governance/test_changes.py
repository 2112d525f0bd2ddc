"""What has changed since last time, in words."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status
from governance.papers.comparison.diff import StatusTurn, TextChange, differences, turn_of
from governance.papers.comparison.normalise import DocumentPlace
from governance.papers.comparison.sentences import FIRST_OF_ALL, change_sentences
from governance.papers.document.frozen import freeze, thaw
from governance.papers.document.schema import Quarterly
from tests.support.documents import CODES, REFS, TWO_QUARTERS, document, move, parsed
from tests.support.rich_document import raw_rich

SINCE = "July 2019"
TRACK, RISK, DONE, WAITS = "on_track", "at_risk", "complete", "not_started"


def july(statuses, **values):
    return document({ref: each[:1] for ref, each in statuses.items()}, "2019-07", **values)


def test_each_kind_of_change_has_its_sentence_and_its_number():
    statuses = {
        "1.1.1": (TRACK, DONE),
        "1.1.2": (RISK, DONE),
        "1.1.3": (TRACK, RISK),
        "1.1.4": (RISK, TRACK),
        "1.1.5": (WAITS, TRACK),
        "1.1.6": (DONE, RISK),
        "2.1.1": (TRACK, WAITS),
        "2.1.2": (None, WAITS),
        "2.1.3": (TRACK, None),
        "2.1.4": (WAITS, "behind_not_started"),
    }

    areas = change_sentences(july(statuses), document(statuses)).areas

    assert areas == {
        "1": [
            "2 actions were finished: 1.1.1 and 1.1.2.",
            "1 action fell behind: 1.1.3.",
            "1 action recovered: 1.1.4.",
            "1 action was started: 1.1.5.",
            "1 action is no longer complete: 1.1.6.",
        ],
        "2": [
            "1 action fell behind: 2.1.4.",
            "1 action is now said not to have started: 2.1.1.",
            "1 action has a status for the first time: 2.1.2.",
            "1 action has no status this time: 2.1.3.",
        ],
    }


def test_the_plan_is_told_in_counts_against_the_quarter_before():
    statuses = {"1.1.1": (TRACK, DONE), "1.1.2": (TRACK, RISK), "1.1.3": (TRACK, TRACK)}

    told = change_sentences(july(statuses), document(statuses))

    assert told.since == SINCE
    assert told.plan == [
        "1 of 3 actions is behind target or at significant risk, 1 more than in July 2019; "
        "1 is on track or yet to start, 2 fewer than then; 1 is complete, 1 more than then.",
        "1 action was finished: 1.1.1.",
        "1 action fell behind: 1.1.2.",
    ]


def test_many_actions_are_counted_for_the_plan_and_named_for_their_area():
    statuses = {f"1.1.{number}": (TRACK, RISK) for number in range(1, 11)}

    told = change_sentences(july(statuses), document(statuses))

    assert told.plan[1] == "10 actions fell behind."
    assert told.areas["1"] == [
        "10 actions fell behind: 1.1.1, 1.1.2, 1.1.3, 1.1.4, 1.1.5, 1.1.6, 1.1.7, 1.1.8, 1.1.9 "
        "and 1.1.10."
    ]


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ([move("Feb 2020", "May 2020", 3)], "The end of 1.1.1 moved from February to May 2020."),
        (
            [move("Dec 2019", "Feb 2020", 2)],
            "The end of 1.1.1 moved from December 2019 to February 2020.",
        ),
        (
            [move("May 2020", "Feb 2020", -3)],
            "The end of 1.1.1 was brought forward from May to February 2020.",
        ),
        (
            [move("Sept 2019", "Oct 2019", 1, None)],
            "A new end is asked for 1.1.1: October 2019 instead of September 2019. "
            "It is not agreed yet.",
        ),
        (
            [move("Sept 2019", "Oct 2019", 1, False)],
            "The new end asked for 1.1.1, October 2019, was refused.",
        ),
    ],
)
def test_a_move_of_an_end_is_told_with_its_months_in_full(moves, words):
    statuses = {"1.1.1": (TRACK, TRACK)}

    told = change_sentences(july(statuses), document(statuses, more={"1.1.1": {"moves": moves}}))

    assert told.areas["1"] == [words]


def test_a_move_after_others_says_which_it_is():
    first, second = move("Dec 2019", "Feb 2020", 2), move("Feb 2020", "May 2020", 3)
    refused = move("Feb 2020", "July 2020", 5, agreed=False)
    statuses = {"1.1.1": (TRACK, TRACK)}
    before = july(statuses, more={"1.1.1": {"moves": [first]}})

    told = change_sentences(
        before, document(statuses, more={"1.1.1": {"moves": [first, refused, second]}})
    )

    assert told.areas["1"] == [
        "The new end asked for 1.1.1, July 2020, was refused.",
        "The end of 1.1.1 moved from February to May 2020, the second move.",
    ]
    assert told.plan[1:] == ["1 end date moved: 1.1.1.", "1 new end date was refused: 1.1.1."]


def test_a_request_that_was_agreed_meanwhile_is_a_move_and_one_known_before_is_not():
    statuses = {"1.1.1": (TRACK, TRACK), "1.1.2": (TRACK, TRACK)}
    asked, agreed = move("Dec 2019", "Feb 2020", 2, None), move("Dec 2019", "Feb 2020", 2)
    before = july(statuses, more={"1.1.1": {"moves": [asked]}, "1.1.2": {"moves": [agreed]}})
    after = document(statuses, more={"1.1.1": {"moves": [agreed]}, "1.1.2": {"moves": [agreed]}})

    assert change_sentences(before, after).areas["1"] == [
        "The end of 1.1.1 moved from December 2019 to February 2020."
    ]


def test_without_a_publication_before_the_documents_own_quarter_before_is_compared():
    """Moves that were agreed by the close of the quarter before are not news."""
    old = move("Sept 2019", "Oct 2019", 1, asked="2019-07-01") | {"decided": "2019-07-16"}
    new = move("Oct 2019", "Dec 2019", 2)
    after = document({"1.1.1": (TRACK, RISK)}, more={"1.1.1": {"moves": [old, new], "risk": True}})

    told = change_sentences(None, after)

    assert told.since == SINCE
    assert told.areas["1"] == [
        "1 action fell behind: 1.1.1.",
        "1 action is newly flagged as a significant risk: 1.1.1.",
        "The end of 1.1.1 moved from October to December 2019, the second move.",
    ]
    assert differences(None, after).texts == ()


def test_the_first_update_of_all_says_so():
    told = change_sentences(None, document({"1.1.1": (TRACK,)}, "2019-07"))

    assert (told.since, told.plan, told.areas) == ("", [FIRST_OF_ALL], {"1": []})


def test_actions_that_came_and_went_are_told_and_are_no_change_of_status():
    before = july({"1.1.1": (TRACK,), "1.1.2": (RISK,)})
    after = document({"1.1.1": (TRACK, TRACK), "1.1.3": (None, RISK)})

    assert change_sentences(before, after).areas["1"] == [
        "1 action was added: 1.1.3.",
        "1 action is no longer in the plan: 1.1.2.",
    ]


def test_where_only_words_of_the_report_changed_no_status_or_date_did():
    statuses = {"1.1.1": (TRACK, TRACK)}
    commentary = {"parts": [{"title": "Developments", "text": "New."}], "source": ""}
    after = document(statuses, areas={"1": {"commentary": commentary}})

    found = differences(july(statuses), after)

    assert found.texts == (
        TextChange(DocumentPlace("", "1"), "Commentary: Developments", "", "New.", of_plan=False),
    )
    assert change_sentences(july(statuses), after).areas["1"] == [
        "No status or date has changed since July 2019."
    ]


def test_that_the_plan_itself_was_reworded_is_told():
    statuses = {"1.1.1": (TRACK, TRACK)}
    after = document(
        statuses,
        more={"1.1.1": {"text": "Do it well", "lead": "SCC"}},
        areas={"1": {"finding": "Another finding"}},
    )

    told = change_sentences(july(statuses), after).areas["1"]

    assert told == [
        "The plan’s own words on 1 action were changed: 1.1.1.",
        "The plan’s own words were changed in: finding.",
    ]
    lead = next(each for each in differences(july(statuses), after).texts if each.name == "Lead")
    assert (lead.was, lead.now) == ("SCC HoS", "SCC")


@given(TWO_QUARTERS)
def test_identical_documents_say_that_nothing_has_changed(statuses):
    one = document(statuses)

    told = change_sentences(one, one)

    nothing = ["Nothing has changed since October 2019."]
    assert told.plan == nothing
    assert set(map(tuple, told.areas.values())) == {tuple(nothing)}
    assert differences(one, one).is_nothing


@given(TWO_QUARTERS)
def test_every_change_of_status_is_told_once_and_no_other(statuses):
    found = differences(july(statuses), document(statuses))

    assert {each.at.ref: (each.was, each.now) for each in found.statuses} == {
        ref: (was, now) for ref, (was, now) in statuses.items() if was != now
    }


@given(st.dictionaries(REFS, CODES, min_size=1), st.dictionaries(REFS, CODES, min_size=1))
def test_what_is_told_adds_up_to_the_counts_of_both_documents(then, now):
    """Before, with what turned, came and went, gives after; for each of the three groups."""
    before = document({ref: (code,) for ref, code in then.items()}, "2019-07")
    after = document({ref: (None, code) for ref, code in now.items()})
    found = differences(before, after)

    for group in ("behind", "to_plan", "complete"):
        came = sum(_group(each.now) == group for each in found.statuses)
        went = sum(_group(each.was) == group for each in found.statuses)
        came += sum(_group(now[at.ref]) == group for at in found.added)
        went += sum(_group(then[at.ref]) == group for at in found.removed)
        assert getattr(before.counts, group) + came - went == getattr(after.counts, group)
    finished, reopened = found.turned(StatusTurn.FINISHED), found.turned(StatusTurn.REOPENED)
    assert {at.ref for at in finished} == {
        ref for ref in then.keys() & now if then[ref] != now[ref] == "complete"
    }
    assert {at.ref for at in reopened} == {
        ref for ref in then.keys() & now if then[ref] == "complete" != now[ref] is not None
    }


@given(TWO_QUARTERS)
def test_a_sentence_names_as_many_actions_as_it_counts_and_the_plural_is_right(statuses):
    told = change_sentences(july(statuses), document(statuses))

    for area in told.areas.values():
        for sentence in area:
            counted = re.match(r"(\d+) (actions?) .*: (.*)\.$", sentence)
            if counted:
                assert len(re.findall(r"\d+\.\d+\.\d+", counted[3])) == int(counted[1])
                assert counted[2] == ("action" if counted[1] == "1" else "actions")


@given(TWO_QUARTERS)
def test_areas_add_up_to_the_plan(statuses):
    found = differences(july(statuses), document(statuses))

    of_areas = [found.in_area(area) for area in "123"]

    assert sorted(each.at.ref for area in of_areas for each in area.statuses) == sorted(
        each.at.ref for each in found.statuses
    )


@given(CODES, CODES)
def test_a_turn_says_whether_an_action_fell_behind_or_recovered(was, now):
    if was == now:
        return
    turn = turn_of(was, now)
    groups = (_group(was), _group(now))

    assert (turn is StatusTurn.FELL_BEHIND) == (groups == ("to_plan", "behind"))
    assert (turn is StatusTurn.RECOVERED) == (groups == ("behind", "to_plan"))
    assert (turn is StatusTurn.SILENT) == (now is None)


def _group(code: str | None) -> str:
    return Status(code).group.value if code else ""


# Lists whose order is that of a table or of the plan's numbers: another order says the same.
UNORDERED = frozenset(
    ("areas", "outcomes", "actions", "measures", "indicators", "sections", "posts", "glossary")
)


def shuffled(value, order: random.Random, name: str = ""):
    """The same JSON with its keys, and the lists whose order means nothing, in another order."""
    if isinstance(value, dict):
        keys = order.sample(list(value), len(value))
        return {key: shuffled(value[key], order, key) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, order) for item in value]
        return order.sample(items, len(items)) if name in UNORDERED else items
    return value


@given(st.randoms(use_true_random=False))
def test_a_document_that_says_the_same_in_another_order_has_not_changed(order):
    first = parsed(raw_rich())
    frozen = freeze(parsed(shuffled(raw_rich(), order)))

    told = change_sentences(first, thaw(frozen.text, frozen.sha256, Quarterly))

    assert told.plan == ["Nothing has changed since October 2019."]
    assert told.areas == {key: ["Nothing has changed since October 2019."] for key in told.areas}


def test_two_sections_of_one_title_are_compared_as_one_text():
    sections = [{"title": "Vision", "source": "", "blocks": [{"p": words}]} for words in "AB"]
    before, after = raw_rich(sections=sections), raw_rich(sections=sections[::-1])
    assert differences(parsed(before), parsed(after)).is_nothing

    (changed,) = differences(parsed(before), parsed(raw_rich(sections=sections[:1]))).texts
    assert (changed.name, changed.was, changed.now) == ("Front matter: Vision", "A\n\nB", "A")


def test_another_line_break_is_not_a_change_of_words_and_another_word_is():
    words = {"text": "It goes on.\nWell.", "source": ""}
    rewrapped, changed = words | {"text": "It goes\non. Well."}, words | {"text": "It goes on."}
    before = parsed(raw_rich(programme=words))

    assert differences(before, parsed(raw_rich(programme=rewrapped))).is_nothing
    (text,) = differences(before, parsed(raw_rich(programme=changed))).texts
    assert (text.name, text.now) == ("Programme", "It goes on.")
