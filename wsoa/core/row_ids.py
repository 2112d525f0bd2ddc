"""Ids of rows as a form or an address sends them."""

from __future__ import annotations

from typing import Final

MOST_DIGITS: Final = 18  # the largest id that every database can compare with


def read_id(sent: str) -> int | None:
    """The id, or None if the text is no number, or one that no row can have."""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= MOST_DIGITS else None
