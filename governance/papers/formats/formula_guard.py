"""Texts that no format can trip over: no character that XML forbids. Pure.

JSON is the one format that is not cleaned: it is the frozen document, byte for byte.
"""

from __future__ import annotations

import re
from typing import Any

# Controls, and what Unicode says is no character; tab and line feed are neither.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_STANDS_FOR_IT = "\ufffd"


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
