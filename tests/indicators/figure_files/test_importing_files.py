"""Uploading and exporting figures as files: preview, cell faults, confirmation, round trip."""

from __future__ import annotations

import csv
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from indicators.domain.enums import SeriesKind
from indicators.models import ImportPreview, Indicator
from indicators.services.figure_upload import ConfirmedAlready, PreviewOutdated, confirm_file
from indicators.tasks import sweep_uploads
from tests.support import figures, files
from tests.support.figure_files import HEAD, PLAN, send, table_in
from tests.support.html import words as told
from wsoa.audit.models import AuditEvent

FAULTY = (
    HEAD
    + """\
try-nothing,,2019-10,91,,,,,
try-ehc,By service,2019-10,91,,,,,
try-ehc,In the month,autumn,91,,,,,
try-ehc,In the month,2019-12,91,,,,,
try-ehc,In the month,2019-10,"91,5",,,,,
try-ehc,In the month,2019-11,140 %,,,maybe,,
try-ehc,In the month,2019-01,90,21,23,,,
try-ehc,In the month,2018-12,,30,20,,,
try-complaints,,2019-10,-3,,,,,
try-complaints,,2019-07,2.5,,,,,
try-complaints,,2019-07,many,,,,,
try-complaints,,2019-09,12,,,,,
"""
)


def test_a_file_with_ten_different_faults_names_them_all(manager, series, count):
    page = manager.get(send(manager, FAULTY)).content.decode()
    faults = table_in(page, "Each cell with a problem, by row and column")
    assert faults == [
        ["Row 2", "Indicator", "try-nothing", "The plan has no indicator with this key"],
        ["Row 3", "Series", "By service", "Series must be one of: In the month"],
        ["Row 4", "Span", "autumn", "“autumn” is not a month. Enter it like 2019-09"],
        ["Row 5", "Span", "2019-12", "Dec 2019 is in the future"],
        ["Row 6", "Value", "91,5", "“91,5” has a comma as the decimal point. Enter 91.5"],
        [
            *("Row 7", "Value", "140 %"),
            "“140 %” is not between 0 and 100. Percentage must be between 0 and 100",
        ],
        ["Row 7", "Provisional", "maybe", "Enter yes or no"],
        ["Row 8", "Value", "90", "“90” does not match 21 of 23, which is 91.3%"],
        [
            "Row 9",
            "Numerator",
            "30",
            ("Numerator must not be more than the denominator: “30” is more than “20”"),
        ],
        ["Row 10", "Value", "-3", "“-3” is below 0. Enter 0 or more"],
        ["Row 11", "Value", "2.5", "“2.5” is not a whole number. Figure must be a whole number"],
        ["Row 12", "Span", "2019-07", "July 2019 of this series is already in row 11"],
    ]
    words = told(page)
    assert "12 cells have a problem, so the file cannot be imported." in words
    assert "1 row has not changed." in words
    assert "Save" not in words


def test_a_file_with_faults_cannot_be_confirmed_and_its_faults_can_be_downloaded(
    manager, series, count
):
    address = send(manager, FAULTY)
    answer = manager.post(address, {"sure": "on"}).content.decode()
    assert "Some cells have a problem. Correct them and upload the file again" in answer
    assert (series.measurements.count(), count.measurements.count()) == (8, 2)
    response = manager.get(f"{address}faults.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Row", "Column", "In the cell", "Problem"]
    assert rows[10] == ["10", "Value", "-3", rows[10][3]]
    assert len(rows) == 13


def test_new_figures_and_corrections_are_shown_before_and_after_then_saved(manager, series):
    text = HEAD + (
        "try-ehc,In the month,2019-08,61,,,,,\n"
        "TRY-EHC,,Oct 2019,,13,25,yes,The board,So far\n"
        "try-ehc,In the month,2019-07,58,,,no,SENDSARS records,\n"
    )
    address = send(manager, text)
    page = manager.get(address).content.decode()
    assert "1 new figure, 1 changed, 1 as it was. Nothing is saved yet." in told(page)
    assert table_in(page, "Figures that would be corrected, before and after") == [
        ["EHC plans in 20 weeks", "Aug 2019", "60%", "61%", "Nothing"]
    ]
    assert table_in(page, "Figures that would be entered") == [
        [
            *("EHC plans in 20 weeks", "Oct 2019", "52%"),
            "numerator 13, denominator 25, provisional, source: The board, note: So far",
        ]
    ]
    assert series.measurements.count() == 8
    done = manager.post(address, follow=True)
    assert "2 figures were saved, 1 of them to correct another." in done.content.decode()
    october = series.measurements.get(span_key="2019-10")
    assert (october.value, october.numerator, october.provisional) == (52.0, 13.0, True)
    corrected = series.measurements.get(span_key="2019-08", superseded_by=None)
    assert (corrected.value, corrected.supersedes.value) == (61.0, 60.0)


def test_an_unusual_figure_needs_confirmation(manager, series):
    address = send(manager, HEAD + "try-ehc,,2019-10,99,,,,,\n")
    page = manager.get(address).content.decode()
    assert (
        "Row 2, EHC plans in 20 weeks, Oct 2019: 99% is 47 percentage points more than the "
        "figure before it. Usual for this series: 2 percentage points"
    ) in told(page)
    refused = manager.post(address).content.decode()
    assert "Confirm that you have checked the unusual figures" in refused
    assert 'href="#sure"' in refused
    assert series.measurements.count() == 8
    assert manager.post(address, {"sure": "on"}).status_code == 302
    assert series.measurements.count() == 9


