"""Headers that hold a number or a date, rows of data that hold words of headings, other orders."""

from __future__ import annotations

import pytest

from tests.support.plan_layouts.pieces import Grid
from tests.support.read_plans import found, heads, read


@pytest.mark.parametrize(
    "heading", ["6 month milestone", "March 2022 milestone", "October 2021 update"]
)
def test_a_heading_that_begins_with_a_number_or_a_date(heading: str) -> None:
    table = Grid(
        (
            heads("Ref", "Action", "Lead", "Start", "End", heading),
            heads("1.1", "Write the strategy", "DCO", "May 2019", "July 2019", "Half written"),
            heads("1.2", "Share the strategy", "DCO", "May 2019", "July 2019", "Half shared"),
        ),
        flagged=False,
    )
    assert found(read(table), "ref", "text") == [
        ("1.1", "Write the strategy"),
        ("1.2", "Share the strategy"),
    ]


@pytest.mark.parametrize("note", ["Cost £1,000", "Budget agreed", "Milestone one"])
def test_words_of_headings_in_a_note_make_no_header(note: str) -> None:
    header = heads("What?", "Who?", "When?", "How will we know?", "Notes")
    first = heads("Publish the assessment", "SEND lead officer", "May 2019", "It is out", note)
    second = heads("Share the assessment", "DCO", "July 2019", "It is read", "None")
    plan = read(Grid((header, first, second)))
    assert found(plan, "text", "end") == [
        ("Publish the assessment", "2019-05"),
        ("Share the assessment", "2019-07"),
    ]


@pytest.mark.parametrize("heading", ["Timescale", "Timescales", "Milestone date"])
def test_beside_a_start_a_timescale_is_the_end(heading: str) -> None:
    header = heads("Ref", "Action", "Lead", "Start", heading)
    plan = read(Grid((header, heads("1.1", "Write it", "DCO", "May 2019", "July 2019"))))
    assert found(plan, "start", "end") == [("2019-05", "2019-07")]


def test_a_header_again_in_another_order() -> None:
    table = Grid(
        (
            heads("Ref", "Action", "Lead", "Start", "End"),
            heads("1.1", "Write the strategy", "DCO", "May 2019", "July 2019"),
            heads("Ref", "Lead", "Action", "Start", "End"),
            heads("1.2", "DMO", "Share the strategy", "May 2019", "July 2019"),
        )
    )
    assert found(read(table), "text", "leads_printed") == [
        ("Write the strategy", "DCO"),
        ("Share the strategy", "DMO"),
    ]
