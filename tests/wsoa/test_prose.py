"""Running text in HTML: one way for pages, publications and print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.html import Page
from wsoa.core import text
from wsoa.templatetags.wsoa import linked, prose

TEXT = "First & foremost\nin two lines.\n\n- one\n- <b>two</b>\n\nLast."
FIRST = "First &amp; foremost<br>in two lines."
LIST = "<li>one</li><li>&lt;b&gt;two&lt;/b&gt;</li>"
GOVUK_REST = f'<ul class="govuk-list govuk-list--bullet">{LIST}</ul><p class="govuk-body">Last.</p>'


@pytest.mark.parametrize(
    ("place", "html"),
    [
        ("", f"<p>{FIRST}</p><ul>{LIST}</ul><p>Last.</p>"),
        ("inline", f"{FIRST}<ul>{LIST}</ul><p>Last.</p>"),
        ("govuk", f'<p class="govuk-body">{FIRST}</p>{GOVUK_REST}'),
        ("govuk-inline", f"{FIRST}{GOVUK_REST}"),
    ],
)
def test_paragraphs_and_lists_are_marked_up_for_their_place(place: str, html: str) -> None:
    assert prose(TEXT, place) == html


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("3. one\n4. two", '<ol start="3"><li>one</li><li>two</li></ol>'),
        ("a) one\nb) two", '<ol type="a"><li>one</li><li>two</li></ol>'),
        (
            "1. one\n   \u2022 inner\n2. two",
            "<ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>",
        ),
        (
            "See https://a.org/?x=1&y='.",
            '<p>See <a href="https://a.org/?x=1&amp;y=" rel="nofollow noopener noreferrer">'
            "https://a.org/?x=1&amp;y=</a>&#x27;.</p>",
        ),
    ],
)
def test_numbers_levels_and_links(typed: str, html: str) -> None:
    assert prose(typed, "") == html


URDU = "خاندانوں کے لیے مدد"


@pytest.mark.parametrize(
    ("typed", "place", "html"),
    [
        (URDU, "", f'<p dir="rtl">{URDU}</p>'),
        (f"(25) {URDU}", "govuk", f'<p class="govuk-body" dir="rtl">(25) {URDU}</p>'),
        (f"Urdu: {URDU}", "", f"<p>Urdu: {URDU}</p>"),
        (f"- {URDU}\n- one", "", f'<ul dir="rtl"><li dir="rtl">{URDU}</li><li>one</li></ul>'),
        (URDU, "inline", f'<bdi dir="rtl">{URDU}</bdi>'),
    ],
)
def test_what_is_written_from_right_to_left_stands_so(typed: str, place: str, html: str) -> None:
    assert prose(typed, place) == html


@given(st.text())
def test_the_direction_is_that_of_the_first_letter(typed: str) -> None:
    strong = [sign for sign in typed if unicodedata.bidirectional(sign) in ("L", "R", "AL")]
    expected = bool(strong) and unicodedata.bidirectional(strong[0]) != "L"
    assert text.is_right_to_left(typed) == expected


def test_a_link_on_a_page_of_the_service_breaks_and_is_one_of_its_links() -> None:
    assert linked("- https://a.org\n- <i>") == (
        '<a class="govuk-link app-anywhere" href="https://a.org" '
        'rel="nofollow noopener noreferrer">https://a.org</a>; &lt;i&gt;'
    )


@pytest.mark.parametrize("nothing", ["", None, "\n \n"])
def test_an_empty_text_gives_no_markup(nothing: str | None) -> None:
    assert prose(nothing) == ""


def test_selected_blocks_can_be_rendered() -> None:
    assert prose(text.blocks(TEXT)[2:], "") == "<p>Last.</p>"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_user_text_is_escaped(typed: str) -> None:
    """Whatever is typed is read back as the words of its blocks, in their order."""
    page = Page(f"<html><body>{prose(typed)}</body></html>")
    assert "".join(page.words.split()) == "".join(words(text.blocks(typed)).split())


def words(text_blocks: Iterable[text.Block]) -> str:
    return " ".join(
        block.text
        if isinstance(block, text.Paragraph)
        else " ".join(f"{item.text} {words(item.lists)}" for item in block.items)
        for block in text_blocks
    )
