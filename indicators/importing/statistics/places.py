"""Matching the places in files to stored places, by number, code or name. Pure.

The DfE's number takes precedence, then the ONS code, then the name. Two numbers are two places even
if they share a name ("Dorset" was 835 until March 2019 and is 838 since). An abolished authority
stays a place, with its figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from indicators.domain.enums import PlaceKind
from indicators.importing.statistics.parsed_file import PlaceIn


class _RenamedAuthority(NamedTuple):
    number: str
    ons: str
    name: str


ENGLAND: Final = PlaceIn(PlaceKind.COUNTRY, "England", "970", "E92000001")
# The DfE's numbers of the regions, in which it counts London as a whole and in its two halves.
_REGIONS: Final = (
    _RenamedAuthority("980", "E12000001", "North East"),
    _RenamedAuthority("981", "E12000002", "North West"),
    _RenamedAuthority("982", "E12000003", "Yorkshire and The Humber"),
    _RenamedAuthority("983", "E12000004", "East Midlands"),
    _RenamedAuthority("984", "E12000005", "West Midlands"),
    _RenamedAuthority("985", "E12000006", "East of England"),
    _RenamedAuthority("986", "E12000007", "London"),
    _RenamedAuthority("987", "E13000001", "London (Inner)"),
    _RenamedAuthority("988", "E13000002", "London (Outer)"),
    _RenamedAuthority("989", "E12000008", "South East"),
    _RenamedAuthority("990", "E12000009", "South West"),
)
_HALVES_OF_LONDON: Final = ("987", "988")
# The one name that two authorities have had, one after the other.
_DORSET_UNTIL: Final = date(2019, 3, 31)

_LEFT_OUT: Final = frozenset(
    ("and", "borough", "city", "council", "county", "metropolitan", "of", "royal", "the", "upon")
)
_SAME: Final = {
    "hull": "kingston hull",
    "bcp": "bournemouth christchurch poole",
    "scilly": "isles scilly",
    "southend": "southend on sea",
    "england east": "east england",
    "east": "east england",
    "stoke": "stoke on trent",
}


def is_number(words: str) -> bool:
    """Whether this text has the form of a DfE place number: three digits."""
    return len(words) == 3 and words.isascii() and words.isdigit()


def like(name: str) -> str:
    """A place name in a form for comparison: without its common words, in one order.

    >>> like("Bristol, City of") == like("City of Bristol"), like("Bournemouth (Pre LG)")
    (True, 'bournemouth')
    """
    name = name.casefold().replace("(pre lg)", " ").replace("&", " ")
    words = re.findall(r"[a-z]+", name.replace("'", "").replace("’", ""))
    kept = [word for word in words if word not in _LEFT_OUT] or words
    alone = " ".join(sorted(kept))
    return " ".join(sorted(_SAME.get(alone, alone).split()))


def _region(area: _RenamedAuthority) -> PlaceIn:
    within = "986" if area.number in _HALVES_OF_LONDON else ""
    return PlaceIn(PlaceKind.REGION, area.name, area.number, area.ons, within)


REGIONS: Final = {area.number: _region(area) for area in _REGIONS}
_BY_WORDS: Final = {
    key: region for region in REGIONS.values() for key in (region.ons, like(region.name))
}


def region(words: str) -> PlaceIn | None:
    """A region by its ONS code or name, such as "E12000003"; None if it is not one."""
    words = words.strip()
    return _BY_WORDS.get(words) or _BY_WORDS.get(like(words)) if words else None


def authority(
    name: str, *, number: str = "", ons: str = "", within: str = "", on: date | None = None
) -> PlaceIn:
    """A local authority as a file names it, in the region with the name or code `within`.

    `on` is the last day of the figure: two authorities have had the same name at different times. A
    London borough lies in London as a whole, because only the interactive tool has figures for its
    two halves.
    """
    if not number and on is not None and like(name) == "dorset":
        number = "835" if on <= _DORSET_UNTIL else "838"
        name = "Dorset (Pre LG)" if number == "835" else name
    within_region = region(within)
    return PlaceIn(
        PlaceKind.AUTHORITY,
        name,
        number,
        ons,
        (within_region.region or within_region.number) if within_region else "",
    )


class KnownPlace(NamedTuple):
    """A stored place. Its code is the DfE's number, or a name if it has no number."""

    pk: int
    kind: str
    code: str
    ons: str
    name: str

    @property
    def number(self) -> str:
        return self.code if is_number(self.code) else ""


class PlaceDirectory:
    """The stored places, found by number, code or name."""

    def __init__(self, known: Iterable[KnownPlace] = ()) -> None:
        self._by_number: dict[str, KnownPlace] = {}
        self._by_ons: dict[str, KnownPlace] = {}
        self._by_name: dict[tuple[str, str], list[KnownPlace]] = {}
        for place in known:
            self.add(place)

    def add(self, place: KnownPlace) -> None:
        self._by_number.setdefault(place.number, place)
        self._by_ons.setdefault(place.ons, place)
        self._by_name.setdefault((place.kind, like(place.name)), []).append(place)

    def find(self, place: PlaceIn) -> KnownPlace | None:
        """The stored place, or None if there is none yet.

        Two different numbers never match. Of two places with one name, the one not abolished is
        returned.
        """
        if place.number and place.number in self._by_number:
            return self._by_number[place.number]
        match = self._by_ons.get(place.ons) if place.ons else None
        if match and not (place.number and match.number):
            return match
        if place.kind is PlaceKind.NHS:
            return self._of_name(place, place.name)
        return self._alike(place)

    def _of_name(self, place: PlaceIn, name: str) -> KnownPlace | None:
        """The place with exactly this name: two NHS bodies may have very similar names."""
        named = self._by_name.get((place.kind, like(name)), ())
        return next((place for place in named if place.name.casefold() == name.casefold()), None)

    def _alike(self, place: PlaceIn) -> KnownPlace | None:
        named = [
            known
            for known in self._by_name.get((place.kind, like(place.name)), ())
            if not (place.number and known.number)
        ]
        return min(named, key=lambda other: "(pre lg)" in other.name.casefold(), default=None)
