"""Figures exported as a file, and imported from it again; and what long files cost."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.domain.enums import SeriesKind
from indicators.domain.figure_files import read_table
from indicators.domain.figure_table import COLUMNS, HEADINGS, FigureTable, FigureTableRow
from indicators.models import ImportPreview, Measurement
from indicators.services.figure_file_check import check_table
from tests.support import figures
from tests.support.figure_files import HEAD, PLAN, send, table_in
from tests.support.html import words as told
from wsoa.audit.models import AuditEvent
from wsoa.core.spreadsheets.files import SheetFormat


def export(client: Client, kind: str) -> bytes:
    response = client.get(f"{PLAN}indicators/export.{kind}")
    assert response["Content-Disposition"] == (
        f'attachment; filename="sheffield-2019-figures.{kind}"'
    )
    return response.content


@pytest.mark.parametrize("kind", SheetFormat)
def test_importing_an_exported_file_changes_nothing(manager, series, count, kind):
    content = export(manager, kind)
    page = told(manager.get(send(manager, content, f"figures.{kind}")).content.decode())
    assert "There is nothing to change: every figure in the file is already saved." in page
    kept = Measurement.objects.filter(series__indicator__plan__slug="sheffield-2019")
    rows = kept.current().exclude(series__kind=SeriesKind.OFFICIAL).count()
    assert f"{rows} rows have not changed." in page


def test_importing_a_file_resaved_by_a_spreadsheet_changes_nothing(manager, series):
    rows = list(csv.reader(io.StringIO(export(manager, "csv").decode("utf-8-sig"))))
    theirs = {"2019-08": "Aug-19", "2019-07": "7/2019", "2019-06": "01/06/2019"}
    saved = io.StringIO()
    csv.writer(saved, delimiter=";").writerows([[theirs.get(c, c) for c in row] for row in rows])
    page = manager.get(send(manager, saved.getvalue())).content.decode()
    assert "There is nothing to change: every figure in the file is already saved." in told(page)


@pytest.mark.parametrize("kind", SheetFormat)
def test_small_numbers_do_not_appear_in_exports(manager, count, kind):
    table = read_table(io.BytesIO(export(manager, kind)), f"f.{kind}")
    cells = {row["span"]: row.cells for row in table.rows if row["indicator"] == "try-complaints"}
    assert (cells["2019-08"]["value"], cells["2019-08"]["note"]) == ("fewer than 5", "")
    assert cells["2019-09"]["value"] == "12"


def test_an_unchanged_suppressed_cell_keeps_the_stored_number(manager, count):
    text = HEAD + "try-complaints,All,2019-08,fewer than 5,,,yes,,\n"
    address = send(manager, text)
    shown = table_in(
        manager.get(address).content.decode(), "Figures that would be corrected, before and after"
    )
    assert shown == [["Complaints", "Aug 2019", "fewer than 5", "fewer than 5", "provisional"]]
    manager.post(address)
    kept = count.measurements.get(span_key="2019-08", superseded_by=None)
    assert (kept.value, kept.provisional, kept.note) == (3.0, True, "Three in one school")


def test_small_numbers_do_not_appear_in_previews_or_the_audit_log(manager, count):
    address = send(manager, HEAD + "try-complaints,,2019-08,4,,,,,\n")
    manager.post(address, {"sure": "on"})
    preview = ImportPreview.objects.get()
    events = [(each.summary, each.detail) for each in AuditEvent.objects.filter(verb="figures")]
    assert preview.rows == []
    assert [summary for summary, _ in events] == [
        "Entered 1 figure from figures.csv of Complaints: Aug 2019"
    ]


def test_a_withdrawn_or_official_figure_round_trips_as_well(manager, series):
    official = figures.series(
        series.indicator, name="SEN2", kind=SeriesKind.OFFICIAL, measure=figures.measure()
    )
    august = series.measurements.get(span_key="2019-08")
    figures.measured(series, "2019-08", None, supersedes=august, note="Withdrawn: counted twice")
    table = read_table(io.BytesIO(export(manager, "csv")), "f.csv")
    mine = [row.cells for row in table.rows if row["indicator"] == "try-ehc"]
    assert {row["series"] for row in mine} == {"In the month"} != {official.name}
    assert [row["value"] for row in mine if row["span"] == "2019-08"] == ["not available"]


def test_no_exported_cell_is_a_formula(manager, series):
    text = export(manager, "csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=not a formula" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@")]


def test_any_reader_can_export_and_unknown_formats_are_not_found(signed_in, series):
    viewer = signed_in("viewer")
    assert export(viewer, "csv").startswith("\ufeffIndicator,Series,Span".encode())
    assert viewer.get(f"{PLAN}indicators/export.pdf").status_code == 404


@pytest.mark.parametrize("rows", [1, 40])
def test_preview_and_export_have_a_constant_number_of_queries(
    manager, series, rows, django_assert_num_queries
):
    first = date(2009, 1, 1)
    spans = [f"{first.year + n // 12}-{n % 12 + 1:02}" for n in range(rows)]
    text = HEAD + "".join(f"try-ehc,,{span},60,,,,,\n" for span in spans)
    with django_assert_num_queries(14):
        address = send(manager, text)
    manager.get(f"{PLAN}glossary/")  # what the menu counts is kept
    with django_assert_num_queries(5):
        manager.get(address)
    manager.post(address, {"sure": "on"})
    manager.get(f"{PLAN}glossary/")
    with django_assert_num_queries(7):
        export(manager, "csv")
    with django_assert_num_queries(8):
        manager.get(f"{PLAN}indicators/import/")


def test_a_long_file_shows_its_first_500_rows_and_counts_the_rest(manager, series):
    days = "".join(f"try-ehc,,{1900 + n // 12}-{n % 12 + 1:02},60,,,,,\n" for n in range(600))
    page = manager.get(send(manager, HEAD + days)).content.decode()
    assert len(table_in(page, "Figures that would be entered")) == 500
    assert "New figures: 600" in page
    assert "And 100 more." in page


cells = st.sampled_from(
    ["", "x", "91", "91,5", "2019-10", "In the month", "try-ehc", "=1", "é", "5%"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(COLUMNS, st.one_of(cells, st.text(max_size=8)))),
        min_size=1,
        max_size=6,
    )
)
def test_every_row_is_a_change_no_change_or_a_fault(series, people, rows):
    table = FigureTable(
        tuple(FigureTableRow(number, row) for number, row in enumerate(rows, start=2))
    )
    found = check_table(
        by=people["manager"], plan=series.indicator.plan, table=table, day=date(2019, 11, 15)
    )
    with_fault = {fault.row for fault in found.faults}
    assert len(with_fault) + len(found.changes) + found.same == len(rows)
    assert all(fault.why and fault.column in HEADINGS.values() for fault in found.faults)
