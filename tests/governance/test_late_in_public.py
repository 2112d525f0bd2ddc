"""What the public page says of a late action: from which end it counts, its new date, and why."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.papers.comparison.plain_changes import BY_AREA
from governance.papers.formats import pdf
from governance.papers.quarterly.context import QuarterlyContext
from governance.papers.quarterly.late_context import LONGEST_SENTENCE
from governance.papers.quarterly.listed_changes import ListedChange, without_links
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
        (["word " * 80], " ".join(["word"] * 80)),
        (["word " * 100], ""),
        ([], ""),
    ],
)
def test_without_a_reason_for_a_date_it_says_what_its_cleared_update_says(texts, why):
    parts = [{"title": "Developments", "text": text} for text in texts]

    assert late(said=SAID | {"parts": parts}).why == why
    moved = late(said=SAID | {"parts": parts}, moves=[move("July 2019", "Dec 2019", 5, None)])
    assert moved.why == "It waits for the strategy."


@given(st.lists(st.text("ab ", min_size=1, max_size=300).map(str.strip).filter(bool), max_size=9))
def test_what_its_update_says_is_in_whole_sentences_or_left_to_the_whole_update(words):
    said = [f"{sentence.capitalize()}." for sentence in words]
    update = " ".join(" ".join(said).split())
    line = late(said=SAID | {"parts": [{"title": "Developments", "text": " ".join(said)}]})

    assert update.startswith(line.why)
    assert line.why == "" or line.why.endswith(".")
    assert line.why_goes_on == (line.why != update)
    assert len(line.why) <= LONGEST_SENTENCE


def test_print_names_the_action_the_reason_and_the_new_date():
    said = SAID | {"parts": [{"title": "Developments", "text": "No room. " + "It rains. " * 40}]}
    made = document(
        {"1.1.1": ("at_risk", "at_risk"), "1.1.2": ("at_risk", "at_risk")},
        more={
            "1.1.1": {"late": "1 month late", "moves": [move("Oct 2019", "Dec 2019", 2, None)]},
            "1.1.2": {"late": "1 month late", "said": said, "short_title": "A room for the panel"},
        },
        late_refs=["1.1.1", "1.1.2"],
    )

    [table] = lxml.html.fromstring(pdf.as_html(made)).find_class("late-first")
    first, second = (
        [" ".join(cell.text_content().split()) for cell in row] for row in table.xpath("tbody/tr")
    )

    assert first[:2] == ["1.1.1", "Do 1.1.1 (SCC HoS)"]
    assert first[3:5] == ["Dec 2019 Not yet agreed", "It waits for the strategy."]
    assert second[:2] == ["1.1.2", "A room for the panel (SCC HoS)"]
    assert second[3] == "No new date"
    assert second[4].startswith("No room. It rains. ")
    assert second[4].endswith("It rains. The whole update of 1.1.2")
    assert {link.get("href") for link in table.xpath(".//a")} == {"#action-1.1.1", "#action-1.1.2"}


def test_print_names_changes_by_their_titles_and_leads_to_their_rows():
    made = document(
        {"1.1.1": ("at_risk", "complete")},
        more={"1.1.1": {"short_title": "A room for the panel"}},
        changes=[
            {"before": "1 action was finished", "refs": ["1.1.1", "9.9.9"], "after": ""},
            {"before": f"7 new end dates were refused{BY_AREA}", "refs": [], "after": ""},
        ],
        changed=["1 action was finished: 1.1.1."],
    )

    page = lxml.html.fromstring(pdf.as_html(made))
    [link] = page.xpath("//a[. = 'A room for the panel']")
    words = " ".join(page.text_content().split())

    assert page.xpath(f"//*[@id='{link.get('href').removeprefix('#')}']")
    assert "1 action was finished: 1.1.1." not in words
    assert "7 new end dates were refused. They are named under each area." in words
    assert [change.sentence for change in without_links(made).of_plan()] == [
        "1 action was finished: A room for the panel (1.1.1); 9.9.9.",
        "7 new end dates were refused. They are named under each area.",
    ]


def test_a_document_without_plain_words_keeps_its_sentences():
    made = document({"1.1.1": ("at_risk", "complete")}, changed=["1 action was finished: 1.1.1."])

    [item] = lxml.html.fromstring(pdf.as_html(made)).xpath("//h2[. = 'What has changed']/../ul/li")
    assert item.text_content().strip() == "1 action was finished: 1.1.1."
    assert without_links(made).of_plan() == (ListedChange("1 action was finished: 1.1.1."),)
