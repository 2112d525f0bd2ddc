"""Running text in HTML: one way for pages, publications and print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.html import Page
from wsoa.core import text
from wsoa.templatetags.wsoa import prose

TEXT = "First & foremost.\n\n- one\n- <b>two</b>\n\nLast."
LIST = "<li>one</li><li>&lt;b&gt;two&lt;/b&gt;</li>"


@pytest.mark.parametrize(
    ("place", "html"),
    [
        ("", f"<p>First &amp; foremost.</p><ul>{LIST}</ul><p>Last.</p>"),
        ("inline", f"First &amp; foremost.<ul>{LIST}</ul><p>Last.</p>"),
        (
            "govuk",
            '<p class="govuk-body">First &amp; foremost.</p>'
            f'<ul class="govuk-list govuk-list--bullet">{LIST}</ul>'
            '<p class="govuk-body">Last.</p>',
        ),
    ],
)
def test_paragraphs_and_lists_are_marked_up_for_their_place(place: str, html: str) -> None:
    assert prose(TEXT, place) == html


@pytest.mark.parametrize("nothing", ["", None, "\n \n"])
def test_an_empty_text_gives_no_markup(nothing: str | None) -> None:
    assert prose(nothing) == ""


def test_selected_blocks_can_be_rendered() -> None:
    assert prose(text.blocks(TEXT)[2:], "") == "<p>Last.</p>"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_user_text_is_escaped(typed: str) -> None:
    """Whatever is typed is read back as the words of its blocks, in their order."""
    words = [word for block in text.blocks(typed) for word in (block.paragraph, *block.items)]
    page = Page(f"<html><body>{prose(typed)}</body></html>")
    assert page.words.split() == " ".join(words).split()
