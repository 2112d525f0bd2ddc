"""Texts that no format can trip over."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from governance.papers.document.frozen import plain
from governance.papers.formats.formula_guard import cleaned, without_forbidden_characters
from tests.support.documents import document
from wsoa.core.spreadsheets.guard import guarded, is_formula, unguarded


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-2+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\tanything",
        "\ranything",
        "  =1",
        "\n=1",
        "\u00a0=1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b =1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
        "\ufe661",
    ],
)
def test_what_a_spreadsheet_might_calculate_is_a_formula(text):
    assert is_formula(text)
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "-", "=", "5 - 3", "1.1.1", "a@b.example", "’tis", "'tis", "– a dash", "−0.6"]
)
def test_what_it_would_not_is_left_alone(text):
    assert not is_formula(text)
    assert guarded(text) == text


@given(st.text(max_size=8) | st.text("'=+-@\t x", max_size=6))
@example("'=1")
@example("''=1")
@example("'tis")
def test_a_guarded_text_is_no_formula_and_comes_back_as_it_was(text):
    assert not is_formula(guarded(text))
    assert unguarded(guarded(text)) == text


@given(st.text(st.characters(exclude_categories=())))
def test_a_cleaned_text_can_stand_in_xml(text):
    etree.fromstring(f"<p>{without_forbidden_characters(text).translate({38: None, 60: None})}</p>")


def test_all_of_a_document_is_cleaned_and_nothing_else_is_changed():
    blocks = {"a\x00": ["one\r\ntwo\rthree", 5, None, True, {"b": "\ufffe\x1f fine\ttab"}]}
    made = document(
        {"1.1.1": ("on_track",)},
        now="2019-07",
        more={"1.1.1": {"text": "one\x00"}},
        sections=[{"title": "Title\r\n", "source": "", "blocks": [blocks]}],
    )

    clean = cleaned(made)

    assert [plain(section) for section in clean.sections] == [
        {
            "title": "Title\n",
            "source": "",
            "blocks": [
                {"a\ufffd": ["one\ntwo\nthree", 5, None, True, {"b": "\ufffd\ufffd fine\ttab"}]}
            ],
        }
    ]
    assert clean.areas[0].actions[0].text == "one\ufffd"
    assert clean.with_values(sections=(), areas=()) == made.with_values(sections=(), areas=())
