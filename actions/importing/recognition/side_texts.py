"""Texts across a table that are no part of the plan: notes, headers and footers of pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from actions.domain.recognition.refs import kind_of_ref, split_ref
from actions.importing.recognition.texts import BULLET, filled
from actions.importing.tables.model import DocCell, DocRow

_NOTE: Final = re.compile(r"^(?:\*|note\b|nb\b|n\.b\.|key\b|source\b|†|‡|¹)", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"^(?:page\s+)?\d+(?:\s+of\s+\d+)?$|^page\b.*\d|\b(?:version|draft) \d", re.IGNORECASE
)
_PAGE_OF: Final = re.compile(r"\bpage\s+\d+\s+of\s+\d+\b", re.IGNORECASE)
_LONGEST_PAGE_TEXT: Final = 80
_LONGEST_PAGE_OF: Final = 200


def is_note(text: str) -> bool:
    """Whether a text says by its first sign or word that it is a note."""
    return _NOTE.match(text) is not None


def is_page_text(text: str) -> bool:
    """Whether a text is the header or footer of a page: "Plan v7 OFFICIAL Page 2 of 5"."""
    if _PAGE_OF.search(text) and len(text) < _LONGEST_PAGE_OF:
        return True
    is_short = len(text) < _LONGEST_PAGE_TEXT and not kind_of_ref(text)
    return is_short and _PAGE.search(text) is not None


def is_below_all(cell: DocCell, row: DocRow, rows: Sequence[DocRow]) -> bool:
    """Whether a plain text stands below the last full row of a table: it heads nothing there."""
    if any(map(_is_full, (later for later in rows if later.number > row.number))):
        return False
    if split_ref(cell.text)[0] or kind_of_ref(cell.text) in {"area", "outcome"}:
        return False
    paragraphs = filled(cell.paragraphs)
    is_plain = not cell.fill and not all(paragraph.is_bold for paragraph in paragraphs)
    return is_plain or any(paragraph.label == BULLET for paragraph in paragraphs)


def _is_full(row: DocRow) -> bool:
    return sum(not cell.is_empty for cell in row.distinct) > 1
