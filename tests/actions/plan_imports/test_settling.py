"""What answers and differences make of a recognised plan. Pure."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.plan_import.difference import ChangeKind, differences
from actions.domain.plan_import.guess_kinds import KINDS, GuessEffect, kind_of
from actions.domain.plan_import.named_posts import NamedPost, named_post
from actions.domain.plan_import.places import in_sentence
from actions.domain.plan_import.quarters import quarters_for
from actions.domain.plan_import.settle import (
    GuessReply,
    Replies,
    ValueRefused,
    checked_value,
    is_group_left_out,
    is_left_out,
    settled,
)
from wsoa.core.months import Month

PLACE = "Table 1, row 2"


def content(**given: Any) -> dict[str, Any]:
    made = {
        "ref": "1.1.1",
        "text": "Write it",
        "start": {"printed": "May 19", "date": "2019-05", "kind": "month_format"},
        "end": {"printed": "TBC", "date": None, "kind": "to_be_confirmed"},
        "leads": ["SCC-HoS", "CCG"],
        "statuses": {"2019-10": {"printed": "A", "proposed": "at_risk", "text": "A", "fill": ""}},
    }
    return made | given


def reply(kind: str, text: str, answer: str, value: str = "", taken_for: str = "") -> Replies:
    texts, places = frozenset([text]), frozenset([PLACE])
    return Replies.of([GuessReply(kind, taken_for, texts, places, answer, value)])


def test_yes_leaves_everything_as_recognised() -> None:
    replies = reply("to_be_confirmed", "TBC", "yes")
    assert settled(content(), PLACE, replies, {}) == content()


def test_another_date_is_of_the_date_that_was_guessed_alone() -> None:
    made = settled(content(), PLACE, reply("to_be_confirmed", "TBC", "value", "Sept 2019"), {})
    assert made["end"]["date"] == "2019-09"
    assert made["end"]["printed"] == "TBC"
    assert made["start"] == content()["start"]


def test_no_takes_the_date_the_lead_or_the_status_away() -> None:
    assert (
        settled(content(), PLACE, reply("month_format", "May 19", "no"), {})["start"]["date"]
        is None
    )
    lead = reply("lead_spelling", "SCC HOS", "no", taken_for="SCC-HoS")
    assert settled(content(), PLACE, lead, {})["leads"] == ["CCG"]
    status = settled(content(), PLACE, reply("status_words", "A", "no"), {})["statuses"]
    assert status["2019-10"]["proposed"] == ""


def test_another_lead_stands_where_the_guessed_one_stood() -> None:
    lead = reply("lead_spelling", "SCC HOS", "value", "SCC-PEH", taken_for="SCC-HoS")
    assert settled(content(), PLACE, lead, {})["leads"] == ["SCC-PEH", "CCG"]


def test_a_correction_by_hand_counts_more_than_an_answer() -> None:
    replies = reply("lead_spelling", "SCC HOS", "no", taken_for="SCC-HoS")
    assert settled(content(), PLACE, replies, {"leads": ["NHSE"]})["leads"] == ["NHSE"]


def test_no_to_a_guess_about_rows_leaves_them_out() -> None:
    assert is_left_out(PLACE, reply("row_continued", "x", "no"))
    assert not is_left_out(PLACE, reply("row_continued", "x", "yes"))
    assert not is_left_out(PLACE, reply("to_be_confirmed", "TBC", "no"))
    assert not is_left_out("Table 1, row 3", reply("row_continued", "x", "no"))


def test_no_to_a_guess_about_an_area_leaves_it_out() -> None:
    assert is_group_left_out("Strategy", reply("heading_as_area", "Strategy", "no"))
    assert not is_group_left_out("Strategy", reply("heading_as_area", "Strategy", "yes"))
    assert not is_group_left_out("Voice", reply("heading_as_area", "Strategy", "no"))


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.takes_value])
def test_a_value_that_cannot_stand_there_is_refused(kind: object) -> None:
    code = kind.code  # type: ignore[attr-defined]
    with pytest.raises(ValueRefused):
        checked_value(code, " " if kind_of(code).effect is GuessEffect.LEAD else "next week")


# --- another version ------------------------------------------------------------------------------

MONTHS = st.sampled_from(["2019-05", "2019-09", "2020-01"])
TEXTS = st.sampled_from(["Write it", "Write it well", "Share it"])
FIELDS = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["1.1", "1.2"]),
        "text": TEXTS,
        "start": MONTHS,
        "end": MONTHS,
        "leads": st.lists(st.sampled_from(["SCC-HoS", "CCG"]), unique=True),
        "measures": st.lists(TEXTS, max_size=2),
    }
)
PLANS = st.dictionaries(st.sampled_from(["1.1.1", "1.1.2", "1.2.1"]), FIELDS)


@given(PLANS, PLANS)
def test_a_file_that_is_as_the_plan_changes_nothing(here: Any, loaded: Any) -> None:
    assert differences(here, here, loaded) == []


@given(PLANS, PLANS, PLANS)
def test_each_field_that_differs_is_a_difference_or_was_changed_here_alone(
    here: Any, in_file: Any, loaded: Any
) -> None:
    found = {(change.ref, change.field): change for change in differences(here, in_file, loaded)}
    for ref in {*here, *in_file}:
        if ref not in here or ref not in in_file:
            kind = ChangeKind.ADDED if ref in in_file else ChangeKind.GONE
            assert found.pop((ref, "")).kind is kind
            continue
        for field, new in in_file[ref].items():
            change = found.pop((ref, field), None)
            before = loaded.get(ref, {}).get(field, here[ref][field])
            if new == here[ref][field] or (ref in loaded and new == before):
                assert change is None
            else:
                is_conflict = here[ref][field] != before
                assert change is not None
                assert change.kind is (ChangeKind.CONFLICT if is_conflict else ChangeKind.CHANGED)
    assert found == {}


@given(PLANS, PLANS)
def test_nothing_that_people_changed_or_that_is_gone_is_selected_first(
    here: Any, loaded: Any
) -> None:
    for change in differences(here, loaded, loaded):
        assert change.kind in {ChangeKind.ADDED, ChangeKind.GONE}


# --- quarters -------------------------------------------------------------------------------------


@given(
    st.sets(st.dates(date(2018, 1, 1), date(2022, 1, 1)), max_size=5),
    st.sets(st.dates(date(2018, 1, 1), date(2030, 1, 1)), max_size=5),
    st.dates(date(2018, 1, 1), date(2026, 1, 1)),
)
def test_quarters_are_in_order_and_one_is_open_or_to_come(
    reported: set[date], ends: set[date], today: date
) -> None:
    months = {Month.of(day) for day in reported}
    made = quarters_for(months, [Month.of(day) for day in ends], today)
    assert months <= {quarter.month for quarter in made}
    assert made[-1].due >= today
    for quarter, after in pairwise(made):
        assert quarter.opens <= quarter.due <= quarter.closes < after.opens


# --- posts and places -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "holder"),
    [
        ("Head of SEN", "Head of SEN", ""),
        ("Jane Smith, Head of SEN", "Head of SEN", "Jane Smith"),
        ("Head of SEN (Jane Smith)", "Head of SEN", "Jane Smith"),
        ("Head of SEN – Dr Jane A. Smith", "Head of SEN", "Dr Jane A. Smith"),
        ("Jane Smith", "Post of Jane Smith", "Jane Smith"),
        ("Head of Education, Health and Care", "Head of Education, Health and Care", ""),
        ("Parent Forum", "Parent Forum", ""),
    ],
)
def test_a_holder_beside_a_post_is_told_from_it(text: str, title: str, holder: str) -> None:
    assert named_post(text) == NamedPost(title, holder)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("Table 2, row 12", "row 12 of table 2 of plan.docx"),
        ("Sheet Actions, row 5, action 2", "action 2 in row 5 of sheet Actions of plan.docx"),
        ("Paragraph 7", "paragraph 7 of plan.docx"),
        ("", "plan.docx"),
    ],
)
def test_a_place_in_a_sentence(place: str, sentence: str) -> None:
    assert in_sentence(place, "plan.docx") == sentence
