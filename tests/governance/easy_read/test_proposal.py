"""The proposed lines: of the facts of the area, and easy to read."""

from __future__ import annotations

from hypothesis import given

from governance.domain.easy_read.readability import readability
from governance.papers.quarterly.easy_read_proposal import proposed_ideas
from tests.support.documents import TWO_QUARTERS, document


def texts(*args, **values) -> list[str]:
    return [idea.text for idea in proposed_ideas(document(*args, **values), "1", {})]


def test_they_say_how_many_what_is_late_and_what_comes_next():
    made = document(
        {
            "1.1.1": ["on_track", "complete"],
            "1.1.2": ["on_track", "at_risk"],
            "2.1.1": [None, None],
        },
        more={"1.1.2": {"late": "2 months late", "end": "Sept 2019", "end_agreed": "Oct 2019"}},
    )

    assert [idea.text for idea in proposed_ideas(made, "1", {"1.1.2": "Help at school."})] == [
        "We promised 2 things for this.",
        "1 thing is done.",
        "1 thing is late or may be late.",
        "Since July 2019 we finished 1 thing.",
        "This is late: Help at school.",
        "We said: September 2019. Now we say: October 2019.",
        "We will tell you more in January 2020.",
    ]


def test_where_nothing_is_known_they_say_so():
    assert texts({"1.1.1": [None, None]}, "2019-07") == [
        "We promised 1 thing for this.",
        "None is done yet.",
        "We have no news about 1 thing.",
        "We will tell you more in October 2019.",
    ]


def test_of_many_late_actions_the_rest_are_counted():
    refs = [f"1.1.{number}" for number in range(1, 7)]
    late = {"late": "late", "end": "Sept 2019"}
    found = texts({ref: [None, "at_risk"] for ref in refs}, more=dict.fromkeys(refs, late))

    assert found.count("We said: it will be done by September 2019.") == 3
    assert "3 more things are late too." in found


@given(TWO_QUARTERS)
def test_they_are_easy_to_read_and_their_counts_add_up(statuses):
    made = document(statuses)
    for area in made.areas:
        ideas = proposed_ideas(made, area.ref, {})
        found = readability(ideas)
        assert [remark.problem for of_idea in found.of_ideas for remark in of_idea] == []
        assert found.of_whole == ()
        assert ideas[0].text.startswith(f"We promised {area.counts.total} thing")
