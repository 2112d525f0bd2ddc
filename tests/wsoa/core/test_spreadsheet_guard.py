"""The formula guard: guards every formula, and can be reversed for every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wsoa.core.spreadsheets.guard import guarded, is_formula, unguarded

UNSEEN = st.text(
    "\ufeff\u200b\u200c\u200d\u2060\u00ad\u034f\ufe0f \u00a0\u2003\u3000\t\n\r\x0b\x00", max_size=6
)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-2+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\tanything",
        "\ranything",
        "\nanything",
        "  =1",
        "\u00a0=1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b =1",
        "\u200b\x0b\u2003=1",
        "\ufe0f=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
        "\ufe661",
        "=\u200b1",
    ],
)
def test_formulas_are_guarded(text):
    assert is_formula(text)
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "-", "=", " - ", "5 - 3", "1.1.1", "a@b.example", "’tis", "'tis", "– a dash", "−0.6"],
)
def test_other_texts_are_unchanged(text):
    assert not is_formula(text)
    assert guarded(text) == text == unguarded(text)


@given(
    UNSEEN,
    st.sampled_from("=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b"),
    st.text(min_size=1),
)
def test_invisible_characters_do_not_hide_a_formula(before, sign, after):
    text = before + sign + after
    seen = [each for each in unicodedata.normalize("NFKC", after) if each.isalnum()]
    assert is_formula(text) or not seen


@given(st.text(max_size=8) | st.text("'=+-@\t\ufeff x", max_size=6))
@example("'=1")
@example("''=1")
@example("'tis")
def test_a_guarded_text_is_no_formula_and_can_be_unguarded(text):
    assert not is_formula(guarded(text))
    assert unguarded(guarded(text)) == text
