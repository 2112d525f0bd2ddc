"""The signs of a text that no font has, and that would print as boxes. Pure."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Container, Iterable

from wsoa.core.text import plain_text

# Nothing is drawn for these: controls, blanks, and what only joins or directs others.
_NOT_DRAWN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x180E))
_JOINER = 0x34F
# The tones of skin. A font has a box of the colour for each; whether it also has the sign that a
# tone makes with the one before it, no list of its code points says, and most have it not.
_TONES = range(0x1F3FB, 0x1F400)


class Coverage(Container[int]):
    """The code points that fonts have signs for, of ranges with both ends."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(ranges):
            if ends and start <= ends[-1] + 1:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        self._starts, self._ends = starts, ends

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, int):
            return False
        at = bisect_right(self._starts, code) - 1
        return at >= 0 and code <= self._ends[at]


def signs_without_glyph(text: str, covered: Container[int]) -> list[str]:
    """The signs that would print as boxes, each once, in order.

    Reads the text as it is printed: the sign of a list that Word pasted is not a sign of the text.
    """
    without = [sign for sign in dict.fromkeys(text) if _is_box(sign, covered)]
    if not without:
        return []
    printed = set(plain_text(text))
    return [sign for sign in without if sign in printed]


def sign_words(sign: str) -> str:
    """ "U+1F9E9 jigsaw puzzle piece", for a sign that the reader may not see either."""
    name = unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X}{f' {name}' if name else ''}"


def _is_box(sign: str, covered: Container[int]) -> bool:
    return ord(sign) in _TONES or (ord(sign) not in covered and _is_drawn(sign))


def _is_drawn(sign: str) -> bool:
    if unicodedata.category(sign) in _NOT_DRAWN or ord(sign) == _JOINER:
        return False
    return not any(ord(sign) in selectors for selectors in _SELECTORS)
