"""The Local Authority Interactive Tool: years, polarity, places, and faulty rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indicators.domain.enums import Direction, Gap, PlaceKind, SpanKind, Unit
from indicators.importing.statistics.lait import span_of
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import FileNotTaken, PublishedRow, StatisticsFile
from tests.support.statistics_files import dictionary, lait, lait_row


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def opened(
        *rows: tuple[str, ...], published_on: date | None = None
    ) -> tuple[list[PublishedRow], StatisticsFile]:
        file = open_file(
            lait(tmp_path / "long.csv", *rows),
            "long.csv",
            dictionary=dictionary(tmp_path / "dictionary.csv"),
            published_on=published_on,
        )
        return list(file.rows), file

    return opened


def test_a_row_is_a_value_of_a_measure_place_and_span(read) -> None:  # type: ignore[no-untyped-def]
    (row,), file = read(lait_row())
    assert (row.value, row.gap, row.provisional, row.line) == (39.7, Gap.NONE, False, 2)
    assert (row.span.kind, row.span.key) == (SpanKind.YEAR, "2018")
    assert (row.place.number, row.place.name, row.place.region) == ("373", "Sheffield", "982")
    assert (row.measure.title, row.measure.unit) == ("New plans in 20 weeks (%)", Unit.PERCENT)
    assert (row.measure.better, row.measure.topic) == (Direction.HIGHER, "SEN")
    assert row.known_on == date(2019, 6, 30)
    assert file.faults.count == 0


@pytest.mark.parametrize(
    ("code", "better", "unit", "decimals"),
    [
        ("EHC_20", Direction.HIGHER, Unit.PERCENT, 1),
        ("ABS", Direction.LOWER, Unit.PERCENT, 2),
        ("COST", Direction.NEITHER, Unit.POUNDS, 0),
        ("CASES", Direction.NEITHER, Unit.COUNT, 0),
    ],
)
def test_polarity_unit_and_decimals_come_from_the_dictionary(read, code, better, unit, decimals):  # type: ignore[no-untyped-def]
    ((row,), _) = read(lait_row(code))
    measure = row.measure
    assert (measure.better, measure.unit, measure.decimals) == (better, unit, decimals)


@pytest.mark.parametrize(
    ("kind", "years", "key", "provisional"),
    [
        (SpanKind.YEAR, "2018", "2018", False),
        (SpanKind.SCHOOL_YEAR, "2018", "2017/18", False),
        (SpanKind.SCHOOL_YEAR, "2015/16", "2015/16", False),
        (SpanKind.SCHOOL_YEAR, "2025 (prov)", "2024/25", True),
        (SpanKind.SCHOOL_YEAR, "2000", "1999/00", False),
        (SpanKind.FINANCIAL_YEAR, "2016-17 (OT)", "2016/17", False),
        (SpanKind.FINANCIAL_YEAR, "2018", "2017/18", False),
        (SpanKind.MONTH, "2025", "2025-01", False),
    ],
)
def test_years_are_read_by_the_kind_of_year(kind, years, key, provisional):  # type: ignore[no-untyped-def]
    span, is_provisional = span_of(kind, years)
    assert (span.key, is_provisional) == (key, provisional)


@pytest.mark.parametrize("years", ["0", "", "18", "2015/17", "next year", "2018 (maybe)", "20188"])
def test_an_invalid_year_is_refused_with_a_reason(years):  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"^“.*” is not|is not a school year such as"):
        span_of(SpanKind.SCHOOL_YEAR, years)


def test_a_dash_is_not_available_and_never_zero(read) -> None:  # type: ignore[no-untyped-def]
    ((row,), _) = read(lait_row(value="-"))
    assert (row.value, row.gap) == (None, Gap.NOT_AVAILABLE)


def test_country_regions_and_halves_of_london_are_not_authorities(read) -> None:  # type: ignore[no-untyped-def]
    rows, _ = read(
        lait_row(number="970.0", name="England", region="NA"),
        lait_row(number="982.0", name="Yorkshire and the Humber", region="NA"),
        lait_row(number="987.0", name="London (Inner)", region="NA"),
        lait_row(number="202.0", name="Camden", region="Inner London"),
        lait_row(number="837.0", name="Bournemouth (Pre LG)", region="South West"),
    )
    assert [(row.place.kind, row.place.number, row.place.region) for row in rows] == [
        (PlaceKind.COUNTRY, "970", ""),
        (PlaceKind.REGION, "982", ""),
        (PlaceKind.REGION, "987", "986"),
        (PlaceKind.AUTHORITY, "202", "986"),
        (PlaceKind.AUTHORITY, "837", "990"),
    ]


def test_faults_name_row_column_and_reason_and_the_rest_is_read(read) -> None:  # type: ignore[no-untyped-def]
    rows, file = read(
        lait_row(years="0"),
        lait_row("NOBODY_KNOWS"),
        lait_row(value="many"),
        lait_row(number="SN"),
        ("EHC_20", "too short"),
        lait_row(years="2019", value="inf"),
        lait_row(years="2017", value="12.8"),
    )
    assert [row.value for row in rows] == [12.8]
    assert [fault.message for fault in file.faults.kept] == [
        "Row 2, Years: “0” is not a year such as 2019 or 2018/19",
        "Row 4, Values: “many” is neither a number nor a symbol",
        "Row 5, LA Number: “SN” is not the number of an authority or region",
        "Row 6: it has 2 cells, and the header 7",
        "Row 7, Values: “inf” is not a number",
        "Row 3, Short Desc: 1 measure is not in the dictionary: NOBODY_KNOWS. Choose the "
        "dictionary of this release along with the file",
    ]


def test_measures_that_the_dictionary_lacks_are_one_fault(read) -> None:  # type: ignore[no-untyped-def]
    unknown = [lait_row(f"NEW_{n % 40}", years=str(2000 + n // 40)) for n in range(400)]
    rows, file = read(lait_row(), *unknown)
    assert len(rows) == 1
    assert (file.faults.count, len(file.faults.kept)) == (400, 1)
    assert file.faults.kept[0].message == (
        "Row 3 and 399 more, Short Desc: 40 measures are not in the dictionary, such as NEW_0, "
        "NEW_1, NEW_2. Choose the dictionary of this release along with the file"
    )


def test_a_value_is_known_on_its_release_day_at_the_latest(read) -> None:  # type: ignore[no-untyped-def]
    ((row,), _) = read(lait_row(), published_on=date(2019, 5, 30))
    assert row.known_on == date(2019, 5, 30)
    ((row,), _) = read(lait_row(), published_on=date(2026, 4, 16))
    assert row.known_on == date(2019, 6, 30)


def test_the_first_import_without_dictionary_is_refused(tmp_path: Path) -> None:
    path = lait(tmp_path / "long.csv", lait_row())
    with pytest.raises(FileNotTaken, match="Choose the dictionary along with it"):
        open_file(path, "long.csv")


def test_the_dictionary_sent_as_the_file_is_detected(tmp_path: Path) -> None:
    path = dictionary(tmp_path / "dictionary.csv")
    with pytest.raises(FileNotTaken, match="describes the columns of another file"):
        open_file(path, "dictionary.csv")


def test_another_file_as_dictionary_is_refused(tmp_path: Path) -> None:
    path = lait(tmp_path / "long.csv", lait_row())
    with pytest.raises(FileNotTaken, match="The dictionary of the Local Authority"):
        open_file(path, "long.csv", dictionary=path)
