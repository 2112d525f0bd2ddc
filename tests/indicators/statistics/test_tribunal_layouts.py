"""The tribunal's table as text or workbook, in one or more heading rows, with two denominators."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.domain.enums import Dataset, PlaceKind, Unit
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import PublishedRow
from tests.support.statistics_files import csv_text, workbook

# Appeals, decisions and pupils of three authorities, by year.
COUNTS = {
    "Sheffield": {2021: (85, 3400, 80_000), 2022: (94, 3500, 81_000)},
    "Leeds": {2021: (40, 4000, 120_000), 2022: (66, 4400, 121_000)},
    "York": {2021: (0, 900, 25_000), 2022: (9, 1000, 25_500)},
}
YEARS = (2021, 2022)


def read(path: Path, rows: list[tuple[object, ...]], name: str) -> list[PublishedRow]:
    file = path / name
    if name.endswith("csv"):
        file.write_text(csv_text(*rows))
    else:
        workbook(file, {"Index": [("Tables",)], "SEND_2": rows})
    opened = open_file(file, name)
    assert opened.dataset is Dataset.TRIBUNAL
    found = list(opened.rows)
    assert opened.faults.kept == []
    return found


def values(rows: list[PublishedRow], code: str) -> dict[tuple[str, str], float]:
    return {
        (row.place.name, row.span.key): round(row.value or 0, 4)
        for row in rows
        if row.measure.code == code and row.place.kind is PlaceKind.AUTHORITY
    }


def expected(of: int, times: float) -> dict[tuple[str, str], float]:
    return {
        (name, str(year)): round(times * counts[0] / counts[of], 4)
        for name, by in COUNTS.items()
        for year, counts in by.items()
    }


def two_lines(share: float) -> list[tuple[object, ...]]:
    head = ("Appeals registered4", "Total Appealable Decisions1", "SEND Tribunal Appeal Rate2")
    rows: list[tuple[object, ...]] = [
        ("Table SEND_2: appeal rate by local authority, England 2021-2022",),
        ("Local Authority", "2021", "", "", "20222", "", ""),
        ("", *head, *head),
        ("YORKSHIRE AND THE HUMBER",),
    ]
    for name, by in COUNTS.items():
        cells: list[object] = [f"{name}6"]
        for appeals, decisions, _ in by.values():
            cells += [appeals, decisions, round(share * appeals / decisions, 6)]
        rows.append(tuple(cells))
    return [*rows, ("Source: Ministry of Justice",)]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
@pytest.mark.parametrize("share", [1, 100])
def test_years_above_the_counts(tmp_path: Path, name: str, share: float) -> None:
    rows = read(tmp_path, two_lines(share), name)
    assert values(rows, "appeal_rate") == pytest.approx(expected(1, 100), abs=1e-3)
    assert values(rows, "appeals_registered")["Sheffield", "2022"] == 94
    assert {row.place.region for row in rows} == {"982"}


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_years_within_one_heading_row(tmp_path: Path, name: str) -> None:
    head = [
        f"{year} {what}" for year in YEARS for what in ("Appeals", "Appealable decisions", "Rate")
    ]
    rows = [
        ("Local authority", *head),
        *(
            (name, *(cell for a, d, _ in by.values() for cell in (a, d, a / d)))
            for name, by in COUNTS.items()
        ),
    ]
    found = read(tmp_path, rows, name)
    assert values(found, "appeal_rate") == pytest.approx(expected(1, 100), abs=1e-3)


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_row_for_each_authority_and_year(tmp_path: Path, name: str) -> None:
    rows = [
        ("Year", "Region", "LA code", "Local authority", "Appeals registered",
         "Appealable decisions", "Appeal rate (%)"),
        *(
            (year, "Yorkshire and The Humber", 370 + n, name, a, d, round(100 * a / d, 4))
            for n, (name, by) in enumerate(COUNTS.items())
            for year, (a, d, _) in by.items()
        ),
    ]  # fmt: skip
    found = read(tmp_path, rows, name)
    assert values(found, "appeal_rate") == pytest.approx(expected(1, 100), abs=1e-3)
    assert {row.place.number for row in found} == {"370", "371", "372"}


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
@pytest.mark.parametrize("heading", ["Appeal rate", "Rate per 10,000 school population"])
def test_two_denominators_side_by_side_have_a_rate_each(
    tmp_path: Path, name: str, heading: str
) -> None:
    """Which rate belongs to which is found by arithmetic: both may be headed alike."""
    head = (
        "Appeals registered",
        "Total appealable decisions",
        "Appeal rate",
        "School population",
        heading,
    )
    rows: list[tuple[object, ...]] = [
        ("Local Authority", "2021", *[""] * 4, "2022", *[""] * 4),
        ("", *head, *head),
    ]
    for authority, by in COUNTS.items():
        cells: list[object] = [authority]
        for appeals, decisions, pupils in by.values():
            cells += [
                appeals,
                decisions,
                appeals / decisions,
                pupils,
                round(10_000 * appeals / pupils, 3),
            ]
        rows.append(tuple(cells))
    found = read(tmp_path, rows, name)
    assert values(found, "appeal_rate") == pytest.approx(expected(1, 100), abs=1e-3)
    per = values(found, "appeal_rate_school_population")
    assert per == pytest.approx(expected(2, 10_000), abs=1e-3)
    assert values(found, "school_population")["Leeds", "2021"] == 120_000
    measures = {row.measure.code: row.measure for row in found}
    assert measures["appeal_rate_school_population"].unit is Unit.RATE
    assert measures["appeal_rate_school_population"].unit_words == "appeals per 10,000"
    assert measures["appeal_rate"].unit is Unit.PERCENT


def test_denominators_named_in_a_row_above(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        ("Local Authority", "2022", "", "", "", ""),
        ("", "", "Based on appealable decisions", "", "Based on school population", ""),
        ("", "Appeals registered", "Decisions", "Rate", "Pupils", "Rate"),
        *(
            (name, a, d, a / d, p, 10_000 * a / p)
            for name, by in COUNTS.items()
            for a, d, p in [by[2022]]
        ),
    ]
    found = read(tmp_path, rows, "t.csv")
    of_2022 = {key: value for key, value in expected(1, 100).items() if key[1] == "2022"}
    assert values(found, "appeal_rate") == pytest.approx(of_2022, abs=1e-3)
    codes = {row.measure.code for row in found}
    assert len(codes) == 5


@pytest.mark.parametrize(
    "heading", ["LA name", "local_authority", "Local Authority (LA)", "Council"]
)
def test_other_headings_for_the_authority(tmp_path: Path, heading: str) -> None:
    rows = [
        ("LA code", heading, "Year", "Appeals", "Appealable decisions", "Rate"),
        *(
            (373, name, 2022, *by[2022][:2], by[2022][0] / by[2022][1])
            for name, by in COUNTS.items()
        ),
    ]
    found = read(tmp_path, rows, "t.csv")
    assert values(found, "appeals_registered")["Leeds", "2022"] == 66


def test_regional_totals_in_capitals_are_of_the_region(tmp_path: Path) -> None:
    rows = [
        ("Local Authority", "2022", "", ""),
        ("", "Appeals registered", "Total Appealable Decisions", "Appeal Rate"),
        ("YORKSHIRE AND THE HUMBER", 100, 8000, 0.0125),
        ("SHEFFIELD", 94, 3500, 0.0269),
        ("England", 900, 80_000, 0.01125),
    ]
    found = read(tmp_path, rows, "t.csv")
    assert [(row.place.kind, row.place.name) for row in found[::3]] == [
        (PlaceKind.REGION, "Yorkshire and The Humber"),
        (PlaceKind.AUTHORITY, "Sheffield"),
        (PlaceKind.COUNTRY, "England"),
    ]
