"""One rule for every reason: what holds no reason at all is refused, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.domain.status_change import Explanation, Requirement, unmet
from actions.models import Plan
from actions.services.date_changes import NewEndRefused, ask_for_new_end
from actions.services.periods import PeriodRefused, reopen
from wsoa.accounts.models import User
from wsoa.core.months import Month
from wsoa.core.reasons import fault_in_reason, says_evidence, says_nothing_of, says_why

EMPTY = [
    *("", " ", "-", "n/a", "N/A", "None", ".", "…", "• \n• ", "x", "z", "because", "tbc", "19"),
    *("x y", "z z z", "See above.", "as above", "Just because", "To follow.", "No change", "n / a"),
    *("See above. See above.", "because because because", "\u200b", "\u3164\u3164\u3164 \u3164"),
    *(
        "Not agreed",
        "It slipped",
        "No impact yet.",
        "please redo",
        "will do",
        "Left out",
        "A mistake",
    ),
    *("Not complete", "No longer complete.", "was wrong", "Still at risk", "Not on track yet."),
    *("It isn’t done", "Not agreed. It slipped.", "Late\nStill late"),
]
NO_EVIDENCE = [
    *("No evidence yet", "No evidence of impact yet.", "There is no evidence at present."),
    *("Evidence will follow in January", "Evidence to follow.", "The data will be provided soon"),
    *("No evidence yet. Evidence will follow.", "See above. No evidence so far."),
]
REASONS = [
    *("Staff left", "Two therapists were recruited.", "Parents say so.", "Half of them\nare done"),
    *("Recruited.\nTrained.", "Delayed by NHS England", "Attendance 88%", "कर्मचारी चले गए"),
    *("See above, and two schools have joined.", "This will be provided by the new team from May."),
    *("It slipped: staff left", "Not agreed with parents", "The end date was wrong in 2.1.1"),
    "No evidence yet from schools, but 12 parents say that it is better.",
    "Evidence will follow in January; 40 of 52 schools have replied so far.",
]
words = st.sampled_from(["parents", "schools", "joined", "waited", "2019", "of", "the"])


@pytest.mark.parametrize("text", EMPTY)
def test_what_holds_no_reason_is_none(text: str) -> None:
    assert not says_why(text)
    assert not says_evidence(text)
    said = Explanation(text, text, text)
    asked = [Requirement.REASON, Requirement.REOPENED, Requirement.WHAT_CHANGED]
    asked.append(Requirement.EVIDENCE)
    assert unmet(asked, said, date(2019, 11, 15)) == tuple(asked)


@pytest.mark.parametrize("text", NO_EVIDENCE)
def test_to_have_no_evidence_or_to_promise_it_is_no_evidence(text: str) -> None:
    assert not says_evidence(text)


@pytest.mark.parametrize("text", REASONS)
def test_few_words_of_ones_own_are_enough(text: str) -> None:
    assert says_why(text)
    assert says_evidence(text)


@given(st.lists(words, min_size=2, unique=True), st.sampled_from(EMPTY + NO_EVIDENCE))
def test_an_empty_phrase_takes_nothing_from_a_sentence_beside_it(
    said: list[str], phrase: str
) -> None:
    sentence = " ".join(["families", *said])
    for text in (f"{phrase}\n{sentence}.", f"{sentence}.\n{phrase}"):
        assert says_why(text)
        assert says_evidence(text)


ASKED_FOR_DATE = "Enter the reason for refusing the new end date"


@pytest.mark.parametrize("text", ["The new end date", "Refusing the date.", "The date is refused"])
def test_what_only_repeats_what_was_asked_is_no_reason(text: str) -> None:
    assert f"“{text}” does not say it" in fault_in_reason(text, ASKED_FOR_DATE)
    assert fault_in_reason(f"{text} Schools need it.", ASKED_FOR_DATE) == ""


def test_signs_that_nobody_sees_are_named() -> None:
    assert "“[zero width space][hangul filler]” does" in says_nothing_of("\u200b\u3164")


@given(st.text(max_size=60))
def test_whether_it_says_something_is_not_changed_by_spaces_or_capitals(text: str) -> None:
    assert says_why(text) == says_why(f"  {text}  ")
    assert says_why(text) or not says_evidence(text)
    assert bool(says_nothing_of(text)) == bool(text.strip())


@pytest.mark.parametrize("reason", ["x", "because"])
def test_a_round_and_an_end_date_take_the_same_rule(
    sheffield: Plan, people: dict[str, User], reason: str
) -> None:
    manager, closes = people["manager"], date(2019, 12, 5)
    july = sheffield.periods.quarters().get(key="2019-07")
    with pytest.raises(PeriodRefused, match=f"“{reason}” does not say it"):
        reopen(by=manager, period=july, closes=closes, reason=reason)
    new_end = NewEnd(Month(2020, 9), Slippage.SLIPPED, reason)
    action = sheffield.actions.get(ref="6.1.1")
    with pytest.raises(NewEndRefused, match=f"“{reason}” does not say it"):
        ask_for_new_end(by=manager, action=action, new_end=new_end)
