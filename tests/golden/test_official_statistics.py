"""The files of official statistics as they were published, read by our readers.

What is asserted of them was read in them by another way: the figures of the data's own README,
and counts by the csv module.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable

import pytest

from indicators.domain.enums import Gap, PlaceKind
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import PublishedRow, StatisticsFile
from tests.support import official_statistics

pytestmark = official_statistics.with_data

# New EHC plans within 20 weeks, in per cent: Sheffield and England.
IN_20_WEEKS = {
    "2016": (13.3, 55.7),
    "2017": (12.8, 61.3),
    "2018": (39.7, 58.0),
    "2019": (71.0, 58.7),
    "2020": (54.9, 55.6),
    "2021": (49.9, 57.9),
    "2022": (79.4, 47.7),
}


def lait() -> StatisticsFile:
    return open_file(
        official_statistics.LAIT, "long.csv", dictionary=official_statistics.LAIT_DICTIONARY
    )


def of_two(rows: Iterable[PublishedRow], measure: str) -> dict[str, tuple[float | None, ...]]:
    """By year, what it was in Sheffield and in England, to one decimal place."""
    found: dict[str, dict[str, float | None]] = {}
    for row in rows:
        if row.measure.code == measure and row.place.number in {"373", "970"}:
            shown = None if row.value is None else round(row.value, 1)
            found.setdefault(row.span.key, {})[row.place.number] = shown
    return {year: (each["373"], each["970"]) for year, each in found.items()}


@pytest.mark.parametrize(
    ("opened", "measure"),
    [
        (lait, "SEN_EHC_All_20wks"),
        (lambda: open_file(official_statistics.EES, "ees.csv"), "inc_exc_20week_rate"),
    ],
)
def test_plans_in_20_weeks_are_the_same_by_both_files(opened, measure):  # type: ignore[no-untyped-def]
    found = of_two(opened().rows, measure)
    assert {year: found[year] for year in IN_20_WEEKS} == IN_20_WEEKS


def test_every_value_of_the_interactive_tool_is_read_but_those_of_the_year_0() -> None:
    with official_statistics.LAIT.open(encoding="utf-8-sig", newline="") as file:
        printed = Counter(
            (row["Years"] == "0", row["Values"] == "-") for row in csv.DictReader(file)
        )
    file = lait()
    gaps = Counter(row.gap is Gap.NOT_AVAILABLE for row in file.rows)
    assert sum(printed.values()) == 160_140
    assert (gaps[False], gaps[True]) == (printed[False, False], printed[False, True])
    assert file.faults.count == printed[True, True] + printed[True, False] == 170
    assert {fault.column for fault in file.faults.kept} == {"Years"}


def test_the_interactive_tool_names_170_places_and_114_measures() -> None:
    rows = list(lait().rows)
    places = {row.place for row in rows}
    assert Counter(place.kind for place in places) == {
        PlaceKind.AUTHORITY: 158,
        PlaceKind.REGION: 11,
        PlaceKind.COUNTRY: 1,
    }
    assert {place.region for place in places if place.kind is PlaceKind.AUTHORITY} == {
        *("980", "981", "982", "983", "984", "985", "986", "989", "990"),
    }
    assert len({row.measure.code for row in rows}) == 114
    assert {row.span.key for row in rows if row.provisional} == {"2024/25"}


def test_symbols_of_the_open_data_layout_are_gaps_and_nothing_is_faulty() -> None:
    file = open_file(official_statistics.EES, "ees.csv")
    gaps = Counter(row.gap for row in file.rows)
    text = official_statistics.EES.read_text(encoding="utf-8-sig")
    cells = Counter(cell.strip() for line in csv.reader(text.splitlines()) for cell in line)
    assert (gaps[Gap.NOT_APPLICABLE], gaps[Gap.NOT_AVAILABLE]) == (cells["z"], cells["x"])
    assert (file.faults.count, dict(file.passed_over)) == (0, {})


def test_the_tribunal_table_is_read_to_its_last_authority() -> None:
    file = open_file(official_statistics.TRIBUNAL, "tribunal.ods")
    rows = list(file.rows)
    appeals = {
        (row.place.name, row.span.key): row.value
        for row in rows
        if row.measure.code == "appeals_registered"
    }
    assert appeals["Sheffield", "2014"] == 85
    assert appeals["Sheffield", "2018"] == 94
    assert appeals["England", "2022"] == 12796
    assert appeals["Wiltshire", "2018"] == 31
    assert appeals["North Northamptonshire", "2018"] is None
    rates = of_rates(rows)
    assert rates["England", "2018"] == 1.6
    assert rates["Sheffield", "2018"] == 2.75
    assert file.faults.count == 0
    # England in every year is the sum of its authorities.
    for year in map(str, range(2014, 2023)):
        total = sum(
            value or 0 for (name, of), value in appeals.items() if of == year and name != "England"
        )
        assert total == appeals["England", year]


def of_rates(rows: Iterable[PublishedRow]) -> dict[tuple[str, str], float]:
    return {
        (row.place.name, row.span.key): round(row.value, 2)
        for row in rows
        if row.measure.code == "appeal_rate" and row.value is not None
    }


def test_waiting_lists_are_read_whole() -> None:
    file = open_file(official_statistics.NHS, "waits.csv")
    rows = list(file.rows)
    with official_statistics.NHS.open(encoding="utf-8-sig", newline="") as raw:
        lines = sum(1 for _ in csv.reader(raw)) - 1
    assert len(rows) == 4 * lines
    assert file.faults.count == 0
    waits = {
        row.measure.code: row.value
        for row in rows
        if row.place.name == "NHS ICB South Yorkshire" and row.span.key == "2023-01"
    }
    assert waits["Speech And Language: Total waiting list"] == 1799
    assert waits["Speech And Language: Waiting >52 weeks"] == 65
    assert waits["Community Paediatric Service: Percentage waiting more than 18 weeks"] is None


def test_every_authority_has_ten_neighbours() -> None:
    file = open_file(official_statistics.NEIGHBOURS, "neighbours.xlsx")
    by_place = Counter(row.place.number for row in file.neighbours)
    assert (len(by_place), set(by_place.values()), file.faults.count) == (158, {10}, 0)
