"""Files in the layout of Explore Education Statistics."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from indicators.domain.enums import Gap, SpanKind, Unit
from indicators.importing.statistics.ees_columns import TableSubject, columns_of, is_measured
from indicators.importing.statistics.ees_names import LOCATIONS
from indicators.importing.statistics.ees_time import span_of
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import FileNotTaken, PublishedRow, StatisticsFile
from indicators.importing.statistics.sen2_names import sen2_name
from tests.support.official_statistics import EES
from tests.support.statistics_files import (
    EES_HEADER,
    ENGLAND,
    SHEFFIELD,
    YORKSHIRE,
    csv_text,
    ees_row,
    workbook,
)


def read(
    path: Path, text: str | bytes, meta: str = ""
) -> tuple[list[PublishedRow], StatisticsFile]:
    """The rows of a file with this text."""
    file = path / "data.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    beside = path / "data.meta.csv"
    beside.write_text(meta)
    opened = open_file(file, "data.csv", dictionary=beside if meta else None)
    return list(opened.rows), opened


def one(value: str, *header: str) -> str:
    return csv_text(
        (*EES_HEADER, *(header or ("pupils_rate",))),
        ees_row("2018", "Calendar year", SHEFFIELD, value),
    )


@pytest.mark.parametrize(
    ("period", "identifier", "kind", "key", "part"),
    [
        ("2018", "Calendar year", SpanKind.YEAR, "2018", ""),
        ("2018", "Reporting year", SpanKind.YEAR, "2018", ""),
        ("201819", "Academic year", SpanKind.SCHOOL_YEAR, "2018/19", ""),
        ("199900", "Academic year", SpanKind.SCHOOL_YEAR, "1999/00", ""),
        ("201819", "Financial year", SpanKind.FINANCIAL_YEAR, "2018/19", ""),
        ("201819", "Tax year", SpanKind.FINANCIAL_YEAR, "2018/19", ""),
        ("2018", "Calendar year Q3", SpanKind.QUARTER, "2018-Q3", ""),
        ("201819", "Financial year Q1", SpanKind.QUARTER, "2018-Q2", ""),
        ("201819", "Financial year Q4", SpanKind.QUARTER, "2019-Q1", ""),
        ("2018", "September", SpanKind.MONTH, "2018-09", ""),
        ("2022", "Week 37", SpanKind.DAY, "2022-09-18", ""),
        ("201819", "Autumn term", SpanKind.SCHOOL_YEAR, "2018/19", "autumn term"),
        ("201819", "Autumn and spring term", SpanKind.SCHOOL_YEAR, "2018/19",
         "autumn and spring term"),
        ("201819", "Part 1 (April to September)", SpanKind.FINANCIAL_YEAR, "2018/19",
         "part 1 (april to september)"),
        ("201819", "Academic year Q2", SpanKind.SCHOOL_YEAR, "2018/19", "academic year q2"),
    ],
)  # fmt: skip
def test_the_time_of_a_row_is_parsed_to_its_span(period, identifier, kind, key, part):  # type: ignore[no-untyped-def]
    span, of_it = span_of(period, identifier)
    assert (span.kind, span.key, of_it) == (kind, key, part)


@pytest.mark.parametrize(
    ("period", "identifier"),
    [
        ("201820", "Academic year"),
        ("2018", "Academic year"),
        ("201819", "Calendar year"),
        ("2018", "Fortnight 3"),
        ("2021", "Week 53"),
        ("", "Calendar year"),
        ("٢٠١٨", "Week 5"),
    ],
)
def test_an_unknown_time_is_refused(period, identifier):  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"is not|has no week"):
        span_of(period, identifier)


@pytest.mark.parametrize(
    ("cell", "gap"),
    [
        ("z", Gap.NOT_APPLICABLE),
        ("x", Gap.NOT_AVAILABLE),
        ("c", Gap.SUPPRESSED),
        ("low", Gap.LOW),
        ("k", Gap.LOW),
        ("u", Gap.SUPPRESSED),
        ("~", Gap.LOW),
        (":", Gap.NOT_AVAILABLE),
        ("[c]", Gap.SUPPRESSED),
        (" Z ", Gap.NOT_APPLICABLE),
        ("", Gap.NOT_AVAILABLE),
    ],
)
def test_a_symbol_gives_the_reason_for_a_gap(tmp_path, cell, gap):  # type: ignore[no-untyped-def]
    ((row,), _) = read(tmp_path, one(cell))
    assert (row.value, row.gap) == (None, gap)


def test_three_levels_are_read_and_the_others_counted(tmp_path: Path) -> None:
    school = ("School", *SHEFFIELD[1:])
    rows, file = read(
        tmp_path,
        csv_text(
            (*EES_HEADER, "school_urn", "school_name", "pupils"),
            *(
                ees_row("201819", "Academic year", place, "", "", "12")
                for place in (ENGLAND, YORKSHIRE, SHEFFIELD)
            ),
            *(ees_row("201819", "Academic year", school, 100 + n, "A", "3") for n in range(5)),
            ees_row("201819", "Academic year", ("Ward", *SHEFFIELD[1:]), "", "", "3"),
        ),
    )
    assert [row.place.number for row in rows] == ["970", "982", "373"]
    assert rows[2].place.ons == "E08000019"
    assert rows[2].place.region == "982"
    assert dict(file.passed_over) == {"School": 5, "Ward": 1}
    assert {row.measure.code for row in rows} == {"pupils"}


def test_a_measure_is_an_indicator_and_its_filters(tmp_path: Path) -> None:
    header = (*EES_HEADER, "phase", "need", "absence_rate", "headcount")
    rows, _ = read(
        tmp_path,
        csv_text(
            header,
            ees_row("201819", "Academic year", SHEFFIELD, "Total", "Total", "4.7", "1,200"),
            ees_row("201819", "Academic year", SHEFFIELD, "Primary", "Autism", "6.25", "20"),
            ees_row("201819", "Autumn term", SHEFFIELD, "Primary", "Total", "5", "900"),
        ),
    )
    assert [(row.measure.code, row.measure.title, row.value) for row in rows] == [
        ("absence_rate (phase=Total; need=Total)", "Absence rate", 4.7),
        ("headcount (phase=Total; need=Total)", "Headcount", 1200.0),
        ("absence_rate (phase=Primary; need=Autism)", "Absence rate: Primary, Autism", 6.25),
        ("headcount (phase=Primary; need=Autism)", "Headcount: Primary, Autism", 20.0),
        ("absence_rate (phase=Primary; need=Total; time=autumn term)",
         "Absence rate: Primary, autumn term", 5.0),
        ("headcount (phase=Primary; need=Total; time=autumn term)",
         "Headcount: Primary, autumn term", 900.0),
    ]  # fmt: skip
    assert [rows[0].measure.unit, rows[1].measure.unit] == [Unit.PERCENT, Unit.COUNT]


def test_a_filter_of_numbers_is_known_by_its_total_or_its_name(tmp_path: Path) -> None:
    header = (*EES_HEADER, "bands", "age", "headcount")
    rows, _ = read(
        tmp_path,
        csv_text(
            header,
            *(
                ees_row("2018", "Calendar year", SHEFFIELD, band, age, "7")
                for band in ("1", "2", "Total")
                for age in ("5", "6")
            ),
        ),
    )
    assert len({row.measure.code for row in rows}) == len(rows) == 6


def test_the_column_of_release_version_is_not_a_filter(tmp_path: Path) -> None:
    header = (*EES_HEADER, "version", "score")
    rows, _ = read(
        tmp_path,
        csv_text(
            header,
            ees_row("201718", "Academic year", SHEFFIELD, "Final", "44.1"),
            ees_row("201819", "Academic year", SHEFFIELD, "Provisional", "43.9"),
        ),
    )
    assert [(row.measure.code, row.provisional) for row in rows] == [
        ("score", False),
        ("score", True),
    ]


def test_the_metadata_file_gives_kind_and_title_of_columns(tmp_path: Path) -> None:
    meta = csv_text(
        ("col_name", "col_type", "label", "indicator_unit", "indicator_dp"),
        ("group", "Filter", "Group", "", ""),
        ("t_perf", "Indicator", "Pupils at the expected standard", "%", "0"),
    )
    header = (*EES_HEADER, "group", "t_perf")
    rows, _ = read(
        tmp_path,
        csv_text(header, ees_row("201819", "Academic year", SHEFFIELD, "7", "61")),
        meta,
    )
    (row,) = rows
    measure = row.measure
    assert (measure.code, measure.title) == (
        "t_perf (group=7)",
        "Pupils at the expected standard: 7",
    )
    assert (measure.unit, measure.decimals) == (Unit.PERCENT, 0)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("Sheffield", '"Sheffield"').encode(),
        lambda text: text.replace("Sheffield", "Shéffield").encode("cp1252"),
        lambda text: text.encode() + b"\r\n\r\n",
    ],
)
def test_a_file_is_read_however_it_was_saved(tmp_path, written):  # type: ignore[no-untyped-def]
    ((row,), file) = read(tmp_path, written(one("12.5")))
    assert (row.value, row.place.number, file.faults.count) == (12.5, "373", 0)


def test_an_authority_without_a_number_is_matched_by_code_and_name(tmp_path: Path) -> None:
    place = (*SHEFFIELD[:6], "z", "Sheffield")
    rows, _ = read(
        tmp_path,
        csv_text((*EES_HEADER, "n"), ees_row("2018", "Calendar year", place, "1")),
    )
    assert (rows[0].place.number, rows[0].place.ons) == ("", "E08000019")


def test_a_faulty_row_does_not_affect_the_others(tmp_path: Path) -> None:
    header = (*EES_HEADER, "n", "m")
    rows, file = read(
        tmp_path,
        csv_text(
            header,
            ees_row("2018", "Calendar year", SHEFFIELD, "1", "2"),
            ees_row("2018", "Fortnight", SHEFFIELD, "1", "2"),
            ees_row("2018", "Calendar year", SHEFFIELD, "1,5", "2"),
            ees_row("2018", "Calendar year", (*SHEFFIELD[:6], "99", "Nowhere"), "1", "2"),
            ees_row("2019", "Calendar year", SHEFFIELD, "3", "2"),
        ),
    )
    assert [(row.span.key, row.measure.code) for row in rows] == [
        ("2018", "n"), ("2018", "m"), ("2018", "m"), ("2019", "n"), ("2019", "m"),
    ]  # fmt: skip
    assert [fault.message for fault in file.faults.kept] == [
        "Row 3, time_period: “Fortnight” is not a kind of time that is known",
        "Row 4, n: “1,5” is neither a number nor a symbol",
        "Row 5, geographic_level: “99” is not the number of an authority",
    ]


def test_a_file_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotTaken, match="but none with numbers"):
        read(tmp_path, one("Total", "phase"))


def test_overlong_names_of_measures_stay_apart(tmp_path: Path) -> None:
    header = (*EES_HEADER, "characteristic", "n")
    rows, _ = read(
        tmp_path,
        csv_text(
            header,
            ees_row("2018", "Calendar year", SHEFFIELD, f"{'a' * 200}1", "1"),
            ees_row("2018", "Calendar year", SHEFFIELD, f"{'a' * 200}2", "2"),
        ),
    )
    codes = [row.measure.code for row in rows]
    assert len(set(codes)) == 2
    assert [len(code) for code in codes] == [120, 120]


# --- names, without the metadata file ------------------------------------------------------------


@pytest.mark.parametrize("level", sorted(LOCATIONS))
def test_columns_of_every_geographic_level_are_of_places(tmp_path: Path, level: str) -> None:
    """They are neither filters nor indicators, and rows of other levels are counted."""
    columns = [name for name in LOCATIONS[level] if name not in EES_HEADER]
    cells = ["E99000001" if name.endswith("code") else "Somewhere" for name in columns]
    other = level not in ("National", "Regional", "Local authority")
    elsewhere = (level, "E92000001", "England", *[""] * 5) if other else SHEFFIELD
    rows, file = read(
        tmp_path,
        csv_text(
            (*EES_HEADER, *columns, "num_pupils"),
            ees_row("2018", "Calendar year", SHEFFIELD, *[""] * len(columns), 7),
            ees_row("2019", "Calendar year", elsewhere, *cells, 8),
        ),
    )
    assert {row.measure.code for row in rows} == {"num_pupils"}
    assert dict(file.passed_over) == ({level: 1} if other else {})
    assert file.faults.kept == []


def test_measures_are_named_by_the_subject_and_their_column_in_words(tmp_path: Path) -> None:
    path = tmp_path / "ees_absence_2019.csv"
    path.write_text(
        csv_text(
            (*EES_HEADER, "phase", "pt_sess_auth", "num_pup_fsm"),
            ees_row("2018", "Calendar year", SHEFFIELD, "Primary", "4.5", "12"),
            ees_row("2018", "Calendar year", SHEFFIELD, "Total", "104.5", "12"),
        )
    )
    opened = open_file(path, path.name, subject="Pupil absence in schools")
    measures = {row.measure.code: row.measure for row in opened.rows}
    primary = measures["pt_sess_auth (phase=Primary)"]
    assert primary.title == "Pupil absence in schools: Sessions authorised (%): Primary"
    assert (primary.topic, primary.unit, primary.described) == (
        "Pupil absence in schools",
        Unit.PERCENT,
        True,
    )
    number = measures["num_pup_fsm (phase=Total)"]
    assert number.title == "Pupil absence in schools: Number of pupils free school meals"
    assert not opened.lacks_subject
    without = open_file(path, path.name)
    assert (without.lacks_subject, without.suggested_subject) == (True, "Absence")
    assert {row.measure.described for row in without.rows} == {False}


def test_a_title_above_the_headings_and_a_workbook_are_read_too(tmp_path: Path) -> None:
    header, row = (*EES_HEADER, "num_pupils"), ees_row("2018", "Calendar year", SHEFFIELD, 7)
    path = workbook(
        tmp_path / "data.xlsx", {"Notes": [("About",)], "Data": [("Title",), (), header, row]}
    )
    opened = open_file(path, "data.xlsx")
    assert [(found.line, found.value) for found in opened.rows] == [(4, 7.0)]
    assert opened.sheets_passed_over == "No table was found on the sheet “Notes”."


NAMED = {
    "discontinued_lea_ehc": "Plans that ended: moved to another authority, EHC plans",
    "ass_none_ehc_pc": "Assessments after which no plan was issued, EHC plans (%)",
    "total_tribunal_followed_mediation": "Tribunal cases that followed mediation",
    "inreq_ehc_w": "SEN2: Initial requests EHC w [inreq_ehc_w]",
    "xyz_rate": "SEN2: Xyz rate",
    "prn_tst_rate": "SEN2: Prn tst rate [prn_tst_rate]",
}


@pytest.mark.parametrize(("column", "title"), NAMED.items())
def test_a_column_without_metadata_is_named_in_words_or_can_be_looked_up(
    column: str, title: str
) -> None:
    seen = columns_of((*EES_HEADER, column), iter(()), {})
    at = seen.header.index(column)
    subject = TableSubject("SEN2", is_known=True)
    assert seen.measure(at, (), "", subject).title == title


@pytest.mark.skipif(not EES.is_file(), reason="the published files are not here")
def test_every_column_of_the_sen2_return_has_a_name_of_its_own() -> None:
    with EES.open(encoding="utf-8-sig") as lines:
        header = next(csv.reader(lines))
    named = [sen2_name(name) for name in header if is_measured(name)]
    known = [name for name in named if name]
    assert len(known) >= 50
    assert len(set(known)) == len(known)
