"""The buttons of the Easy Read form: lines go up, down, out and back, and no word is lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from governance.domain.easy_read.arrangement import EasyReadContent, rearranged, with_proposed
from governance.domain.easy_read.ideas import EasyReadHeading, IllustratedIdea

LINES = tuple(IllustratedIdea("late", text, "clock") for text in ("One", "Two", "Three"))
CONTENT = EasyReadContent("EHC plans", LINES)
BUTTONS = st.one_of(
    st.sampled_from(["add", "restore", "check", "save", "", "up-", "remove-x", "down-999999"]),
    st.builds(
        "{}-{}".format, st.sampled_from(["up", "down", "remove", "below"]), st.integers(0, 12)
    ),
)
IDEAS = st.builds(
    IllustratedIdea,
    st.sampled_from(list(EasyReadHeading)),
    st.text(max_size=9),
    st.sampled_from(["", "clock"]),
)


def texts(content: EasyReadContent) -> list[str]:
    return [idea.text for idea in content.ideas]


def test_a_line_goes_up_and_down_and_stays_at_the_ends():
    assert texts(rearranged(CONTENT, "up-1").content) == ["Two", "One", "Three"]
    assert texts(rearranged(CONTENT, "down-1").content) == ["One", "Three", "Two"]
    assert rearranged(CONTENT, "up-1").place == 0
    assert rearranged(CONTENT, "up-0").content == CONTENT
    assert rearranged(CONTENT, "down-2").content == CONTENT


def test_a_new_line_stands_below_under_the_same_heading():
    made = rearranged(CONTENT, "below-0")

    assert made.place == 1
    assert made.content.ideas[1] == IllustratedIdea("late")
    assert rearranged(EasyReadContent(), "add").content.ideas == (IllustratedIdea("about"),)
    assert rearranged(CONTENT, "add").place == 3


def test_a_line_that_is_taken_out_can_be_put_back_where_it_was():
    out = rearranged(CONTENT, "remove-1")

    assert texts(out.content) == ["One", "Three"]
    assert rearranged(out.content, "restore").content == CONTENT
    assert rearranged(out.content, "restore").place == 1


def test_proposed_lines_follow_what_is_written():
    typed = EasyReadContent("", (LINES[0], IllustratedIdea("late")))

    assert texts(with_proposed(typed, LINES[1:])) == ["One", "Two", "Three"]


@given(st.lists(IDEAS, max_size=6), st.lists(BUTTONS, max_size=12))
def test_whatever_is_pressed_no_word_is_lost(ideas, pressed):
    """And the place to go on with is one of the lines."""
    content = EasyReadContent("A title", tuple(ideas))
    for button in pressed:
        made = rearranged(content, button)
        content = made.content
        assert -1 <= made.place < max(len(content.ideas), 1)
    kept = [*content.ideas, *(out.idea for out in content.removed)]

    assert Counter(idea for idea in kept if idea.text.strip()) == Counter(
        idea for idea in ideas if idea.text.strip()
    )
    assert content.title == "A title"
