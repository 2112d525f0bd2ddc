"""Matching the measures and places of a release to stored ones, and creating the missing ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from indicators.domain.enums import Dataset, PlaceKind
from indicators.importing.statistics.parsed_file import MeasureIn, PlaceIn
from indicators.importing.statistics.places import REGIONS, KnownPlace, PlaceDirectory
from indicators.models import Place, PublishedMeasure

_DESCRIPTION: Final = (
    *("title", "topic", "unit", "unit_words", "better", "decimals", "description", "source"),
)


@dataclass(slots=True)
class MatchedKeys:
    """The primary keys by position in the file; None for what is not stored yet."""

    measures: list[int | None]
    places: list[int | None]
    new_measures: tuple[str, ...] = ()
    new_places: int = 0

    @property
    def same_places(self) -> dict[int, int]:
        """The positions that turned out to be the place of an earlier position."""
        first: dict[int, int] = {}
        return {
            at: first[pk]
            for at, pk in enumerate(self.places)
            if pk is not None and first.setdefault(pk, at) != at
        }


def match_measures_and_places(
    dataset: Dataset, measures: list[MeasureIn], places: list[PlaceIn], *, create: bool
) -> MatchedKeys:
    """The stored measures and places. With `create`, adds missing ones and updates descriptions."""
    measure_pks, new_measures = _measures(dataset, measures, create=create)
    place_pks, new_places = match_places(places, create=create)
    return MatchedKeys(measure_pks, place_pks, new_measures, new_places)


def _measures(
    dataset: Dataset, measures: list[MeasureIn], *, create: bool
) -> tuple[list[int | None], tuple[str, ...]]:
    there = {measure.code: measure for measure in PublishedMeasure.objects.of_dataset(dataset)}
    new = [measure for measure in measures if measure.code not in there]
    if create:
        made = [
            PublishedMeasure(
                dataset=dataset,
                code=measure.code,
                **{name: getattr(measure, name) for name in _DESCRIPTION},
            )
            for measure in new
        ]
        there |= {measure.code: measure for measure in PublishedMeasure.objects.bulk_create(made)}
        _reword(there, measures)
    pks = [there[measure.code].pk if measure.code in there else None for measure in measures]
    return pks, tuple(measure.title for measure in new)


def _reword(there: dict[str, PublishedMeasure], measures: Iterable[MeasureIn]) -> None:
    """Updates the description of stored measures if the dictionary now gives another."""
    changed = []
    for measure in measures:
        stored = there[measure.code]
        new = {name: getattr(measure, name) for name in _DESCRIPTION}
        if measure.described and any(getattr(stored, name) != new[name] for name in new):
            for name, value in new.items():
                setattr(stored, name, value)
            changed.append(stored)
    PublishedMeasure.objects.bulk_update(changed, _DESCRIPTION)


def known_places() -> PlaceDirectory:
    rows = Place.objects.values_list("pk", "kind", "code", "ons_code", "name")
    return PlaceDirectory(KnownPlace(*row) for row in rows.order_by("pk"))


def match_places(places: Iterable[PlaceIn], *, create: bool) -> tuple[list[int | None], int]:
    """The key of each place, and the number of places that were not stored.

    With `create`, missing places are stored, and a place without a number, code or region is given
    it.
    """
    places, book, made = list(places), known_places(), 0
    nowhere = set(Place.objects.without_region()) if create else set()
    new: set[PlaceIn] = set()
    for place in places:
        stored = book.find(place)
        if stored is None:
            new.add(place)
            if create:
                book.add(_make(place, book))
                made += 1
        elif create:
            _complete(place, stored)
            if stored.pk in nowhere and place.region:
                nowhere.discard(stored.pk)
                region = _region(place, book)
                Place.objects.filter(pk=stored.pk).update(region=region)
    pks = [stored.pk if (stored := book.find(place)) else None for place in places]
    return pks, made if create else len(new)


def _make(place: PlaceIn, book: PlaceDirectory) -> KnownPlace:
    code = place.number or place.ons or _code_by_name(place)
    made = Place.objects.create(
        kind=place.kind,
        code=code,
        ons_code=place.ons,
        name=place.name[:120],
        region_id=_region(place, book),
    )
    return KnownPlace(made.pk, made.kind, made.code, made.ons_code, made.name)


def _code_by_name(place: PlaceIn) -> str:
    prefix = "nhs: " if place.kind is PlaceKind.NHS else ""
    return f"{prefix}{place.name}"[:80]


def _region(place: PlaceIn, book: PlaceDirectory) -> int | None:
    """The region that a place lies in; it is created if it is missing."""
    if not place.region:
        return None
    region = REGIONS[place.region]
    stored = book.find(region)
    if stored is None:
        stored = _make(region, book)
        book.add(stored)
    return stored.pk


def _complete(place: PlaceIn, stored: KnownPlace) -> None:
    """Adds the number that this file gives to a place that had just a name."""
    if place.number and not stored.number:
        Place.objects.filter(pk=stored.pk).update(code=place.number)
    if place.ons and not stored.ons:
        Place.objects.filter(pk=stored.pk).update(ons_code=place.ons)
