"""Reader for the DfE's statistical neighbours: ten for each authority, the closest first. Pure.

Each row is an authority: its number and name, then SN1 to SN10, each followed by its closeness
("SNP"). Abolished authorities are listed below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from indicators.importing.statistics.file_cells import cell_words
from indicators.importing.statistics.parsed_file import (
    NeighbourRow,
    ParseFaults,
    PlaceIn,
    shortened,
)
from indicators.importing.statistics.places import authority, is_number

HOW_MANY: Final = 10
EXPECTED: Final = (
    "statistical neighbours of the DfE (columns LA num, LA Name, then SN1 and SNP to SN10 and SNP)"
)


def header_at(sheet: Sequence[Sequence[object]]) -> int | None:
    """The position of the heading row, or None if this is another sheet."""
    for at, cells in enumerate(sheet[:20]):
        names = {_name(cell) for cell in cells}
        if {"laname", "sn1", f"sn{HOW_MANY}"} <= names:
            return at
    return None


def _name(cell: object) -> str:
    return cell_words(cell).lower().replace(" ", "")


def read(sheet: Sequence[Sequence[object]], faults: ParseFaults) -> Iterator[NeighbourRow]:
    """Ten rows for each authority. An authority with an invalid neighbour is left out."""
    start = header_at(sheet)
    assert start is not None, "asked of a sheet that has no such header"  # noqa: S101
    header = [_name(cell) for cell in sheet[start]]
    number_at = next(at for at, name in enumerate(header) if name in {"lanum", "lanumber"})
    name_at = header.index("laname")
    region_at = header.index("goreg") if "goreg" in header else -1
    columns = [header.index(f"sn{rank}") for rank in range(1, HOW_MANY + 1)]
    for line, row in enumerate(sheet[start + 1 :], start=start + 2):
        cells = [cell_words(cell) for cell in row]
        if not any(cells[at] for at in columns):
            continue  # blank, or a heading between the parts
        place = authority(
            cells[name_at],
            number=cells[number_at],
            within=cells[region_at] if region_at >= 0 else "",
        )
        yield from _ten(place, cells, columns, header, line, faults)


def _ten(
    place: PlaceIn,
    cells: list[str],
    columns: list[int],
    header: list[str],
    line: int,
    faults: ParseFaults,
) -> list[NeighbourRow]:
    if not (is_number(place.number) and place.name):
        faults.add(line, "LA num", f"“{shortened(place.number)}” is not the number of an authority")
        return []
    neighbours: list[NeighbourRow] = []
    for rank, at in enumerate(columns, start=1):
        number = cells[at]
        if not is_number(number) or number == place.number:
            faults.add(line, f"SN{rank}", f"“{shortened(number)}” is not the number of another one")
            return []
        closeness = cells[at + 1] if header[at + 1 : at + 2] == ["snp"] else ""
        neighbours.append(NeighbourRow(line, place, rank, number, closeness.capitalize()[:20]))
    if len({row.neighbour for row in neighbours}) != HOW_MANY:
        faults.add(line, "SN1", "one neighbour is named twice")
        return []
    return neighbours
