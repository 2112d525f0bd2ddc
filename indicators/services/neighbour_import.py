"""Importing the statistical neighbours of each authority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from indicators.importing.statistics.parsed_file import NeighbourRow, PlaceIn, StatisticsFile
from indicators.models import Neighbour, Place
from indicators.services.measure_matching import match_places
from indicators.services.release_comparison import SHOWN, ReleaseComparison, ValueChange

Ranked = list[tuple[int, int, str]]  # rank, the neighbour's key, how close


def compare_neighbours(opened: StatisticsFile, *, write: bool) -> ReleaseComparison:
    """Compares each authority's neighbours with the stored ones; with `write`, replaces them.

    An authority that the file does not contain keeps its neighbours.
    """
    rows = list(opened.neighbours)
    places = list(dict.fromkeys(row.place for row in rows))
    pks, new = match_places(places, create=write)
    pk_of: dict[PlaceIn, int | None] = dict(zip(places, pks, strict=True))
    rows = _with_known_neighbours(rows, pk_of, opened)
    now: dict[PlaceIn, Ranked] = defaultdict(list)
    for row in rows:
        now[row.place].append((row.rank, pk_of[row.neighbour] or 0, row.closeness))
    there = _there()
    before = {place: there.get(pk_of[place] or 0, []) for place in now}
    changed = [place for place in now if sorted(now[place]) != before[place]]
    if write:
        _write({pk_of[place] or 0: now[place] for place in changed})
    revised = [place for place in changed if before[place]]
    return ReleaseComparison(
        dataset=opened.dataset,
        title=opened.title,
        publisher=opened.publisher,
        places=len(now),
        added=len(changed) - len(revised),
        revised=len(revised),
        unchanged=len(now) - len(changed),
        changes=_changes((place.name, before[place], now[place]) for place in revised[:SHOWN]),
        new_places=new,
        faults=tuple(opened.faults.kept[:SHOWN]),
        fault_count=opened.faults.count,
        sheets_passed_over=opened.sheets_passed_over,
        moved=frozenset(pk for place in changed if (pk := pk_of[place]) is not None),
    )


def _changes(revised: Iterable[tuple[str, Ranked, Ranked]]) -> tuple[ValueChange, ...]:
    """What has changed, from each authority with its neighbours before and now."""
    names = dict(Place.objects.values_list("pk", "name"))
    return tuple(
        ValueChange("Statistical neighbours", name, "", _listed(before, names), _listed(now, names))
        for name, before, now in revised
    )


def _with_known_neighbours(
    rows: list[NeighbourRow], pk_of: dict[PlaceIn, int | None], opened: StatisticsFile
) -> list[NeighbourRow]:
    """The rows without authorities whose neighbours are unknown to file and database."""
    unknown = list(dict.fromkeys(row.neighbour for row in rows if row.neighbour not in pk_of))
    keys, _ = match_places(unknown, create=False)
    pk_of |= dict(zip(unknown, keys, strict=True))
    lost = {place for place, pk in zip(unknown, keys, strict=True) if pk is None}
    left_out = set()
    for row in rows:
        if row.neighbour in lost:
            left_out.add(row.place)
            name = row.neighbour.number or row.neighbour.ons or row.neighbour.name
            opened.faults.add(row.line, f"SN{row.rank}", f"{name} is not known")
    return [row for row in rows if row.place not in left_out]


def _there() -> dict[int, Ranked]:
    neighbours: dict[int, Ranked] = defaultdict(list)
    columns = ("place_id", "rank", "neighbour_id", "closeness")
    for place, *ranked in Neighbour.objects.order_by("place_id", "rank").values_list(*columns):
        neighbours[place].append((ranked[0], ranked[1], ranked[2]))
    return neighbours


def _write(changed: dict[int, Ranked]) -> None:
    Neighbour.objects.filter(place__in=list(changed)).delete()
    Neighbour.objects.bulk_create(
        Neighbour(place_id=place, rank=rank, neighbour_id=neighbour, closeness=closeness)
        for place, ranked in changed.items()
        for rank, neighbour, closeness in ranked
    )


def _listed(ranked: Ranked, names: dict[int, str]) -> str:
    return ", ".join(names.get(pk, "") for _, pk, _ in sorted(ranked))
