"""Recognising a table of statistical neighbours by its content. Pure.

A table is wide (a row for each authority, a column for each neighbour) or long (a row for each
neighbour). Authorities are written by the DfE's number, by ONS code or by name. Headings help where
they say what a column is; where they do not, the content does: an authority's own column names each
of them once, and the columns of neighbours name authorities of that same column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from indicators.importing.statistics.places import is_number, like
from wsoa.core.spreadsheets.typed_cells import TypedSheet

HEADING_WITHIN: Final = 20  # rows, below a title or so
FEWEST_COLUMNS: Final = 3  # of neighbours, in a wide table
_ENOUGH: Final = 0.9  # of the cells of a column have to be authorities
_ENOUGH_HEADED: Final = 0.5  # where the headings say that it is one
_KNOWN: Final = (
    0.6  # of the neighbours have to be among the authorities, without headings to say so
)
_ONS: Final = re.compile(r"E(?:06|08|09|10)\d{6}")
_NTH: Final = re.compile(
    r"(?:sn|nn|s\.?n\.?|stat(?:istical)? ?n(?:eighbou?r)?s?|(?:nearest |closest |statistical )?"
    r"neighbou?r|comparator|peer)[ _-]*(?:no\.?|number|rank)?[ _-]*0*(\d{1,2})"
    r"(?:[ _-]*(?:la|authority))?(?:[ _-]*(?:code|num|number|no|id|name))?"
    r"|(\d{1,2})(?:st|nd|rd|th)?(?: (?:closest|nearest|statistical)?(?: ?neighbou?r)?)?"
)
_NEIGHBOUR: Final = re.compile(r"(?:\bsn\b|^nn\b|neighbou?r|comparator)")
_REGION: Final = re.compile(r"goreg|region(?: ?name)?|gor(?: ?name)?|government office region")
_NOT_OWN: Final = re.compile(r"region|goind|goreg|gor\b")


class IdKind(StrEnum):
    """How a column writes authorities."""

    NUMBER = "number"
    ONS = "ons"
    NAME = "name"


def plain_heading(text: str) -> str:
    """A heading in lower case, with single spaces in place of underlines and brackets."""
    return " ".join(re.sub(r"[_()\[\]:]", " ", text).casefold().split())


def id_of(kind: IdKind, text: str) -> str:
    """The identity in a cell, comparable within a kind; empty where the cell is none."""
    text = text.strip().removesuffix(".0")
    if kind is IdKind.NUMBER:
        return text if is_number(text) and text >= "200" else ""
    if kind is IdKind.ONS:
        return text.upper() if _ONS.fullmatch(text.upper()) else ""
    return like(text) if re.search("[A-Za-z]{3}", text) else ""


@dataclass(frozen=True, slots=True)
class NeighbourColumns:
    """What the columns of a table are, by position.

    `own` are the authority's columns by kind. A wide table has several `neighbours`, each with its
    closeness if there is any; a long one has a column of neighbours for each kind, one `rank` and
    one `closeness`.
    """

    heading: int
    own: dict[IdKind, int]
    kind: IdKind
    neighbours: tuple[int, ...]
    closeness: tuple[int | None, ...]
    is_long: bool = False
    neighbour_names: int | None = None
    rank: int | None = None
    region: int | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column below its heading: its cells, and how many of them are identities of each kind."""

    at: int
    heading: str
    cells: tuple[str, ...]

    def ids(self, kind: IdKind) -> tuple[str, ...]:
        return tuple(id_of(kind, cell) for cell in self.cells)

    def is_of(self, kind: IdKind, enough: float = _ENOUGH) -> bool:
        filled = [cell for cell in self.cells if cell.strip()]
        found = sum(bool(id_of(kind, cell)) for cell in filled)
        return bool(filled) and found >= enough * len(filled)


