"""The text of a spreadsheet's cell as paragraphs: lists stand in it as lines with a sign. Pure."""

from __future__ import annotations

import re
from typing import Final

from actions.importing.tables.model import DocParagraph

BULLET: Final = "•"
_SIGN: Final = re.compile(r"^(\s*)(?:[•●○◦▪■◼‣∙·\uf0b7\uf0a7\u2023]|[-–—*o](?=\s))\s*(?=\S)")


def paragraphs_of(text: str) -> tuple[DocParagraph, ...]:
    """The lines of a text; those that begin with a bullet or a dash are items of a list.

    >>> [paragraph.label for paragraph in paragraphs_of("To do: \\n• one\\n- two")]
    ['', '•', '•']
    """
    return tuple(paragraph_of(line) for line in text.replace("\r\n", "\n").split("\n"))


def paragraph_of(line: str) -> DocParagraph:
    """One line as a paragraph."""
    found = _SIGN.match(line)
    if not found or not line[found.end() :].strip():
        return DocParagraph(" ".join(line.split()))
    level = min(len(found[1].expandtabs(4)) // 4, 8)
    return DocParagraph(" ".join(line[found.end() :].split()), BULLET, level)
