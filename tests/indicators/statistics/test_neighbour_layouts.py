"""Statistical neighbours in any layout: wide or long, by number, code or name, scored or not."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from indicators.domain.enums import Dataset
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import FileNotTaken, NeighbourRow
from tests.support.statistics_files import csv_text, workbook

AUTHORITIES = (
    ("301", "E09000002", "Barking and Dagenham"),
    ("302", "E09000003", "Barnet"),
    ("370", "E08000016", "Barnsley"),
    ("800", "E06000022", "Bath and North East Somerset"),
    ("822", "E06000055", "Bedford"),
    ("303", "E09000004", "Bexley"),
    ("373", "E08000019", "Sheffield"),
)
NUMBER, ONS, NAME = range(3)
NEAREST = 4


def near(at: int) -> list[int]:
    """The positions of an authority's neighbours, closest first."""
    return [(at + step) % len(AUTHORITIES) for step in (2, 1, 3, 5)]


def opened(path: Path, *rows: tuple[object, ...], name: str = "n.csv") -> list[NeighbourRow]:
    file = path / name
    if name.endswith("csv"):
        file.write_text(csv_text(*rows))
    else:
        workbook(file, {"Cover": [("Neighbours",)], "Data": list(rows)})
    found = open_file(file, name)
    assert found.dataset is Dataset.NEIGHBOURS
    neighbours = list(found.neighbours)
    assert found.faults.kept == []
    return neighbours


def expect(rows: list[NeighbourRow], kind: int, closeness: str = "") -> None:
    """That every authority has its neighbours in their order."""
    keys = ("number", "ons", "name")
    by: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        by.setdefault(getattr(row.place, keys[kind]), []).append(
            (row.rank, getattr(row.neighbour, keys[kind]))
        )
        assert row.closeness == closeness.format(rank=row.rank)
    assert by == {
        ids[kind]: [(rank, AUTHORITIES[n][kind]) for rank, n in enumerate(near(at), start=1)]
        for at, ids in enumerate(AUTHORITIES)
    }


WIDE_HEADINGS = (
    [f"SN{rank}" for rank in range(1, NEAREST + 1)],
    [f"SN_{rank}" for rank in range(1, NEAREST + 1)],
    [f"Statistical neighbour {rank}" for rank in range(1, NEAREST + 1)],
    [f"Neighbour {rank}" for rank in range(1, NEAREST + 1)],
    [f"NN{rank} code" for rank in range(1, NEAREST + 1)],
    [f"SN{rank} (LA name)" for rank in range(1, NEAREST + 1)],
    [f"Peer {rank}" for rank in range(1, NEAREST + 1)],
    ["1st closest neighbour", "2nd", "3rd", "4th"],
    ["Closest", "Next", "Then", "Last"],  # which say nothing
)


@pytest.mark.parametrize("headings", WIDE_HEADINGS, ids=lambda headings: headings[0])
@pytest.mark.parametrize("kind", [NUMBER, ONS, NAME], ids=["number", "code", "name"])
def test_a_row_for_each_authority(tmp_path: Path, headings: list[str], kind: int) -> None:
    rows = [
        (ids[kind], *(AUTHORITIES[n][kind] for n in near(at))) for at, ids in enumerate(AUTHORITIES)
    ]
    expect(opened(tmp_path, ("LA", *headings), *rows), kind)


@pytest.mark.parametrize("name", ["n.csv", "n.xlsx"])
def test_a_region_a_name_and_scores_between_the_neighbours(tmp_path: Path, name: str) -> None:
    heading = ["LA code", "LA name", "Region"]
    for rank in range(1, NEAREST + 1):
        heading += [f"SN{rank}", f"SN{rank}_score"]
    rows = []
    for at, (number, _, title) in enumerate(AUTHORITIES):
        cells: list[object] = [int(number), title, "London"]
        for rank, n in enumerate(near(at), start=1):
            cells += [int(AUTHORITIES[n][NUMBER]), f"0.{rank}"]
        rows.append(tuple(cells))
    found = opened(tmp_path, ("Title of the table",), (), tuple(heading), *rows, name=name)
    expect(found, NUMBER, "0.{rank}")
    assert {row.place.region for row in found} == {"986"}
    assert found[0].neighbour.name == "Barnsley"