def test_a_second_click_is_reported_and_saves_nothing(manager, people, series):
    address = send(manager, HEAD + "try-ehc,,2019-10,60,,,,,\n")
    preview = ImportPreview.objects.get()
    assert manager.post(address, {"sure": "on"}).status_code == 302
    again = manager.post(address, {"sure": "on"})
    assert "This file has already been processed: its figures were saved" in again.content.decode()
    assert series.measurements.count() == 9
    assert AuditEvent.objects.filter(verb="figures").count() == 1
    with pytest.raises(ConfirmedAlready):
        confirm_file(by=people["manager"], preview=preview, sure=True)


def test_the_file_is_deleted_when_confirmed_discarded_or_a_day_old(
    manager, series, django_capture_on_commit_callbacks
):
    folder = Path(django_settings.FILES_DIR, "figures")
    kept = {each.name for each in folder.iterdir()} if folder.exists() else set()

    def left() -> int:
        return len({each.name for each in folder.iterdir()} - kept)

    text = HEAD + "try-ehc,,2019-10,60,,,,,\n"
    confirmed, dropped = send(manager, text), send(manager, text)
    assert left() == 2
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(confirmed, {"sure": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        said = manager.post(dropped, {"drop": "1"}, follow=True).content.decode()
    assert "figures.csv was deleted. No figures were saved." in said
    assert left() == 0
    send(manager, text)
    ImportPreview.objects.update(at=timezone.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        send(manager, text)
    assert (left(), ImportPreview.objects.count()) == (1, 1)


def test_the_worker_deletes_unconfirmed_files_after_a_day(
    manager, series, django_capture_on_commit_callbacks
):
    folder = Path(django_settings.FILES_DIR, "figures")
    kept = {each.name for each in folder.iterdir()} if folder.exists() else set()
    for span in ("2019-10", "2019-09"):
        send(manager, f"{HEAD}try-ehc,,{span},60,,,,,\n")
    old = timezone.now() - timedelta(hours=25)
    first = ImportPreview.objects.earliest("pk")
    ImportPreview.objects.filter(pk=first.pk).update(at=old)
    cut_off = folder / "of-no-row.part"
    cut_off.touch()
    os.utime(cut_off, (old.timestamp(), old.timestamp()))
    with django_capture_on_commit_callbacks(execute=True):
        sweep_uploads()
    second = ImportPreview.objects.get()
    assert {each.name for each in folder.iterdir()} - kept == {second.stored}


def test_changes_made_since_the_preview_are_shown_and_not_overwritten(manager, people, series):
    address = send(manager, HEAD + "try-ehc,,2019-08,61,,,,,\n")
    august = series.measurements.get(span_key="2019-08")
    figures.measured(series, "2019-08", 70, supersedes=august)
    answer = manager.post(address, {"sure": "on"})
    assert "The figures have changed since you opened this page. Nothing was saved" in told(
        answer.content.decode()
    )
    shown = table_in(answer.content.decode(), "Figures that would be corrected, before and after")
    assert [row[2:4] for row in shown] == [["70%", "61%"]]
    assert series.measurements.count() == 9
    preview = ImportPreview.objects.get()
    ImportPreview.objects.update(rows={})
    with pytest.raises(PreviewOutdated):
        confirm_file(by=people["manager"], preview=preview, sure=True)


def test_a_preview_is_visible_to_its_uploader_only(manager, signed_in, series):
    address = send(manager, HEAD + "try-ehc,,2019-10,60,,,,,\n")
    assert signed_in("lead").get(address).status_code == 404
    assert signed_in("lead").get(f"{address}faults.csv").status_code == 404


def test_a_row_of_another_owner_indicator_is_refused(signed_in, people, series, count):
    lead = people["lead"]
    Indicator.objects.filter(key="try-ehc").update(owner=lead.holdings.first().post)
    client = signed_in("lead")
    address = send(client, HEAD + "try-ehc,,2019-10,60,,,,,\ntry-complaints,,2019-10,12,,,,,\n")
    assert table_in(
        client.get(address).content.decode(),
        "Each cell with a problem, by row and column",
    ) == [
        [
            *("Row 3", "Indicator", "try-complaints"),
            "You can see this indicator but you cannot enter its figures",
        ]
    ]


def test_a_row_of_an_official_series_is_refused(manager, series):
    figures.series(
        series.indicator, name="SEN2", kind=SeriesKind.OFFICIAL, measure=figures.measure()
    )
    page = manager.get(send(manager, HEAD + "try-ehc,sen2,2019-10,60,,,,,\n")).content.decode()
    assert "This is an official statistic, so its figures are imported with each release" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("figures.csv", b"", "figures.csv is empty. Choose the file again."),
        ("figures.pdf", files.pdf(), "figures.pdf is a PDF. Upload a table as CSV, Excel"),
        ("figures.xlsx", files.bomb, "would unpack to far more than a document can hold"),
        ("figures.csv", b"Name,Colour\na,b\n", "One row must contain the column names"),
        ("figures.csv", b"x" * (11 * 1024 * 1024), "figures.csv must be smaller than 10 MB"),
    ],
)
def test_a_file_without_table_shows_an_error_and_is_not_stored(
    manager, series, name, content, said
):
    made = content() if callable(content) else content  # large ones only where they are needed
    upload = SimpleUploadedFile(name, made)
    response = manager.post(f"{PLAN}indicators/import/", {"file": upload})
    page = response.content.decode()
    assert (response.status_code, said in told(page)) == (200, True)
    assert 'href="#id_file"' in page
    assert ImportPreview.objects.count() == 0


def test_a_missing_file_shows_an_error(manager, series):
    assert "Choose a file" in manager.post(f"{PLAN}indicators/import/").content.decode()
