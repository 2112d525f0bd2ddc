"""Texts that no format can trip over: no character that XML forbids, and no formula. Pure.

JSON is the one format that is not cleaned: it is the frozen document, byte for byte.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# Controls, and what Unicode says is no character; tab and line feed are neither.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_STANDS_FOR_IT = "\ufffd"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SIGNS = tuple("=+-@")


def without_forbidden_characters(value: Any) -> Any:
    """The same document, with lines that end in LF, and � for each character that XML forbids."""
    if isinstance(value, str):
        return _FORBIDDEN.sub(_STANDS_FOR_IT, _LINE_ENDS.sub("\n", value))
    if isinstance(value, dict):
        return {
            without_forbidden_characters(key): without_forbidden_characters(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [without_forbidden_characters(each) for each in value]
    return value


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate this text, were it typed into a cell.

    Blanks and unseen characters before the sign count for nothing, and a full-width sign counts
    as the sign. A sign alone ("-" for no date) is no formula.
    """
    if text[:1] in ("\t", "\r"):
        return True
    bare = unicodedata.normalize("NFKC", text).strip().strip(_UNSEEN + " \t\n")
    return bare.startswith(_SIGNS) and len(bare) > 1


def guarded(text: str) -> str:
    """A cell of CSV that no spreadsheet calculates: behind an apostrophe where it would be.

    `unguarded` gives back exactly the text: one that has apostrophes of its own before a formula
    gets one more.
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell
