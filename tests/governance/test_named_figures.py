"""Figures that a text names are filled in; figures that it states are checked."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from actions.domain.enums import Status
from governance.papers.checks import figure_placeholders
from governance.papers.checks.count_claims import find_count_claims
from governance.papers.checks.figure_placeholders import (
    NAMES,
    KnownCounts,
    UnknownFigure,
    contradicted_figures,
    figures,
    fill,
    fill_known,
    misstated_figures,
)
from tests.support.documents import counts_of, document
from wsoa.core.percentages import percentage

# October 2019: 5 complete, 54 on track or yet to start, 30 behind, of 89.
STATUSES = (
    *["complete"] * 5,
    *["on_track"] * 40,
    *["not_started"] * 14,
    *["at_risk"] * 25,
    *["behind_not_started"] * 5,
)
BY_STATUS = {status.value: STATUSES.count(status.value) for status in Status}
COUNTS = counts_of(STATUSES)
OCTOBER = KnownCounts(COUNTS, by_status=BY_STATUS, late=18)
JULY = KnownCounts(counts_of(["at_risk"] * 14 + ["on_track"] * 73 + ["complete"] * 2), "July 2019")
SOME_COUNTS = st.lists(
    st.sampled_from([*(status.value for status in Status), None]), min_size=1, max_size=120
).map(counts_of)


def test_named_figures_are_filled_in():
    text = "{behind} of {total} ({behind_percent}); {on_track_or_to_start_percent}%; {complete}"

    assert fill(text, figures(COUNTS)) == "30 of 89 (34%); 61%; 5"


def test_in_the_text_of_an_area_a_figure_is_that_areas_and_the_plans_has_a_name_of_its_own():
    area = counts_of(["complete", "at_risk", "at_risk"])

    assert fill("{behind} of {total}, {plan_behind}", figures(COUNTS, area)) == "2 of 3, 30"


@pytest.mark.parametrize("name", ["behnd", "Behind", "plan_behind", "60"])
def test_an_unknown_name_is_refused_with_those_that_there_are(name):
    text = f"Of these {{{name}}} are late"
    if name == "60":
        assert fill(text, figures(COUNTS)) == text  # no name at all
        return

    with pytest.raises(UnknownFigure) as refused:
        fill(text, figures(COUNTS))

    assert str(refused.value) == (
        f"there is no figure {{{name}}}. The figures here are {{total}}, {{behind}}, "
        "{behind_percent}, {on_track_or_to_start}, {on_track_or_to_start_percent}, {complete}, "
        "{complete_percent}, {without_status}."
    )


def test_what_is_unknown_is_left_standing_and_a_document_says_where():
    text = fill_known("{plan_behind}, {nothing}", figures(COUNTS, COUNTS))
    commentary = {"parts": [{"title": "Developments", "text": text}], "source": ""}
    whole = document(
        {"1.1.1": ("on_track", "complete"), "2.1.1": ("on_track", "at_risk")},
        areas={"2": {"commentary": commentary}},
    )

    assert text == "30, {nothing}"
    with pytest.raises(UnknownFigure, match=r"^Area 2, developments: there is no figure {nothing}"):
        figure_placeholders.check_document(whole)


def test_the_help_names_only_figures_that_there_are():
    assert set(figures(COUNTS)) == set(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "61% on track",
        "61% are on track or yet to start",
        "60.7 per cent of actions are on track or yet to start",
        "5 of 89 complete",
        "Five of the eighty-nine actions are complete, thirty actions are behind.",
        "30 of 89 actions (34%) are behind target or at significant risk.",
        "6% complete, 34% behind and 61% on track or yet to start",
        "Complete: 5. Behind: 30 of 89. On track or yet to start (61%)",
        "complete, 6%; and 34% either behind target or at significant risk",
        "About a third of our actions are behind; over half of the actions are on track.",
        "Over 30% of the plan is behind. More than 50 actions are on track or yet to start.",
        "14 actions are not yet started; 40 of 89 are on track; 18 actions are overdue",
        "25 actions are behind or at risk. In July 14 actions were behind.",
        "At the time of the last update 2 of 89 actions were complete.",
    ],
)
def test_what_the_data_bears_out_is_not_remarked_on(text):
    assert contradicted_figures(text, OCTOBER, JULY) == []


@pytest.mark.parametrize(
    ("text", "typed", "data"),
    [
        (
            "58% on track",
            "58% on track",
            "by the data 54 of 89 actions (61%) are on track or yet to start.",
        ),
        ("6 of 89 complete", "6 of 89 complete", "by the data 5 of 89 actions (6%) are complete."),
        ("5 of 88 complete", "5 of 88 complete", "by the data 5 of 89 actions (6%) are complete."),
        (
            "So far twenty-nine actions are behind.",
            "twenty-nine actions are behind",
            "by the data 30 of 89 actions (34%) are behind target or at significant risk.",
        ),
        (
            "No actions are behind.",
            "No actions are behind",
            "by the data 30 of 89 actions (34%) are behind target or at significant risk.",
        ),
        (
            "Complete: 7%.",
            "Complete: 7%",
            "by the data 5 of 89 actions (6%) are complete.",
        ),
        (
            "30 of 89 actions (43%) are behind",
            "30 of 89 actions (43%) are behind",
            "by the data 30 of 89 actions (34%) are behind target or at significant risk.",
        ),
        (
            "Over 40% of actions are behind",
            "Over 40% of actions are behind",
            "by the data 30 of 89 actions (34%) are behind target or at significant risk.",
        ),
        (
            "14 actions are behind",
            "14 actions are behind",
            "by the data 30 of 89 actions (34%) are behind target or at significant risk.",
        ),
        (
            "17 overdue actions",
            "17 overdue actions",
            "by the data 18 of 89 actions (20%) are late.",
        ),
    ],
)
def test_what_the_data_does_not_bear_out_is_named_with_what_it_says(text, typed, data):
    (found,) = contradicted_figures(text, OCTOBER, JULY)

    assert (found.typed, found.data) == (typed, data)
    assert found.message == f"“{typed}”: {data}"


@pytest.mark.parametrize(
    "text",
    [
        "91% of the new EHC plans finalised in September were completed within 20 weeks.",
        "Training is complete; over 95% of staff came.",
        "Training is complete, 50% of schools had it.",
        "5 of the 7 areas are on track.",
        "1.1.1 complete, 2.3.4 is behind.",
        "In July 2019 complete. In 2019 actions were completed.",
        "Since July 3 actions were completed.",
        "Four more actions were completed.",
        "The new school is 60% complete.",
        "84 of 89 actions are not complete.",
        "Seven workshops were planned; 3 of 4 are complete.",
        "£12 behind, page 3 of 4 complete set",
        "Sign-ups have risen by 30%, with a click rate of 25%+.",
    ],
)
def test_numbers_of_other_things_are_no_claims_about_actions(text):
    assert contradicted_figures(text, OCTOBER, JULY) == []


def test_of_an_action_only_what_names_actions_is_judged():
    text = "12 of 80 complete. 12 of 80 actions are complete."

    assert [each.typed for each in contradicted_figures(text, OCTOBER, actions_only=True)] == [
        "12 of 80 actions are complete"
    ]


def test_an_area_may_speak_of_itself_or_of_the_plan():
    area = KnownCounts(counts_of(["complete", "at_risk", "at_risk"]))

    assert contradicted_figures("2 of 3 actions are behind, 30 of 89 in all.", area, OCTOBER) == []
    (found,) = contradicted_figures("3 of 3 actions are behind.", area, OCTOBER)
    assert found.data == (
        "by the data 2 of 3 actions (67%) are behind target or at significant risk."
    )


def test_a_whole_document_is_searched_and_each_place_named():
    part = {"title": "Developments", "text": "2 of 2 actions are complete."}
    said = {
        "parts": [{"title": "Next steps", "text": "No actions are behind."}],
        "post": "",
        "not_accepted": False,
        "illustrative": False,
    }
    whole = document(
        {"1.1.1": ("on_track", "complete"), "1.1.2": ("on_track", "at_risk")},
        more={"1.1.1": {"said": said}},
        areas={"1": {"commentary": {"parts": [part], "source": ""}}},
        programme={"text": "50% complete, 60% behind.", "source": ""},
    )

    found = misstated_figures(whole)

    assert [(each.place, each.area, each.action, each.fault.typed) for each in found] == [
        ("The programme as a whole", "", "", "60% behind"),
        ("Area 1, developments", "1", "", "2 of 2 actions are complete"),
        ("Action 1.1.1, next steps", "1", "1.1.1", "No actions are behind"),
    ]


@given(SOME_COUNTS)
def test_what_was_filled_in_is_never_contradicted(counts):
    assume(counts.said)
    text = (
        "{behind} of {total} actions are behind target or at significant risk, "
        "{on_track_or_to_start_percent} on track or yet to start, {complete_percent} complete. "
        "Complete: {complete}."
    )

    filled = fill(text, figures(counts))

    assert len(list(find_count_claims(filled))) == 4
    assert contradicted_figures(filled, KnownCounts(counts)) == []


@given(SOME_COUNTS, st.integers(0, 100), st.sampled_from(["behind", "to_plan", "complete"]))
def test_a_percentage_is_borne_out_when_it_is_the_exact_one_rounded_half_up(counts, typed, group):
    words = {"behind": "behind target", "to_plan": "on track or yet to start"}
    bases = {counts.total, counts.said} - {0}
    right = any(typed == percentage(getattr(counts, group), base) for base in bases)

    text = f"{typed}% of actions are {words.get(group, group)}."
    found = contradicted_figures(text, KnownCounts(counts))

    assert (not found) == right


@given(SOME_COUNTS, st.integers(0, 130), st.integers(0, 130))
def test_a_count_is_borne_out_by_exactly_that_count_of_that_total(counts, typed, of):
    text = f"{typed} of {of} actions are complete."
    found = contradicted_figures(text, KnownCounts(counts))

    right = typed == counts.complete and of in (counts.total, counts.said)
    assert (not found) == right


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    list(find_count_claims(text))
    contradicted_figures(text, OCTOBER, JULY)
