"""Which texts of an update were carried over unchanged from an earlier period. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def carried_texts(
    texts: Mapping[str, str], before: Mapping[str, str], carried_before: Mapping[str, str], key: str
) -> dict[str, str]:
    """By field, the month in which each unchanged text was first sent.

    `before` has the texts of the last update of an earlier period, `key` is its month, and
    `carried_before` says which of them it had carried over itself. The ends of lines and the
    spaces around a text make no difference: browsers change them.

    >>> carried_texts({"evidence": "A survey."}, {"evidence": "A survey."}, {}, "2019-07")
    {'evidence': '2019-07'}
    """
    return {
        field: carried_before.get(field, key)
        for field, text in texts.items()
        if _same(text) and _same(text) == _same(before.get(field, ""))
    }


def _same(text: str) -> str:
    return "\n".join(text.split("\r\n")).strip()
