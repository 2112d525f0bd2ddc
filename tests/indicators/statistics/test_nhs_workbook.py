"""NHS England's monthly workbook: every kind of its tables, in workbooks of other months."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indicators.domain.enums import Dataset, Gap, PlaceKind
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import PublishedRow, StatisticsFile
from tests.support import official_statistics
from tests.support.statistics_files import Sheets, workbook

SERVICES = (
    "(A) Podiatry and podiatric surgery",
    "(CYP) Therapy interventions: occupational therapy",
)


def read(path: Path, sheets: Sheets) -> tuple[dict[tuple[str, ...], PublishedRow], StatisticsFile]:
    opened = open_file(workbook(path / "w.xlsx", {"Cover": [("Cover",)]} | sheets), "w.xlsx")
    assert opened.dataset is Dataset.NHS_WAITING
    rows = {(row.measure.code, row.place.name, row.span.key): row for row in opened.rows}
    return rows, opened


def by_body(title: str, *more: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [
        (title,),
        ("Blanks indicate no organisation submitted for the service line.",),
        ("", "", *SERVICES),
        ("", "England", 900, 200),
        ("Region", "London", "*", 40),
        ("", "Midlands", 300, ""),
        ("ICB", "South Yorkshire", 20, 12),
        ("Provider", "Sheffield Children's NHS Foundation Trust", "", 12),
        *more,
    ]


OT = "Occupational Therapy"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Total waiting list by service, May 2024", "Total waiting list"),
        ("Number waiting 0-1 weeks (0-7 days) by service, May 2024", "Waiting 0-1 weeks"),
        ("Number waiting >4-12 weeks (29-84 days) by service, May 2024", "Waiting >4-12 weeks"),
        ("Number waiting 18-52 weeks by service line, May 2024", "Waiting >18-52 weeks"),
        ("Number waiting over 52 weeks (over 365 days) by service, May 2024", "Waiting >52 weeks"),
        ("Waiting more than 104 weeks by service - May 2024", "Waiting >104 weeks"),
    ],
)
def test_bodies_are_grouped_and_the_title_says_what_is_counted(
    tmp_path: Path, title: str, code: str
) -> None:
    rows, file = read(tmp_path, {"Table 4": by_body(title)})
    measure = f"{OT}: {code}"
    assert {key[1]: row.value for key, row in rows.items() if key[0] == measure} == {
        "England": 200.0,
        "NHS Region London": 40.0,
        "NHS ICB South Yorkshire": 12.0,
        "Sheffield Children's NHS Foundation Trust": 12.0,
    }
    london = rows[f"Adults, Podiatry and podiatric surgery: {code}", "NHS Region London", "2024-05"]
    assert (london.value, london.gap, london.place.kind) == (None, Gap.SUPPRESSED, PlaceKind.NHS)
    assert file.sheets_passed_over == "No table was found on the sheet “Cover”."
    assert file.faults.kept == []


def test_months_and_lengths_of_wait_as_headings(tmp_path: Path) -> None:
    rows, _ = read(
        tmp_path,
        {
            "Table 1": [
                ("Number of organisations that did not submit data",),
                ("", "", "April 2024", "May 2024"),
                ("", "England", 7, 8),
                ("ICB", "South Yorkshire", 0, 1),
            ],
            "Table 2": [
                ("National time series of total reported waiting list by service",),
                ("", date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)),
                ("England", 1000, 1100, ""),
                ("CYP services", 100, 200, ""),
                (SERVICES[1], 60, 70, ""),
            ],
            "Table 3": [
                ("National overview of waiting list metrics by service, May 2024",),
                ("", "Total waiting list", "Waiting 0-1 weeks", "Waiting >52 weeks"),
                ("England", 1100, 5, 6),
                (SERVICES[1], 70, "*", 3),
                ("Notes: not all providers submitted",),
            ],
        },
    )
    assert {key: row.value for key, row in rows.items() if "2024-05" in key} == {
        ("Organisations that did not submit data", "England", "2024-05"): 8.0,
        ("Organisations that did not submit data", "NHS ICB South Yorkshire", "2024-05"): 1.0,
        ("All services: Total waiting list", "England", "2024-05"): 1100.0,
        ("Children and young people’s services: Total waiting list", "England", "2024-05"): 200.0,
        (f"{OT}: Total waiting list", "England", "2024-05"): 70.0,
        ("All services: Waiting 0-1 weeks", "England", "2024-05"): 5.0,
        ("All services: Waiting >52 weeks", "England", "2024-05"): 6.0,
        (f"{OT}: Waiting 0-1 weeks", "England", "2024-05"): None,
        (f"{OT}: Waiting >52 weeks", "England", "2024-05"): 3.0,
    }
    assert not [key for key in rows if key[2] == "2024-06"]


def test_codes_beside_the_names_are_no_figures(tmp_path: Path) -> None:
    sheet = [
        ("Total waiting list by service, May 2024",),
        ("Level", "Code", "Name", *SERVICES),
        ("", "ENG", "England", 900, 200),
        ("ICB", "QF7", "South Yorkshire", 20, 12),
        ("ICB", "QWO", "West Yorkshire", 21, 13),
    ]
    rows, _ = read(tmp_path, {"Table 4": sheet})
    assert rows[f"{OT}: Total waiting list", "NHS ICB West Yorkshire", "2024-05"].value == 13
    assert len(rows) == 6


def test_what_the_title_leaves_out_may_stand_below_it(tmp_path: Path) -> None:
    sheet = [("Table 4",), ("Number waiting over 52 weeks",), ("May 2024",)]
    sheet += by_body("Community health services")
    rows, _ = read(tmp_path, {"Table 4": sheet})
    assert rows[f"{OT}: Waiting >52 weeks", "England", "2024-05"].value == 200


def test_a_title_without_its_month_is_a_fault_of_the_sheet(tmp_path: Path) -> None:
    good = by_body("Total waiting list by service, May 2024")
    rows, file = read(tmp_path, {"Table 4": good, "Table 4a": by_body("Number waiting 0-1 weeks")})
    assert rows
    assert [fault.message for fault in file.faults.kept] == [
        "Sheet Table 4a, row 3: “Number waiting 0-1 weeks” does not name the month of the table"
    ]


@official_statistics.with_data
def test_the_workbook_agrees_with_the_table_that_was_derived_from_it() -> None:
    book = open_file(official_statistics.NHS_WORKBOOK, "book.xlsx")
    table = open_file(official_statistics.NHS, "table.csv")

    def of(file: StatisticsFile) -> dict[tuple[str, ...], float | None]:
        return {
            (row.measure.code, row.place.name.casefold(), row.span.key): row.value
            for row in file.rows
            if row.span.key == "2023-01"
        }

    ours, theirs = of(book), of(table)
    both = ours.keys() & theirs.keys()
    assert len(both) == 1305
    assert {key: ours[key] for key in both} == {key: theirs[key] for key in both}
    assert book.faults.kept == []
    assert len({row[1] for row in ours}) == 189
