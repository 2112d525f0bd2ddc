"""Who is mentioned in a note by "@" and their name. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping


def mentioned_in(text: str, people: Mapping[int, str]) -> frozenset[int]:
    """The keys of the people whose name stands in the text after an "@", in any case of letters.

    People of the same name are all meant. A longer name is not taken for the shorter one in it.

    >>> sorted(mentioned_in("Ask @Ana Obi.", {1: "Ana Obi", 2: "Jo Ham"}))
    [1]
    """
    by_length = sorted(set(people.values()), key=len, reverse=True)
    if not by_length:
        return frozenset()
    names = "|".join(re.escape(name) for name in by_length)
    found = re.findall(rf"@({names})(?![\w-])", text, re.IGNORECASE)
    named = {name.casefold() for name in found}
    return frozenset(pk for pk, name in people.items() if name.casefold() in named)
