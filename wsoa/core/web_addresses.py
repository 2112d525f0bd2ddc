"""The addresses in a line of typed text that are links. Pure.

An address begins with https:// or http://, and leads there as it is typed, or with "www." and leads
to https://.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line. With an `href`, it is an address, and shown as it was typed."""

    text: str
    href: str = ""


# "www." begins one as well where no other sign of an address or a name stands before it.
_ADDRESS = re.compile(r"(?:\bhttps?://|(?<![\w.@/-])www\.)[^\s<>\"“”]+", re.IGNORECASE)
# A plain host and perhaps a port: nothing before an @ that looks like another host, and no letters
# that look like those of another alphabet.
_HOST = re.compile(
    r"""(?: https?://[a-z0-9-]+ (?:\.[a-z0-9-]+)* | www(?:\.[a-z0-9-]+){2,} )
        \.? (?::[0-9]{1,5})? (?=[/?#]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_AT_THE_END = ".,:;!?'’*_"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_NOT_ENCODED = re.compile("%(?![0-9A-Fa-f]{2})")


def spans(line: str) -> list[Span]:
    """The line in pieces of text and addresses; together they are the line.

    >>> spans("See https://example.org/a.")
    [Span(text='See ', href=''), Span(text='https://example.org/a', href='https://example.org/a'), \
Span(text='.', href='')]
    """
    pieces: list[Span] = []
    done = 0
    for found in _ADDRESS.finditer(line):
        address = _without_what_follows(found[0])
        if not _HOST.match(address):
            continue
        if found.start() > done:
            pieces.append(Span(line[done : found.start()]))
        pieces.append(Span(address, _href(address)))
        done = found.start() + len(address)
    if done < len(line):
        pieces.append(Span(line[done:]))
    return pieces


def _without_what_follows(address: str) -> str:
    """The address without the stops, and the brackets that it did not open, at its end."""
    unopened = {end: address.count(end) - address.count(begin) for end, begin in _PAIRS.items()}
    last = len(address)
    while last:
        sign = address[last - 1]
        if unopened.get(sign, 0) > 0:
            unopened[sign] -= 1
        elif sign not in _AT_THE_END:
            break
        last -= 1
    return address[:last]


def _href(address: str) -> str:
    """The address with what may not stand in one encoded: not every program does it itself."""
    whole = f"https://{address}" if address[:4].lower() == "www." else address
    return quote(_NOT_ENCODED.sub("%25", whole), safe="%/:?#@!$&'()*+,;=~")
