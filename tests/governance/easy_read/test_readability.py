"""How easy an Easy Read summary is to read: what is remarked on, and what never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.easy_read.ideas import (
    EasyReadHeading,
    IllustratedIdea,
    sentences,
    tidy,
    under_headings,
    whole_text,
)
from governance.domain.easy_read.readability import (
    LONGEST_SENTENCE,
    EasyReadRule,
    readability,
)

GLOSSARY = {"EHCPs": "Education, health and care plans", "SEND": "Special needs"}


def remarks(text: str, *others: str) -> dict[EasyReadRule, list[str]]:
    """What is found of each rule in the first of these lines."""
    lines = [IllustratedIdea("about", line, "people") for line in (text, *others)]
    found: dict[EasyReadRule, list[str]] = {}
    for remark in readability(lines, GLOSSARY).of_ideas[0]:
        found.setdefault(remark.rule, []).append(remark.found)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Inspectors came in November 2018. They said: plans were too slow.",
        "Out of every 100 plans, 91 were ready in time.",
        "We will tell you more in January 2020.",
        "We do not always ask social care what help you need.",
        "It is for children and young people up to 25.",
        "But we are late. This is because we need more staff.",
        "1 thing is done.",
        "Your NHS doctor can help you.",
        "You can write to us at help@send-plan.example or www.send_plan.example.",
        "Sheffield Parent Carer Organisation can help you.",
        "You are not allowed to wait. We were worried.",
        "It is called the Local Offer.",
    ],
)
def test_easy_lines_are_left_alone(text):
    assert remarks(text) == {}


@pytest.mark.parametrize(
    ("text", "rule", "found"),
    [
        ("We wrote, but you said no.", EasyReadRule.JOINED_IDEAS, ["but"]),
        ("We met and we talked.", EasyReadRule.JOINED_IDEAS, ["and"]),
        ("It is late because we are few.", EasyReadRule.JOINED_IDEAS, ["because"]),
        ("This is the plan, which is new.", EasyReadRule.JOINED_IDEAS, ["which"]),
        ("The plan was quickly written.", EasyReadRule.PASSIVE, ["was quickly written"]),
        ("You will be asked.", EasyReadRule.PASSIVE, ["be asked"]),
        ("We have three new people.", EasyReadRule.NUMBER_WORD, ["three"]),
        ("91% were in time.", EasyReadRule.PERCENT, ["91%"]),
        ("5 per cent came late.", EasyReadRule.PERCENT, ["5 per cent"]),
        ("We asked parents/carers.", EasyReadRule.SIGN, ["/"]),
        ("Schools & homes.", EasyReadRule.SIGN, ["&"]),
        ("We do co-production.", EasyReadRule.LONG_WORD, []),
        ("We need accountability.", EasyReadRule.LONG_WORD, ["accountability"]),
        ("The CCG helps.", EasyReadRule.ABBREVIATION, ["CCG"]),
        ("We wrote 9 EHCPs.", EasyReadRule.ABBREVIATION, ["EHCPs"]),
        ("One. Two is here. It is 3.", EasyReadRule.MANY_SENTENCES, [""]),
    ],
)
def test_each_rule_finds_its_fault(text, rule, found):
    assert remarks(text).get(rule, []) == found


def test_a_percentage_is_put_in_words_for_the_writer():
    [remark] = readability([IllustratedIdea("late", "91% came.", "tick")]).of_ideas[0]

    assert remark.fix == "Write “91 out of every 100”."


def test_a_word_that_the_summary_explains_is_not_remarked_on():
    explains = "EHCPs means plans for education, health and care."

    assert EasyReadRule.ABBREVIATION not in remarks("We wrote 9 EHCPs.", explains)
    assert remarks("Accountability means: we answer for it.") == {}


def test_the_glossary_of_the_plan_helps_to_explain():
    [remark] = readability([IllustratedIdea("late", "SEND is hard.", "tick")], GLOSSARY).of_ideas[0]

    assert "“SEND means Special needs”" in remark.fix


def test_a_line_without_a_picture_is_remarked_on_and_an_empty_line_is_not():
    found = readability([IllustratedIdea("late", "We are late."), IllustratedIdea()])

    assert [[remark.rule for remark in of_idea] for of_idea in found.of_ideas] == [
        [EasyReadRule.NO_DRAWING],
        [],
    ]


def test_the_whole_has_a_reading_age():
    hard = "Multidisciplinary commissioning arrangements underperform."
    found = readability([IllustratedIdea("about", hard, "people")])

    assert found.reading_age > 15
    assert [remark.rule for remark in found.of_whole] == [EasyReadRule.READING_AGE]
    assert readability([]).reading_age == 0


def test_a_heading_that_comes_again_is_remarked_on_once():
    keys = ("about", "", "late", "about", "about", "late")
    found = readability([IllustratedIdea(key, "We are late.", "clock") for key in keys])

    assert [remark.found for remark in found.of_whole] == ["about", "late"]


# --- whatever is typed ----------------------------------------------------------------------------

WORDS = st.sampled_from("we you it plan help home late done ask tell new 12 2019".split())  # noqa: SIM905
TEXTS = st.text(max_size=200)
IDEAS = st.builds(
    IllustratedIdea, st.sampled_from(["", *EasyReadHeading]), TEXTS, st.sampled_from(["", "clock"])
)


@given(st.lists(WORDS, min_size=1, max_size=40))
def test_a_sentence_is_too_long_exactly_where_it_has_more_words_than_that(words):
    found = remarks(f"{' '.join(words).capitalize()}.")

    assert (EasyReadRule.LONG_SENTENCE in found) == (len(words) > LONGEST_SENTENCE)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=9), min_size=1, max_size=9))
def test_sentences_put_side_by_side_are_the_same_sentences(made):
    wanted = [f"{' '.join(words).capitalize()}." for words in made]

    assert sentences(" ".join(wanted)) == wanted
    assert sentences("\n".join(wanted)) == wanted


@given(TEXTS)
def test_no_letter_is_lost_by_cutting_into_sentences(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert tidy(tidy(text)) == tidy(text)


@given(st.lists(IDEAS, max_size=6))
def test_every_remark_says_what_to_do_and_quotes_the_text(ideas):
    found = readability(ideas)
    text = whole_text(ideas)

    assert len(found.of_ideas) == len(ideas)
    for remark in (*found.of_whole, *(each for of_idea in found.of_ideas for each in of_idea)):
        assert remark.problem
        assert remark.fix
        assert remark.found in text or remark.found in set(EasyReadHeading)


@given(st.lists(IDEAS, max_size=8))
def test_every_idea_stands_under_one_heading_in_its_place(ideas):
    groups = under_headings(ideas)
    placed = [entry for group in groups for entry in group.ideas]

    assert placed == list(enumerate(ideas))
    assert all(group.ideas for group in groups)
