"""Every run of capitalised words that is not the plan's own is found, in whatever language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.papers.checks.plan_vocabulary import PlanVocabulary

OWN = (
    "The Sheffield Support Grid is moderated by schools with the Parent Carer Forum.",
    "Head of SEN; Chief Nurse; SCC - HoS; Sheffield City Council (SCC)",
    "Each action plan is reviewed. An officer tracks inclusion and the language used.",
)
OTHERS = ("the training was good, and yesterday they wrote of hope, will and grace",)
PEOPLE = ("Tim Armstrong", "Joel Hardwick", "Mandy Philbin")
VOCABULARY = PlanVocabulary.of(OWN, OTHERS, PEOPLE)
# Names of many languages, and none of them a word of the plan.
NAMES = ("Oliwia", "Zofia", "Chidi", "Łukasz", "Nguyễn", "O’Brien", "Siân", "Al-Hassan", "Ming")


def runs(text: str) -> list[str]:
    return [run.text for run in VOCABULARY.unknown_runs(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oliwia was unhappy at school", ["Oliwia"]),
        ("- Zofia’s mother told us", ["Zofia"]),
        ("the family of Chidi Okonkwo-Bell", ["Chidi Okonkwo-Bell"]),
        ("Mrs Okonkwo came to the meeting", ["Mrs Okonkwo"]),
        ("Ms. J. Blackwood and Dr Patel agreed", ["Ms J Blackwood", "Dr Patel"]),
        ("Yesterday Łukasz Nowak wrote", ["Łukasz Nowak"]),
        ("They told Will and Grace Hope", ["Will", "Grace Hope"]),
        ("Mrs Hope came", ["Mrs Hope"]),
        ("the OLIWIA case", ["OLIWIA"]),
        ("It met. Jake left. “Amara” stayed", ["Jake", "Amara"]),
        ("K. B. Nowak and K.B. and UPN A12, S10 2TG", ["K B Nowak"]),
        ("King Edward School", ["King Edward School"]),
        # Known by their posts, however they are named.
        ("Tim Armstrong leads this", []),
        ("Mr Armstrong leads this", []),
        ("Tim leads this", []),
        ("Tim Jones leads this", ["Tim Jones"]),
        ("Joel Philbin leads this", ["Joel Philbin"]),
        ("Dr Tim Jones", ["Dr Tim Jones"]),
        # The plan's own words, ordinary words, and what everybody writes with a capital letter.
        ("Head of SEN and the Chief Nurse", []),
        ("The Sheffield Support Grid: Training was good. Moderation goes on", []),
        ("An Inclusion Tracker of the Parent Carer Forum", []),
        ("In May, June and August 2019, on a Monday in Autumn", []),
        ("by Occupational Therapy (OT). The OT is new", ["Occupational Therapy", "OT", "OT"]),
        ("see www.example.org/Some-Page and Some.One@Example.org", []),
        ("", []),
    ],
)
def test_runs_that_are_not_the_plans_own(text, found):
    assert runs(text) == found


def test_an_abbreviation_that_a_text_explains_is_known_in_all_of_them():
    explained = (
        *OTHERS,
        "It is for Occupational Therapy (OT), and of the Youth Team for All (YTA).",
    )
    vocabulary = PlanVocabulary.of((*OWN, "occupational therapy"), explained, ())

    assert list(vocabulary.unknown_runs("The OT and the YTA met; Occupational Therapy")) == []


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", "Yesterday ", "- ", "We heard that ", "It ended. ", "(", "“"]),
    st.sampled_from(["", " came.", "’s mother came", ", too", ")"]),
)
def test_a_name_is_found_wherever_it_stands(name, before, after):
    assert runs(f"{before}{name}{after}") == [name]


@pytest.mark.parametrize("word", ["Evaluate", "Redesign", "Map", "Notwithstanding", "Piloted"])
@pytest.mark.parametrize("before", ["", "- ", "It ended. ", "1. ", "“"])
def test_an_ordinary_word_that_begins_a_sentence_or_an_item_is_no_name(word, before):
    assert runs(f"{before}{word} the new form, in Word with the UPN.") == []
    assert runs(f"{before}{word} Oliwia’s form.") == ["Oliwia"]


FIRST_NAMES = (
    "Mark Rob Sue Bill Pat Rose Joy Amber Max Art Chase Ray Dean Grant Lance Miles Penny Ruby "
    "Robin Faith Dawn Carol Harry Frank Jack Nick Drew Tony Josh Olive Ivy Holly Heather Daisy"
)


@pytest.mark.parametrize("name", FIRST_NAMES.split())
def test_no_first_name_is_an_ordinary_word(name):
    assert runs(f"{name} came.") == [name]


@given(st.from_regex(r"\A[A-Z][b-df-hj-np-tv-z]{4,8}\Z"))
def test_no_list_of_names_is_needed(word):
    assert runs(f"We heard that {word} came.") == [word]
    assert runs(f"{word} came.") == [word]


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through_and_what_is_found_stands_in_it(text):
    for run in VOCABULARY.unknown_runs(text):
        assert text[run.start :].startswith(run.text.split()[0])


@given(st.lists(st.sampled_from(OWN), max_size=4).map(" ".join))
def test_the_plans_own_texts_ask_nothing(text):
    assert runs(text) == []