def test_codes_with_names_beside_them_and_scores_as_a_block(tmp_path: Path) -> None:
    heading = ["LA name", "LA number"]
    heading += [text for rank in range(1, 5) for text in (f"SN{rank}", f"SN{rank} name")]
    heading += [f"Distance {rank}" for rank in range(1, 5)]
    rows = []
    for at, (number, _, title) in enumerate(AUTHORITIES):
        cells = [title, number]
        for n in near(at):
            cells += [AUTHORITIES[n][NUMBER], AUTHORITIES[n][NAME]]
        rows.append((*cells, "d1", "d2", "d3", "d4"))
    expect(opened(tmp_path, tuple(heading), *rows), NUMBER, "D{rank}")


def long_rows(kind: int) -> list[tuple[object, ...]]:
    return [
        (ids[kind], AUTHORITIES[n][kind], rank, f"{rank}.5")
        for at, ids in enumerate(AUTHORITIES)
        for rank, n in enumerate(near(at), start=1)
    ]


@pytest.mark.parametrize("kind", [NUMBER, ONS, NAME], ids=["number", "code", "name"])
@pytest.mark.parametrize("columns", [(0, 1), (0, 1, 2), (2, 0, 1), (0, 1, 2, 3)], ids=str)
def test_a_row_for_each_neighbour(tmp_path: Path, kind: int, columns: tuple[int, ...]) -> None:
    heading = ("LA", "Neighbour", "Rank", "Distance")
    rows = [tuple(row[at] for at in columns) for row in long_rows(kind)]
    found = opened(tmp_path, tuple(heading[at] for at in columns), *rows)
    expect(found, kind, "{rank}.5" if 3 in columns else "")


def test_a_rank_orders_rows_that_are_mixed(tmp_path: Path) -> None:
    rows = sorted(long_rows(NUMBER), key=lambda row: str(row[1]))
    found = opened(tmp_path, ("LA code", "Neighbour code", "Rank", "Score"), *rows)
    expect(sorted(found, key=lambda row: (row.place.number, row.rank)), NUMBER, "{rank}.5")


def test_names_beside_the_codes_of_both_are_kept(tmp_path: Path) -> None:
    rows = [
        (number, title, AUTHORITIES[n][NUMBER], AUTHORITIES[n][NAME])
        for at, (number, _, title) in enumerate(AUTHORITIES)
        for n in near(at)
    ]
    found = opened(tmp_path, ("la_code", "la_name", "sn_code", "sn_name"), *rows)
    expect(found, NUMBER)
    assert {row.place.name for row in found} == {name for _, _, name in AUTHORITIES}


def test_neighbours_that_have_no_row_of_their_own_are_known_by_what_is_written(
    tmp_path: Path,
) -> None:
    heading = ("LA number", "LA name", *(f"SN{rank}" for rank in range(1, 6)))
    found = opened(tmp_path, heading, (373, "Sheffield", 801, 802, 803, 805, 806))
    assert [row.neighbour.number for row in found] == ["801", "802", "803", "805", "806"]


def test_an_authority_that_is_merged_over_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "n.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("LA name", "Statistical neighbour"))
        for at, (_, _, name) in enumerate(AUTHORITIES):
            first = 1 + NEAREST * at
            sheet.merge_range(first, 0, first + NEAREST - 1, 0, name)
            sheet.write_column(first, 1, [AUTHORITIES[n][NAME] for n in near(at)])
    expect(list(open_file(path, "n.xlsx").neighbours), NAME)


@pytest.mark.parametrize(
    "rows",
    [
        [("LA code", "Pupils", "Plans", "Appeals"), (373, 912, 345, 234), (301, 415, 222, 300)],
        [("Name", "Amount"), ("Sheffield", 3), ("Barnet", 4)],
        [("LA code", "LA name", "Old code"), (373, "Sheffield", 373), (301, "Barking", 301)],
        [("From", "To"), ("Sheffield", "Leeds"), ("Barnet", "York")],
    ],
)
def test_another_table_is_not_taken_for_one(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    with pytest.raises(FileNotTaken, match="does not recognise"):
        opened(tmp_path, *rows)
