"""Matching the places that files name, by number, code or name. Pure.

The DfE's number goes first, then the ONS code, then the name. Two numbers that differ are two
places, however alike their names ("Dorset" was 835 until March 2019 and is 838 since). An
authority that was abolished stays a place, with its figures.
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
    """Whether these can be the DfE's number of a place: three digits."""
    return len(words) == 3 and words.isascii() and words.isdigit()


def like(name: str) -> str:
    """A name reduced to what tells it from others, in one order.

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
    """A region by its ONS code or its name: "E12000003", "YORKSHIRE AND THE HUMBER"."""
    words = words.strip()
    return _BY_WORDS.get(words) or _BY_WORDS.get(like(words)) if words else None


def authority(
    name: str, *, number: str = "", ons: str = "", within: str = "", on: date | None = None
) -> PlaceIn:
    """A local authority as a file names it, within a region named or coded.

    `on` is the last day of the figure, for the names that two authorities have had. The region of
    a London borough is London as a whole: no other publication than the interactive tool has
    figures of its two halves.
    """
    if not number and on is not None and like(name) == "dorset":
        number = "835" if on <= _DORSET_UNTIL else "838"
        name = "Dorset (Pre LG)" if number == "835" else name
    found = region(within)
    return PlaceIn(
        PlaceKind.AUTHORITY, name, number, ons, (found.region or found.number) if found else ""
    )


class KnownPlace(NamedTuple):
    """A place that is there already. Its code is the DfE's number, or a name where it has none."""

    pk: int
    kind: str
    code: str
    ons: str
    name: str

    @property
    def number(self) -> str:
        return self.code if is_number(self.code) else ""


class PlaceDirectory:
    """The places that are there, to be found as a file names them."""

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
        """The same place, or None where it is not there yet. What has a number is never taken
        for what has another; between two of one name, the one that has not been abolished.
        """
        if place.number and place.number in self._by_number:
            return self._by_number[place.number]
        found = self._by_ons.get(place.ons) if place.ons else None
        if found and not (place.number and found.number):
            return found
        if place.kind is PlaceKind.NHS:
            return self._of_name(place, place.name)
        return self._alike(place)

    def _of_name(self, place: PlaceIn, name: str) -> KnownPlace | None:
        """To the letter: two NHS bodies may well have much the same name."""
        named = self._by_name.get((place.kind, like(name)), ())
        return next((place for place in named if place.name.casefold() == name.casefold()), None)

    def _alike(self, place: PlaceIn) -> KnownPlace | None:
        named = [
            known
            for known in self._by_name.get((place.kind, like(place.name)), ())
            if not (place.number and known.number)
        ]
        return min(named, key=lambda other: "(pre lg)" in other.name.casefold(), default=None)
