"""What is new in a publication beside the one before, as the page shows it."""

from __future__ import annotations

from governance.presenters.publication_changes import (
    CountLine,
    DateLine,
    StatusLine,
    TextLine,
    publication_changes,
)
from tests.support.documents import document, move

JULY = {"1.1.1": ("on_track",), "1.1.2": ("on_track",), "2.1.10": ("not_started",)}
OCTOBER = {
    "1.1.1": ("on_track", "at_risk"),
    "1.1.2": ("on_track", "complete"),
    "2.1.9": ("not_started", "on_track"),
    "2.1.10": ("not_started", "not_started"),
}


def both():
    before = document(JULY, now="2019-07")
    moved = {"moves": [move("Dec 2019", "Feb 2020", 2)], "text": "Do it well"}
    programme = {"text": "It goes on.", "source": ""}
    more = {"1.1.1": moved, "2.1.10": {"lead": "CCG"}}
    after = document(OCTOBER, more=more, programme=programme)
    return before, after


def test_statuses_dates_and_what_was_added():
    found = publication_changes(*both())

    assert found.since == "July 2019"
    assert found.statuses == (
        StatusLine("1.1.1", "on_track", "at_risk"),
        StatusLine("1.1.2", "on_track", "complete"),
    )
    assert found.dates == (
        DateLine(
            "1.1.1",
            "December 2019",
            "February 2020",
            "2 months later",
            "Agreed",
            "It waits for the strategy.",
            "Improvement Board",
        ),
    )
    assert (found.added, found.removed) == (("2.1.9",), ())


def test_counts_show_the_difference():
    lines = {each.name: each for each in publication_changes(*both()).counts}

    assert lines["Actions"] == CountLine("Actions", 3, 4, "1 more")
    assert lines["Complete"] == CountLine("Complete", 0, 1, "1 more")
    assert lines["On track or yet to start"].by == "1 fewer"
    assert lines["Without a status"].by == "no change"


def test_texts_stand_side_by_side_the_plan_first_and_actions_in_its_order():
    found = publication_changes(*both())

    assert [(each.name, each.anchor) for each in found.texts] == [
        ("The plan as a whole", "new-text-plan"),
        ("Action 1.1.1", "new-text-1-1-1"),
        ("Action 2.1.10", "new-text-2-1-10"),
    ]
    assert found.texts[0].lines == (TextLine("Programme", "", "It goes on."),)
    assert found.texts[1].lines == (TextLine("Action", "Do 1.1.1", "Do it well"),)
    assert found.changed_texts == 3


def test_without_one_before_texts_cannot_be_compared():
    found = publication_changes(None, both()[1])

    assert (found.texts_too, found.texts, found.since) == (False, (), "July 2019")
