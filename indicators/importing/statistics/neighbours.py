"""Reader for statistical neighbours, closest first, in whatever layout they are published. Pure.

`neighbour_columns` recognises which columns there are. Abolished authorities may be listed below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicators.importing.statistics.neighbour_columns import IdKind, NeighbourColumns, id_of
from indicators.importing.statistics.parsed_file import (
    NeighbourRow,
    ParseFaults,
    PlaceIn,
    shortened,
)
from indicators.importing.statistics.places import authority
from wsoa.core.spreadsheets.typed_cells import TypedSheet

EXPECTED: Final = (
    "statistical neighbours of the DfE (a column of local authorities by number or name, and "
    "columns of their neighbours; or a row for each neighbour)"
)
_LONGEST_CLOSENESS: Final = 20
_WORDS: Final = {
    IdKind.NUMBER: "the number of",
    IdKind.ONS: "the code of",
    IdKind.NAME: "the name of",
}


@dataclass(slots=True)
class _Authority:
    """An authority's neighbours as its row or rows have them."""

    line: int
    place: PlaceIn
    neighbours: list[NeighbourRow] = field(default_factory=list)
    is_faulty: bool = False


class _Reader:
    def __init__(self, sheet: TypedSheet, columns: NeighbourColumns, faults: ParseFaults) -> None:
        self.columns, self.faults = columns, faults
        start = columns.heading + 1
        self.rows = [(row + 1, sheet.texts(row)) for row in range(start, len(sheet.rows))]
        self.headings = sheet.texts(columns.heading)
        self.places = self._places()

    def _places(self) -> dict[str, PlaceIn]:
        """Every authority of the table by its identity, to name those that are neighbours."""
        places: dict[str, PlaceIn] = {}
        for _, cells in self.rows:
            found = self._identity(_at(cells, self.columns.own[self.columns.kind]))
            if found:
                places.setdefault(found, self._place(cells))
        return places

    def _identity(self, text: str) -> str:
        return id_of(self.columns.kind, text)

    def _place(self, cells: Sequence[str]) -> PlaceIn:
        own = self.columns.own
        region = self.columns.region
        number = own.get(IdKind.NUMBER)
        ons = own.get(IdKind.ONS)
        name = own.get(IdKind.NAME)
        return authority(
            _at(cells, name).strip()[:120],
            number=id_of(IdKind.NUMBER, _at(cells, number)),
            ons=id_of(IdKind.ONS, _at(cells, ons)),
            within=_at(cells, region),
        )

    def neighbour(self, text: str, name: str = "") -> PlaceIn:
        """A neighbour: as its own row has it, or by what the cell says."""
        found = self._identity(text)
        kind = self.columns.kind
        return self.places.get(found) or authority(
            (text.strip() if kind is IdKind.NAME else name.strip())[:120],
            number=found if kind is IdKind.NUMBER else "",
            ons=found if kind is IdKind.ONS else "",
        )

    def read(self) -> Iterator[NeighbourRow]:
        for found in self._long() if self.columns.is_long else self._wide():
            if found.is_faulty:
                continue
            if len({row.neighbour for row in found.neighbours}) != len(found.neighbours):
                heading = self._heading(self.columns.neighbours[0])
                self.faults.add(found.line, heading, "one neighbour is named twice")
                continue
            yield from found.neighbours

    def _wide(self) -> Iterator[_Authority]:
        columns = self.columns
        for line, cells in self.rows:
            if not any(_at(cells, at).strip() for at in columns.neighbours):
                continue  # blank, or a heading between the parts
            found = self._authority(line, cells)
            if found is None:
                continue
            pairs = zip(columns.neighbours, columns.closeness, strict=True)
            for rank, (at, close_at) in enumerate(pairs, start=1):
                closeness = _at(cells, close_at)
                if not self._add(found, line, at, cells, rank, closeness):
                    break
            yield found

    def _long(self) -> Iterable[_Authority]:
        columns = self.columns
        by: dict[str, _Authority] = {}
        [at], [close_at] = columns.neighbours, columns.closeness
        for line, cells in self.rows:
            if not _at(cells, at).strip():
                continue
            mine = self._identity(_at(cells, columns.own[columns.kind]))
            found = by.get(mine) or self._authority(line, cells)
            if found is None:
                continue
            by[mine] = found
            rank = _at(cells, columns.rank).removesuffix(".0")
            number = int(rank) if rank.isdecimal() else len(found.neighbours) + 1
            self._add(found, line, at, cells, number, _at(cells, close_at))
        return by.values()

    def _authority(self, line: int, cells: Sequence[str]) -> _Authority | None:
        kind = self.columns.kind
        at = self.columns.own[kind]
        if self._identity(_at(cells, at)):
            return _Authority(line, self._place(cells))
        reason = f"“{shortened(_at(cells, at))}” is not {_WORDS[kind]} an authority"
        self.faults.add(line, self._heading(at), reason)
        return None

    def _add(
        self,
        found: _Authority,
        line: int,
        at: int,
        cells: Sequence[str],
        rank: int,
        closeness: str,
    ) -> bool:
        """Adds a neighbour. False if the cell is none, and the authority is left out."""
        text, kind = _at(cells, at), self.columns.kind
        mine = self._identity(_at(cells, self.columns.own[kind]))
        if self._identity(text) in ("", mine):
            reason = f"“{shortened(text)}” is not {_WORDS[kind]} another one"
            self.faults.add(line, self._heading(at), reason)
            found.is_faulty = True
            return False
        neighbour = self.neighbour(text, _at(cells, self.columns.neighbour_names))
        words = " ".join(closeness.split()).capitalize()[:_LONGEST_CLOSENESS]
        found.neighbours.append(NeighbourRow(line, found.place, rank, neighbour, words))
        return True

    def _heading(self, at: int) -> str:
        return _at(self.headings, at).strip() or "Neighbour"


def _at(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def read(
    sheet: TypedSheet, columns: NeighbourColumns, faults: ParseFaults
) -> Iterator[NeighbourRow]:
    """The neighbours of each authority. One with an invalid neighbour is left out, and reported."""
    yield from _Reader(sheet, columns, faults).read()
