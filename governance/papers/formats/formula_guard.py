"""Removing characters that XML forbids from documents. Pure.

JSON is not cleaned: it is the frozen document, byte for byte.
"""

from __future__ import annotations

import re
from typing import TypeVar

from governance.papers.document.parts import DocumentPart

Part = TypeVar("Part", bound=DocumentPart)

# Controls, and what Unicode says is no character; tab and line feed are neither.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_REPLACEMENT = "\ufffd"


def cleaned(part: Part) -> Part:
    """The document without characters that XML forbids; dates and codes never have any."""
    return part.with_values(
        **{
            name: without_forbidden_characters(getattr(part, name))
            for name in part.model_fields_set
        }
    )


def without_forbidden_characters(value: object) -> object:
    """The text or texts with line ends as LF, and � for each character that XML forbids."""
    if isinstance(value, str):
        return _FORBIDDEN.sub(_REPLACEMENT, _LINE_ENDS.sub("\n", value))
    if isinstance(value, DocumentPart):
        return cleaned(value)
    if isinstance(value, dict):
        return {
            without_forbidden_characters(key): without_forbidden_characters(entry)
            for key, entry in value.items()
        }
    if isinstance(value, list | tuple):
        return type(value)(map(without_forbidden_characters, value))
    return value
