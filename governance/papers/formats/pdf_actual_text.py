"""What is copied from a PDF, and read from it aloud, in scripts whose glyphs are not its letters.

A font draws Bengali, Tamil or Hindi with glyphs that stand for parts of letters, for several, or in
another order: what a reader gets from the glyphs alone lacks vowels or has them elsewhere. So each
run of such text bears its letters beside its glyphs (ActualText, ISO 32000-1, 14.9.4).

What is written from right to left does without: readers put its glyphs in order themselves, and
some of them (Poppler) turn the letters of an ActualText round once more. Nor may one glyph stand
for two of its letters, whose order readers tell differently: the font that print takes first for
Arabic script (print-fonts.css) has none for lam and alef.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from wsoa.core.text import is_right_to_left

# Signs that a font may draw before, above or below the letter that they follow.
_JOINED = frozenset(("Mc", "Mn"))


def needs_letters(text: str) -> bool:
    """Whether glyphs alone would not tell the letters of this text.

    >>> needs_letters("পরিবারের"), needs_letters("خاندان"), needs_letters("Zoë")
    (True, False, False)
    """
    if text.isascii() or is_right_to_left(text):
        return False
    return any(unicodedata.category(sign) in _JOINED for sign in text)


@cache
def write_letters() -> None:
    """Has WeasyPrint write the letters of such runs from now on. It has no setting for it.

    Its function that draws one run of text is wrapped; the marked content is within that which
    WeasyPrint itself marks for the structure, so the tags stay what they were.
    """
    from weasyprint import draw

    draw.draw_text = _with_letters(draw.draw_text)


def _with_letters(draw_text: Callable[..., None]) -> Callable[..., None]:
    from pydyf import Dictionary, String

    def draw_with_letters(stream: Any, box: Any, *where: Any) -> None:
        if not needs_letters(box.text):
            draw_text(stream, box, *where)
            return
        stream.begin_marked_content("Span", Dictionary({"ActualText": String(box.text)}))
        draw_text(stream, box, *where)
        stream.end_marked_content()

    return draw_with_letters
