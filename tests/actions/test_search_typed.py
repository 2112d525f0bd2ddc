"""What people type into the search of a plan: signs, scripts, endings and stop words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from actions.models import (
    Plan,
)
from tests.support.factories import (
    PlanFactory,
)
from tests.support.plan_search import action_of, found, titles
from wsoa.core.search_words import STOP_WORDS


@pytest.fixture
def plan(db: None) -> Plan:
    return PlanFactory(slug="small")


TYPED = [
    "'", '"', '"otter', "otter'", "otter & ", "| otter", "!otter", "otter:*", "(otter", "otter)",
    "otter AND", "NEAR(otter)", "otter*", "^otter", "{otter}: x", "otter -", "%", "_", "\\", "\\'",
    "otter\\", "<otter>", "😀", "😀 otter", "\x02otter\x03", "𝔬tter", "\u0301", "rowid", "\n\t",
    "the", "the and of", "a" * 10_000, "otter " * 2_000, "1" * 300, "x" * 2_100, "தமிழ்", "اردو",
    "otter <-> dam", "texts: otter", "1e5 0x1F 3.14", "http://x.y/z?a=b", "\u200botter",
]  # fmt: skip


@pytest.mark.every_backend
def test_whatever_is_typed_is_answered(signed_in: Callable[[str], Client], sheffield: Plan) -> None:
    browser = signed_in("viewer")
    for typed in TYPED:
        answer = browser.get(f"/plans/{sheffield.slug}/search/", {"q": typed})
        assert answer.status_code == 200, typed
    for typed in ("\x00", "otter\x00"):
        answer = browser.get(f"/plans/{sheffield.slug}/search/", {"q": typed})
        assert answer.status_code in {200, 400}, typed


@pytest.mark.parametrize(
    "typed",
    ["OTTER", "Otters", "otter’s", "“otter”", "the otter", "ott", "ötter", "otter%", "river/otter"],
)
def test_a_word_is_found_however_it_is_typed(plan: Plan, typed: str) -> None:
    action_of(plan, "The river otter swims")
    assert titles(plan, typed) == ["Action 1.1.1"], typed


@pytest.mark.parametrize("text", ["SEND/CAMHS", "pre-CAMHS", "CAMHS.", "a_camhs_b", "x@camhs.uk"])
def test_signs_divide_words(plan: Plan, text: str) -> None:
    action_of(plan, f"About {text} and more")
    assert titles(plan, "camhs") == ["Action 1.1.1"]


@pytest.mark.parametrize("text", ["தமிழ் மொழி", "اردو زبان", "বাংলা ভাষা", "Łukasz", "naïve façade"])
def test_words_of_other_languages_are_found(plan: Plan, text: str) -> None:
    action_of(plan, f"A leaflet: {text}")
    for word in text.split():
        assert titles(plan, word) == ["Action 1.1.1"], word


def test_stop_words_alone_are_answered_in_words(plan: Plan) -> None:
    action_of(plan, "The end of the year")
    page = found(plan, "of the")
    assert page.heading == "Type a word that says what you are looking for"
    assert page.hint == "“of the” is in nearly every text and is not searched."
    assert found(plan, "the year").hint == "“the” was left out: nearly every text has it."


def test_the_stop_words_are_those_of_the_database(db: None) -> None:
    if connection.vendor == "sqlite":
        assert all(word == word.lower() for word in STOP_WORDS)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) word WHERE to_tsvector('english', word) <> ''",
            [sorted(STOP_WORDS)],
        )
        assert cursor.fetchall() == []
