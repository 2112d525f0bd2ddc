"""Who leads: posts without their organisation, names of holders, titles that hold a list."""

from __future__ import annotations

import pytest

from actions.domain.recognition.leads import KnownLead, LeadWords, read_leads


def words(*printed: str) -> LeadWords:
    made = LeadWords.of([KnownLead("SCC-HoS", "Head of SEN", "Tim Example"), KnownLead("SPCF")])
    made.learn(printed)
    return made


@pytest.mark.parametrize("text", ["HoS", "Tim Example"])
def test_a_post_without_its_organisation_or_by_its_holder_is_a_guess(text: str) -> None:
    reading = read_leads(text, words("HoS", "SCC - HoS", "HoS"))
    assert reading.codes == ("SCC-HoS",)
    assert [(guess.text, guess.taken_for) for guess in reading.guesses] == [(text, "SCC-HoS")]


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("Head of Education, Health and Care Plans", ["Head of Education, Health and Care Plans"]),
        ("Head of Skills + Forum Chair", ["Head of Skills", "Forum Chair"]),
        ("Lead: Head of SEN", ["SCC-HoS"]),
        ("Lead officer: Transitions Manager", ["Transitions Manager"]),
    ],
)
def test_titles_as_they_are_printed(text: str, leads: list[str]) -> None:
    assert list(read_leads(text, words()).codes) == leads
