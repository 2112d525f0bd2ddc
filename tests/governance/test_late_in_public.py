"""What the public page says of a late action: from which end it counts, its new date, and why."""

from __future__ import annotations

import pytest

from governance.papers.quarterly.context import QuarterlyContext
from tests.support.documents import document, move

SAID = {"post": "Head of SEN", "not_accepted": False, "illustrative": False}


def late(**values):
    more = {"1.1.1": {"end": "July 2019", "late": "1 month late"} | values}
    made = document(
        {"1.1.1": ("at_risk", "at_risk")}, more=more, late_refs=["1.1.1"], as_at="2019-11-15"
    )
    (line,) = QuarterlyContext(made).late
    return line


@pytest.mark.parametrize(
    ("agreed_end", "asked", "agreed", "counted", "state"),
    [
        ("Sept 2019", "Sept 2019", True, "1 month late, counted from Sept 2019", "Passed too"),
        ("", "Sept 2019", None, "1 month late", "Not yet agreed, passed too"),
        ("", "Nov 2019", None, "1 month late", "Not yet agreed"),
        ("", "Sept 2019", False, "1 month late", "Sept 2019 was asked for and refused"),
        ("July 2019", "Dec 2019", True, "1 month late", ""),
        ("", "Whenever", None, "1 month late", "Not yet agreed"),
    ],
)
def test_it_says_which_end_it_counts_from_and_that_a_new_one_has_passed(
    agreed_end, asked, agreed, counted, state
):
    line = late(end_agreed=agreed_end, moves=[move("July 2019", asked, 2, agreed)])

    assert (line.late_words, line.new_end_words) == (counted, state)


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (["The post is vacant until January.", "None."], "The post is vacant until January."),
        (["None stated.", "No evidence of impact yet."], ""),
        (["None stated.", "Parents wait longer."], "Parents wait longer."),
        (["word " * 100], "word " * 47 + "word…"),
        ([], ""),
    ],
)
def test_without_a_reason_for_a_date_it_says_what_its_cleared_update_says(texts, why):
    parts = [{"title": "Developments", "text": text} for text in texts]

    assert late(said=SAID | {"parts": parts}).why == why
    moved = late(said=SAID | {"parts": parts}, moves=[move("July 2019", "Dec 2019", 5, None)])
    assert moved.why == "It waits for the strategy."
