"""Matching a place of one file with a place of another."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.domain.enums import PlaceKind
from indicators.importing.statistics.parsed_file import PlaceIn
from indicators.importing.statistics.places import (
    ENGLAND,
    KnownPlace,
    PlaceDirectory,
    authority,
    like,
    region,
)

BOOK = PlaceDirectory(
    [
        KnownPlace(1, "authority", "373", "E08000019", "Sheffield"),
        KnownPlace(2, "authority", "835", "E10000009", "Dorset (Pre LG)"),
        KnownPlace(3, "authority", "838", "E06000059", "Dorset"),
        KnownPlace(4, "authority", "837", "", "Bournemouth (Pre LG)"),
        KnownPlace(5, "authority", "839", "", "Bournemouth, Christchurch and Poole"),
        KnownPlace(6, "authority", "801", "", "Bristol, City of"),
        KnownPlace(7, "authority", "810", "", "Kingston Upon Hull, City of"),
        KnownPlace(8, "region", "982", "E12000003", "Yorkshire and The Humber"),
        KnownPlace(9, "country", "970", "E92000001", "England"),
        KnownPlace(10, "nhs", "nhs: NHS ICB Dorset", "", "NHS ICB Dorset"),
        KnownPlace(11, "authority", "Rutland", "", "Rutland"),
        KnownPlace(12, "authority", "822", "", "Bedford Borough"),
    ]
)


def position_of(place: PlaceIn) -> int | None:
    known = BOOK.find(place)
    return known.pk if known else None


@pytest.mark.parametrize(
    ("place", "pk"),
    [
        (authority("whatever", number="373"), 1),
        (authority("whatever", ons="E08000019"), 1),
        (authority("SHEFFIELD"), 1),
        (authority("Sheffield City Council"), 1),
        (authority("City of Bristol"), 6),
        (authority("Hull"), 7),
        (authority("Kingston upon Hull"), 7),
        (authority("Bedford"), 12),
        (authority("Bournemouth"), 4),
        (authority("Bournemouth, Christchurch & Poole"), 5),
        (authority("Rutland", number="857"), 11),  # it had come with its name alone
        (authority("Dorset", number="999"), None),  # another number is another place
        (authority("Derby"), None),
        (PlaceIn(PlaceKind.NHS, "nhs icb dorset"), 10),
        (PlaceIn(PlaceKind.NHS, "Dorset"), None),
        (ENGLAND, 9),
        (region("YORKSHIRE AND THE HUMBER"), 8),
        (region("E12000003"), 8),
    ],
)
def test_number_takes_precedence_over_ons_code_and_name(place: PlaceIn, pk: int | None) -> None:
    assert position_of(place) == pk


@pytest.mark.parametrize(
    ("on", "pk"), [(date(2018, 12, 31), 2), (date(2019, 12, 31), 3), (None, 3)]
)
def test_two_authorities_of_one_name_are_told_apart_by_day(on: date | None, pk: int) -> None:
    assert position_of(authority("Dorset", on=on)) == pk


def test_a_region_is_found_under_all_its_names() -> None:
    assert region("Inner London") == region("London (Inner)") == region("E13000001")
    assert region("East of England") == region("East")
    assert region("Midlands") is None
    assert region("") is None


def test_names_that_differ_stay_apart() -> None:
    names = ["Derby", "Derbyshire", "York", "North Yorkshire", "Leicester", "Leicestershire"]
    assert len({like(name) for name in names}) == len(names)
