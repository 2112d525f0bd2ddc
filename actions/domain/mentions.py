"""Who is mentioned in a note by "@" and their name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


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


_AFTER_AT = re.compile(r"(?<![\w@/.-])@([^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*){0,3})")


def mentions_of_nobody(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """What stands after an "@" as a name does, and is the name of none of these, in order.

    Email addresses and addresses of pages are no names.

    >>> mentions_of_nobody("@Ana Obi and @Jo Ham, or ana@obi.example", ["Ana Obi"])
    ('Jo Ham',)
    """
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    is_known = re.compile(rf"(?:{known})(?![\w-])", re.IGNORECASE) if known else None
    found = (
        match.group(1)
        for match in _AFTER_AT.finditer(text)
        if is_known is None or not is_known.match(text, match.start(1))
    )
    return tuple(dict.fromkeys(found))
