"""The formula guard for CSV cells. Pure.

A program that opens a CSV file evaluates a cell that begins with =, +, - or @. Workbooks need no
guard, because their cells have types.
"""

from __future__ import annotations

import unicodedata

_SIGNS = tuple("=+-@")
_SPLITS_A_CELL = ("\t", "\r", "\n")
# Categories of Unicode that are not seen before a sign: controls and formats such as the
# zero-width space and the byte order mark (C), blanks (Z), marks that join what is before (M).
_UNSEEN = frozenset("CZM")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could evaluate this text as a formula.

    Spaces and invisible characters before the sign are ignored, and a full-width sign counts too. A
    sign alone ("-" for no date) is not a formula. A text that begins with a tab or a line break
    counts as one, because a program may split the cell there.
    """
    if text.startswith(_SPLITS_A_CELL):
        return True
    seen = (
        character for character in unicodedata.normalize("NFKC", text) if not _is_unseen(character)
    )
    return next(seen, "") in _SIGNS and next(seen, None) is not None


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in _UNSEEN


def guarded(text: str) -> str:
    """The text as a CSV cell that no spreadsheet evaluates: with an apostrophe before a formula.

    `unguarded` restores the exact text. A formula that already has apostrophes before it gets one
    more.
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell
