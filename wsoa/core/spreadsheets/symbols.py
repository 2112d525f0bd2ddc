"""The symbols and words by which tables say that there is no number, and why. Pure.

One table for every way in: pages, the plan's own files and the files of every publisher. It holds
the symbols of the Government Statistical Service ([c], [x], [z], [low]), those of its older
releases (`..`, `:`, `*`, `-`) and the words that people write in their place.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class NoNumber(StrEnum):
    """The reason why a cell has no number."""

    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"
    LOW = "low"  # it would round to 0, but is not 0


_WORDS: Final = {
    NoNumber.NOT_AVAILABLE: (
        *("x", ":", "..", "...", "…", "-", "na", "n/a", "#n/a", "n.a", "n.a.", "null", "nan", "w"),
        *("not available", "unavailable", "missing", "no data", "not known", "not collected"),
    ),
    NoNumber.NOT_APPLICABLE: ("z", ".", "not applicable"),
    NoNumber.SUPPRESSED: (
        *("c", "*", "**", "u", "s", "supp", "suppressed", "confidential", "redacted", "small"),
    ),
    NoNumber.LOW: ("low", "k", "~", "negligible"),
}
SYMBOLS: Final = {word: reason for reason, words in _WORDS.items() for word in words}
_BRACKETS: Final = re.compile(r"\[(.*)\]|\((.*)\)|“(.*)”")
_DASHES: Final = re.compile("[‐-―−]")
_FEWER: Final = re.compile(
    r"(?:fewer|less) than (?:\d+|five|ten)|under (?:\d+|five|ten)|[<≤]\s*=?\s*\d+|1 ?(?:-|to) ?4"
)


def symbol_of(text: str) -> NoNumber | None:
    """The reason that a cell gives for having no number; None where it gives none.

    Case and brackets are ignored. A number below which counts are hidden is a suppressed count.

    >>> symbol_of("[c]"), symbol_of("N/A"), symbol_of("fewer than 5"), symbol_of("12")
    (<NoNumber.SUPPRESSED: 'suppressed'>, <NoNumber.NOT_AVAILABLE: 'not_available'>,\
 <NoNumber.SUPPRESSED: 'suppressed'>, None)
    """
    words = _DASHES.sub("-", " ".join(text.split()).casefold())
    found = SYMBOLS.get(words)
    if found is not None or not words:
        return found
    inner = _BRACKETS.fullmatch(words)
    if inner:
        words = next(part for part in inner.groups() if part is not None).strip()
        found = SYMBOLS.get(words)
    if found is None and _FEWER.fullmatch(words):
        return NoNumber.SUPPRESSED
    return found
