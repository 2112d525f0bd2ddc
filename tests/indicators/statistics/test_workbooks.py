"""Tribunal tables and statistical neighbours: two-line headings, footnote marks, new years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indicators.domain.enums import Dataset, Direction, Gap, PlaceKind, Unit
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import FileNotTaken, PublishedRow, StatisticsFile
from indicators.importing.statistics.tribunal import without_marks
from tests.support.statistics_files import (
    NEIGHBOURS_HEADER,
    Sheets,
    neighbours_of,
    tribunal,
    workbook,
)

PROVISIONAL = ("All data in this table are provisional and subject to revisions",)


def read(path: Path, sheets: Sheets) -> tuple[list[PublishedRow], StatisticsFile]:
    opened = open_file(workbook(path / "table.xlsx", sheets), "table.xlsx")
    return list(opened.rows), opened


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Dorset6", "Dorset"),
        ("England Total4", "England Total"),
        ("Bournemouth, Christchurch and Poole5", "Bournemouth, Christchurch and Poole"),
        ("Sheffield1, 2", "Sheffield"),
        ("York", "York"),
    ],
)
def test_footnote_marks_are_removed_from_names(cell: str, name: str) -> None:
    assert without_marks(cell) == name


def test_years_head_the_counts_and_the_rate_is_per_cent(tmp_path: Path) -> None:
    rows, file = read(
        tmp_path,
        tribunal(
            ("YORKSHIRE AND THE HUMBER",),
            ("Sheffield9", 100, 4000, 0.025, 120, 4000, 0.03),
            notes=(PROVISIONAL,),
        ),
    )
    of_sheffield = [row for row in rows if row.place.name == "Sheffield"]
    assert [(row.measure.code, row.span.key, row.value) for row in of_sheffield] == [
        ("appeals_registered", "2023", 100.0),
        ("appealable_decisions", "2023", 4000.0),
        ("appeal_rate", "2023", 2.5),
        ("appeals_registered", "2024", 120.0),
        ("appealable_decisions", "2024", 4000.0),
        ("appeal_rate", "2024", 3.0),
    ]
    rate = of_sheffield[2]
    assert (rate.place.region, rate.provisional) == ("982", True)
    assert (rate.measure.unit, rate.measure.better) == (Unit.PERCENT, Direction.LOWER)
    assert rate.known_on == date(2024, 12, 31)
    assert file.faults.count == 0


def test_england_comes_from_its_own_sheet_or_else_from_the_total(tmp_path: Path) -> None:
    def england(sheets: Sheets) -> list[tuple[str, float | None]]:
        rows, _ = read(tmp_path, sheets)
        return [
            (row.span.key, row.value)
            for row in rows
            if row.place.kind is PlaceKind.COUNTRY and row.measure.code == "appeals_registered"
        ]

    sheets = tribunal(("LONDON",))
    assert england(sheets) == [("2023", 14000.0), ("2024", 21000.0)]
    own = [
        ("Year (Calendar)3", "SEND Tribunal Appeal Rate2", "", ""),
        ("", "SEND Tribunal Appeals Registered4", "Total Appealable Decisions1", "Appeal Rate"),
        (2023, 14001, 600000, 0.0233),
        ("Sources:", "words"),
    ]
    assert england({"SEND_1": own} | sheets) == [("2023", 14001.0)]


def test_a_dash_is_zero_and_two_points_are_not_available(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, tribunal(("York", "-", 900, "-", "..", "..", "..")))
    of_york = [row for row in rows if row.place.name == "York"]
    assert [row.value for row in of_york] == [0.0, 900.0, 0.0, None, None, None]
    assert of_york[3].gap is Gap.NOT_AVAILABLE


def test_rates_in_per_cent_are_read_unchanged(tmp_path: Path) -> None:
    rows, _ = read(
        tmp_path,
        tribunal(("York", 10, 2000, 0.5, 30, 2000, 1.5), ("Leeds", 10, 500, 2.0, 9, 500, "1.8%")),
    )
    rates = [row.value for row in rows if row.measure.code == "appeal_rate"][:4]
    assert rates == [0.5, 1.5, 2.0, 1.8]


def test_an_invalid_cell_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    rows, file = read(tmp_path, tribunal(("ATLANTIS",), ("York", "many", 900, 0.02, -4, 900, 0.03)))
    assert [fault.message for fault in file.faults.kept] == [
        "Row 4, Local Authority: “ATLANTIS” is not a region",
        "Row 5, Appeals registered with the SEND tribunal, 2023: “many” is neither a number "
        "nor a symbol",
        "Row 5, Appeals registered with the SEND tribunal, 2024: “-4” cannot be",
    ]
    assert len([row for row in rows if row.place.name == "York"]) == 4


def test_dorset_is_another_authority_since_2019(tmp_path: Path) -> None:
    sheets = tribunal(("Dorset6", 1, 900, 0.001, 2, 900, 0.002))
    sheets["SEND_2"][1] = ("Local Authority", 2018, "", "", 2019, "", "")
    rows, _ = read(tmp_path, sheets)
    numbers = [row.place.number for row in rows if "Dorset" in row.place.name]
    assert numbers == ["835"] * 3 + ["838"] * 3


# --- statistical neighbours ---------------------------------------------------------------------


def test_ten_neighbours_are_read_with_their_closeness(tmp_path: Path) -> None:
    sheet = [
        ("A", "B", "C"),
        (1, 2, 3),
        NEIGHBOURS_HEADER,
        neighbours_of(373, "Sheffield", *range(801, 811)),
        ("Abolished authorities",),
        neighbours_of(835, "Dorset (Pre LG)", *range(811, 821)),
    ]
    opened = open_file(workbook(tmp_path / "n.xlsx", {"LA SN Groups": sheet}), "n.xlsx")
    rows = list(opened.neighbours)
    assert opened.dataset is Dataset.NEIGHBOURS
    assert [(row.rank, row.neighbour.number, row.closeness) for row in rows[:2]] == [
        (1, "801", "Very close"),
        (2, "802", "Very close"),
    ]
    assert len(rows) == 20
    assert rows[0].place.region == "982"
    assert opened.faults.count == 0


def test_an_authority_with_an_invalid_neighbour_is_left_out(tmp_path: Path) -> None:
    sheet = [
        NEIGHBOURS_HEADER,
        neighbours_of(373, "Sheffield", *range(801, 810), "none"),
        neighbours_of(370, "Barnsley", *range(801, 810), 370),
        neighbours_of(371, "Doncaster", *range(801, 810), 801),
        neighbours_of("", "Nowhere", *range(801, 811)),
        neighbours_of(372, "Rotherham", *range(801, 811)),
    ]
    opened = open_file(workbook(tmp_path / "n.xlsx", {"LA SN Groups": sheet}), "n.xlsx")
    assert {row.place.number for row in opened.neighbours} == {"372"}
    assert [fault.message for fault in opened.faults.kept] == [
        "Row 2, SN10: “none” is not the number of another one",
        "Row 3, SN10: “370” is not the number of another one",
        "Row 4, SN1: one neighbour is named twice",
        "Row 5, LA num: “” is not the number of an authority",
    ]


# --- files that are none of these ---------------------------------------------------------------


def test_another_workbook_is_refused_with_the_expected_layouts(tmp_path: Path) -> None:
    path = workbook(tmp_path / "other.xlsx", {"Sheet1": [("Name", "Amount"), ("A", 3)]})
    with pytest.raises(FileNotTaken) as refused:
        open_file(path, "other.xlsx")
    words = str(refused.value)
    assert words.startswith(
        "other.xlsx has a layout that the service does not recognise. One of these was expected:"
    )
    for known in ("Interactive Tool", "Explore Education", "tribunal", "community", "neighbours"):
        assert known in words
