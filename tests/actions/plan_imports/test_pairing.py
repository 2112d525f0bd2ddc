"""Which measure of the file is which one here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from actions.domain.plan_import.paired import paired

TEXTS = st.lists(st.sampled_from("abcd"), max_size=6)


@given(TEXTS, TEXTS)
def test_every_text_is_there_once_and_equal_ones_stay(here: list[str], in_file: list[str]) -> None:
    made = paired(here, in_file)
    assert [text for _, text in made if text is not None] == in_file
    places = [place for place, _ in made if place is not None]
    assert sorted(places) == list(range(len(here)))
    same = sum(place is not None and here[place] == text for place, text in made)
    assert same == sum(min(here.count(text), in_file.count(text)) for text in set(in_file))
    added = sum(place is None for place, _ in made)
    gone = sum(text is None for _, text in made)
    assert not (added and gone), "what is gone becomes what is new"