def columns_of(sheet: TypedSheet) -> NeighbourColumns | None:
    """What the columns of a sheet are; None for another table."""
    rows = [sheet.texts(row) for row in range(len(sheet.rows))]
    for at in range(min(HEADING_WITHIN, len(rows) - 1)):
        headings = [plain_heading(text) for text in rows[at]]
        if sum(map(bool, headings)) < 2:
            continue
        columns = [
            _Column(place, heading, _cells(rows[at + 1 :], place))
            for place, heading in enumerate(headings)
            if heading
        ]
        found = _wide(at, columns) or _long(at, columns)
        if found and _starts_below(found, rows[at + 1 :]):
            return found
    return None


def _starts_below(found: NeighbourColumns, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first filled row below the heading is one of an authority.

    It is not where the heading is one of several lines above the table.
    """
    first = next((row for row in rows if any(cell.strip() for cell in row)), ())
    at = found.own[found.kind]
    return at < len(first) and bool(id_of(found.kind, first[at]))


def _cells(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    return tuple(row[place] if place < len(row) else "" for row in rows)


# --- wide --------------------------------------------------------------------------------------


def _wide(heading: int, columns: Sequence[_Column]) -> NeighbourColumns | None:
    headed = _by_heading(columns)
    enough = _ENOUGH_HEADED if headed else _ENOUGH
    own = _own_columns(columns, headed, enough)
    for kind in IdKind:
        if kind not in own:
            continue
        if headed:
            neighbours = [column for column in headed if column.is_of(kind, enough)]
        else:
            neighbours = _by_content(kind, own[kind], columns)
        if len(neighbours) >= FEWEST_COLUMNS:
            return NeighbourColumns(
                heading,
                {own_kind: column.at for own_kind, column in own.items()},
                kind,
                tuple(column.at for column in neighbours),
                _closeness(columns, neighbours, headed, own),
                region=_region(columns),
            )
    return None


def _by_heading(columns: Sequence[_Column]) -> list[_Column]:
    """The columns that are headed as the first, second ... neighbour, in that order."""
    found = []
    for column in columns:
        match = _NTH.fullmatch(column.heading)
        if match:
            found.append((int(match[1] or match[2]), column))
    ranks = sorted({rank for rank, _ in found})
    in_order = ranks == list(range(ranks[0], ranks[0] + len(ranks))) if ranks else False
    if len(ranks) < FEWEST_COLUMNS or not in_order:
        return []
    return [column for _, column in sorted(found, key=lambda pair: pair[0])]


def _own_columns(
    columns: Sequence[_Column], headed: Sequence[_Column], enough: float
) -> dict[IdKind, _Column]:
    """The columns that name the authority of a row: the first of each kind that names each once."""
    own: dict[IdKind, _Column] = {}
    for column in columns:
        if column in headed or _NOT_OWN.search(column.heading):
            continue
        kind = next((kind for kind in IdKind if column.is_of(kind, enough)), None)
        if kind is None or kind in own:
            continue
        ids = [found for found in column.ids(kind) if found]
        if len(set(ids)) >= enough * len(ids):
            own[kind] = column
    return own


def _by_content(kind: IdKind, own: _Column, columns: Sequence[_Column]) -> list[_Column]:
    """The columns of which most name an authority of the own column, but not that of the row."""
    own_ids = own.ids(kind)
    known = set(own_ids) - {""}
    found = []
    for column in columns:
        if column is own or not column.is_of(kind):
            continue
        ids = column.ids(kind)
        filled = [found_id for found_id in ids if found_id]
        others = [
            theirs for theirs, mine in zip(ids, own_ids, strict=True) if theirs and theirs != mine
        ]
        within = sum(other in known for other in others)
        if len(others) >= _ENOUGH * len(filled) and within >= _KNOWN * len(others) > 0:
            found.append(column)
    return found


def _closeness(
    columns: Sequence[_Column],
    neighbours: Sequence[_Column],
    headed: Sequence[_Column],
    own: dict[IdKind, _Column],
) -> tuple[int | None, ...]:
    """The column of closeness of each neighbour: between them, or as a block after them."""
    used = [*neighbours, *headed, *own.values()]
    if IdKind.NAME in own:  # the names of neighbours that are read by their numbers
        used += _by_content(IdKind.NAME, own[IdKind.NAME], columns)
    first = min(column.at for column in neighbours)
    left = [
        column.at
        for column in columns
        if column.at > first and column not in used and any(cell.strip() for cell in column.cells)
    ]
    return tuple(left) if len(left) == len(neighbours) else (None,) * len(neighbours)


def _region(columns: Sequence[_Column]) -> int | None:
    return next((c.at for c in columns if _REGION.fullmatch(c.heading)), None)


# --- long --------------------------------------------------------------------------------------


def _long(heading: int, columns: Sequence[_Column]) -> NeighbourColumns | None:
    for kind in IdKind:
        of_kind = [
            column
            for column in columns
            if column.is_of(kind) and not _NOT_OWN.search(column.heading)
        ]
        for own in of_kind:
            for other in of_kind:
                if own is not other and _is_pair(kind, own, other):
                    return _long_columns(heading, kind, own, other, columns)
    return None


def _is_pair(kind: IdKind, own: _Column, other: _Column) -> bool:
    """Whether `other` are the neighbours of `own`, of which each stands in several rows."""
    pairs = [
        (mine, theirs)
        for mine, theirs in zip(own.ids(kind), other.ids(kind), strict=True)
        if mine and theirs
    ]
    authorities = {mine for mine, _ in pairs}
    if len(pairs) < 2 * len(authorities) or len(set(pairs)) < _ENOUGH * len(pairs):
        return False
    if any(mine == theirs for mine, theirs in pairs) or _NEIGHBOUR.search(own.heading):
        return False
    if _NEIGHBOUR.search(other.heading):
        return True
    in_blocks = sum(a != b for (a, _), (b, _) in pairwise(pairs)) + 1
    within = sum(theirs in authorities for _, theirs in pairs)
    return in_blocks == len(authorities) and within >= _KNOWN * len(pairs)


def _long_columns(
    heading: int, kind: IdKind, own: _Column, other: _Column, columns: Sequence[_Column]
) -> NeighbourColumns:
    left = [column for column in columns if column not in (own, other)]
    names = [c for c in left if c.is_of(IdKind.NAME) and not _NOT_OWN.search(c.heading)]
    own_columns = {kind: own.at}
    name = next(
        (c for c in names if _depends_on(c, own) and not _NEIGHBOUR.search(c.heading)), None
    )
    other_name = next((c for c in names if c is not name and _depends_on(c, other)), None)
    if name is not None and kind is not IdKind.NAME:
        own_columns[IdKind.NAME] = name.at
    for code_kind in (IdKind.NUMBER, IdKind.ONS):
        code = next((c for c in left if c.is_of(code_kind) and _depends_on(c, own)), None)
        if code_kind is not kind and code is not None:
            own_columns[code_kind] = code.at
    rank = next((c for c in left if _is_rank(c, own)), None)
    used = {own, other, name, other_name, rank}
    spare = [
        c
        for c in left
        if c not in used and c.at not in own_columns.values() and not _depends_on(c, own)
        and not _depends_on(c, other) and any(c.cells)
    ]  # fmt: skip
    return NeighbourColumns(
        heading,
        own_columns,
        kind,
        (other.at,),
        (spare[0].at if spare else None,),
        is_long=True,
        neighbour_names=other_name.at if other_name and kind is not IdKind.NAME else None,
        rank=rank.at if rank else None,
        region=_region(columns),
    )


def _depends_on(column: _Column, key: _Column) -> bool:
    """Whether the column has one text for each text of another column, as a name has for a code."""
    seen: dict[str, str] = {}
    return all(
        seen.setdefault(by, text) == text
        for by, text in zip(key.cells, column.cells, strict=True)
        if by.strip()
    )


def _is_rank(column: _Column, own: _Column) -> bool:
    """Whether the column counts from 1 within each authority, in any order."""
    by: dict[str, list[str]] = {}
    for authority, cell in zip(own.cells, column.cells, strict=True):
        if authority.strip():
            by.setdefault(authority, []).append(cell.removesuffix(".0"))
    return all(sorted(ranks) == sorted(map(str, range(1, len(ranks) + 1))) for ranks in by.values())
