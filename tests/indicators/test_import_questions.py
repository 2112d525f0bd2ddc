"""What is asked of a file before it is imported, once, of own and of official files alike."""

from __future__ import annotations

import io
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from indicators.domain.enums import Unit
from indicators.models import PublishedMeasure, PublishedValue, Release, Series
from tests.support import figures
from tests.support.html import Page
from tests.support.statistics_files import EES_HEADER, SHEFFIELD, csv_text, ees_row
from wsoa.core.clock import today

pytestmark = pytest.mark.django_db
PLAN = "/plans/sheffield-2019/indicators/import/"
READ = "/statistics/read/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def manager(signed_in) -> Client:  # type: ignore[no-untyped-def]
    client: Client = signed_in("manager")
    return client


@pytest.fixture
def site(signed_in) -> Client:  # type: ignore[no-untyped-def]
    client: Client = signed_in("site-administrator")
    return client


@pytest.fixture
def series(sheffield) -> Series:  # type: ignore[no-untyped-def]
    indicator = figures.indicator(sheffield, key="try-ehc", short_title="EHC plans", decimals=0)
    return figures.series(indicator, name="In the month")


@pytest.fixture
def count(sheffield) -> Series:  # type: ignore[no-untyped-def]
    indicator = figures.indicator(
        sheffield, key="try-days", short_title="Days of waiting", unit=Unit.DAYS, decimals=0
    )
    return figures.series(indicator, name="All")


def sent(client: Client, address: str, name: str, content: str | bytes) -> str:
    raw = content.encode() if isinstance(content, str) else content
    response = client.post(address, {"file": SimpleUploadedFile(name, raw)})
    assert response.status_code == 302, Page(response).section("//main").words
    return str(response["Location"])


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response).section("//main").words


def table(client: Client, address: str, caption: str) -> list[list[str]]:
    page = Page(client.get(address))
    return next((found.cells for found in page.tables if found.caption.endswith(caption)), [])


def new(client: Client, address: str) -> list[list[str]]:
    return [row[1:3] for row in table(client, address, "Figures that would be entered")]


def faults(client: Client, address: str) -> list[list[str]]:
    return table(client, address, "Each cell with a problem, by row and column")


# --- shares -------------------------------------------------------------------------------------

SHARES = csv_text(
    ("Indicator", "Span", "Value", "Numerator", "Denominator"),
    ("try-ehc", "2019-07", "0.865", "", ""),
    ("try-ehc", "2019-08", "0.88", "22", "25"),
    ("try-ehc", "2019-09", "1", "", ""),
    ("try-ehc", "2019-10", "[c]", "", ""),
    ("try-days", "2019-10", "0.25", "", ""),
)


def test_a_column_of_shares_is_asked_about_once_and_saved_as_answered(  # type: ignore[no-untyped-def]
    manager, series, count
) -> None:
    address = sent(manager, PLAN, "figures.csv", SHARES)
    shown = words(manager, address)
    assert "Are these numbers shares of 1?" in shown
    assert "All figures of EHC plans in the file are between 0 and 1" in shown
    assert "Yes: save 0.865 as 86.5%" in shown
    assert "3 rows need your answer." in shown
    # What is no percentage, and what is no number, does not wait.
    assert new(manager, address) == [["Oct 2019", "suppressed"], ["Oct 2019", "0.25 days"]]
    assert "Save" not in shown
    manager.post(address, {"answer": "1", "shares": "shares"})
    assert new(manager, address) == [
        ["July 2019", "86.5%"],
        ["Aug 2019", "88%"],
        ["Sept 2019", "100%"],
        ["Oct 2019", "suppressed"],
        ["Oct 2019", "0.25 days"],
    ]
    assert manager.post(address, {"sure": "on"}).status_code == 302
    assert [figure.value for figure in series.measurements.order_by("span_key")] == [
        *(86.5, 88.0, 100.0, None),
    ]
    assert count.measurements.get().value == 0.25


def test_small_percentages_are_saved_as_they_are_when_it_is_answered_so(manager, series) -> None:  # type: ignore[no-untyped-def]
    text = csv_text(("Indicator", "Span", "Value"), ("try-ehc", "2019-08", "0.07"))
    address = sent(manager, PLAN, "figures.csv", text)
    manager.post(address, {"answer": "1", "shares": "per_cent"})
    assert new(manager, address) == [["Aug 2019", "0.07%"]]
    assert "Change the answer" in words(manager, address)


@pytest.mark.parametrize(
    "values", [("0.5", "88"), ("1", "0"), ("0.5%", "0.7%"), ("86", "88"), ("c", "x")]
)
def test_nothing_is_asked_of_a_column_that_is_plain(manager, series, values) -> None:  # type: ignore[no-untyped-def]
    rows = [("try-ehc", f"2019-0{n}", value) for n, value in enumerate(values, start=1)]
    text = csv_text(("Indicator", "Span", "Value"), *rows)
    assert "shares of 1" not in words(manager, sent(manager, PLAN, "figures.csv", text))


def test_an_answer_that_is_none_of_the_options_is_asked_again(manager, series) -> None:  # type: ignore[no-untyped-def]
    address = sent(manager, PLAN, "figures.csv", SHARES.rpartition("try-days")[0])
    page = manager.post(address, {"answer": "1", "shares": "perhaps"})
    assert "There is a problem" in Page(page).section("//main").words
    assert "3 rows need your answer." in words(manager, address)


# --- cells that cannot be read -----------------------------------------------------------------


def workbook(fill) -> bytes:  # type: ignore[no-untyped-def]
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "d mmm yyyy"}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Indicator", "Span", "Value", "Numerator"])
        fill(book, sheet)
    return made.getvalue()


def test_a_value_merged_over_rows_is_refused_and_the_indicator_is_not(manager, series) -> None:  # type: ignore[no-untyped-def]
    def fill(book, sheet) -> None:  # type: ignore[no-untyped-def]
        sheet.merge_range(1, 0, 2, 0, "try-ehc")
        sheet.write_column(1, 1, ["2019-07", "2019-08"])
        sheet.merge_range(1, 2, 2, 2, 88)

    address = sent(manager, PLAN, "merged.xlsx", workbook(fill))
    assert new(manager, address) == [["July 2019", "88%"]]
    [fault] = faults(manager, address)
    assert fault[:2] == ["Row 3", "Value"]
    assert fault[3] == "This cell is merged with C2. Unmerge the cells, and fill in each of them"


def test_dates_and_their_numbers_in_the_wrong_place_are_named(manager, series) -> None:  # type: ignore[no-untyped-def]
    def fill(book, sheet) -> None:  # type: ignore[no-untyped-def]
        sheet.write_row(1, 0, ["try-ehc", 43709, 88])
        sheet.write_row(2, 0, ["try-ehc", today().replace(month=8, day=31), 87])
        sheet.write_row(3, 0, ["try-ehc", "2019-07", today()])

    address = sent(manager, PLAN, "dates.xlsx", workbook(fill))
    assert new(manager, address) == [["Aug 2019", "87%"]]  # the last day of a month is the month
    assert [fault[3][:60] for fault in faults(manager, address)] == [
        "“43709” is a date as a spreadsheet numbers it (a date serial"[:60],
        "This cell is a date or a time, and not a number. The spreads",
    ]


def test_tables_on_several_sheets_are_read_and_their_rows_named_by_sheet(manager, series) -> None:  # type: ignore[no-untyped-def]
    def fill(book, sheet) -> None:  # type: ignore[no-untyped-def]
        sheet.write_row(1, 0, ["try-ehc", "2019-07", 88])
        other = book.add_worksheet("More")
        other.write_row(3, 0, ["Indicator", "Span", "Value"])
        other.write_row(4, 0, ["try-ehc", "2019-08", "many"])
        other.write_row(5, 0, ["try-ehc", "2019-07", 88])

    address = sent(manager, PLAN, "two.xlsx", workbook(fill))
    assert [fault[0] for fault in faults(manager, address)] == [
        "Sheet More, row 5",
        "Sheet More, row 6",
    ]
    assert faults(manager, address)[1][3].endswith("is already in row 2 of the sheet Data")


def test_a_preview_shows_all_digits_that_are_saved(manager, series) -> None:  # type: ignore[no-untyped-def]
    figures.measured(series, "2019-07", 52.1739130434783)
    text = csv_text(
        ("Indicator", "Span", "Value"),
        ("try-ehc", "2019-08", "86.449"),
        ("try-ehc", "2019-07", "52"),
    )
    address = sent(manager, PLAN, "figures.csv", text)
    assert new(manager, address) == [["Aug 2019", "86.449%"]]
    [change] = table(manager, address, "Figures that would be corrected, before and after")
    assert change[2:4] == ["52.1739130434783%", "52%"]


# --- official files -----------------------------------------------------------------------------


def ees(*values: object, year: int = 2001, columns: str = "num_pupils") -> str:
    rows = [
        ees_row(str(year + n), "Calendar year", SHEFFIELD, value) for n, value in enumerate(values)
    ]
    return csv_text((*EES_HEADER, columns), *rows)


def test_the_subject_of_a_table_is_asked_for_once_and_names_its_measures(site, sheffield) -> None:  # type: ignore[no-untyped-def]
    address = sent(site, READ, "spc_2019.csv", ees(7, 8))
    assert "What is the table about?" in words(site, address)
    assert "Import file" not in words(site, address)
    assert site.post(address).status_code == 200  # not without an answer
    assert PublishedMeasure.objects.filter(code="num_pupils").count() == 0
    site.post(address, {"answer": "1", "subject": "Schools and their pupils"})
    assert "Schools and their pupils: Number of pupils" in words(site, address)
    assert site.post(address).status_code == 302
    measure = PublishedMeasure.objects.get(code="num_pupils")
    assert (measure.title, measure.topic) == (
        "Schools and their pupils: Number of pupils",
        "Schools and their pupils",
    )
    # The next file of the table: its subject is known, also for what is new in it.
    again = ees(7, 8, 9).replace("num_pupils", "num_pupils,num_schools").replace(",9\r", ",9,3\r")
    again = again.replace(",7\r", ",7,1\r").replace(",8\r", ",8,2\r")
    address = sent(site, READ, "renamed.csv", again)
    assert "What is the table about?" not in words(site, address)
    assert site.post(address).status_code == 302
    title = PublishedMeasure.objects.get(code="num_schools").title
    assert title == "Schools and their pupils: Number of schools"


def test_the_command_takes_the_subject_from_the_name_unless_it_is_given(  # type: ignore[no-untyped-def]
    tmp_path: Path, sheffield
) -> None:
    path = tmp_path / "ees_school_places_2019.csv"
    path.write_text(ees(7, 8))
    out = StringIO()
    call_command("import_statistics", path, stdout=out)
    assert "Its subject was taken from its name: “School places”." in out.getvalue()
    measure = PublishedMeasure.objects.get(code="num_pupils")
    assert measure.title == "School places: Number of pupils"
    call_command("import_statistics", path, subject="School capacity", stdout=StringIO())
    measure.refresh_from_db()
    assert measure.title == "School capacity: Number of pupils"


OTHER = [100 + n for n in range(30)]


@pytest.fixture
def stored(tmp_path: Path, sheffield) -> Path:  # type: ignore[no-untyped-def]
    """A table of thirty values that is stored, and another one with the same columns."""
    first, other = tmp_path / "first.csv", tmp_path / "other.csv"
    first.write_text(ees(*range(30)))
    other.write_text(ees(*OTHER))
    call_command("import_statistics", first, subject="Pupils", stdout=StringIO())
    return other


def numbers() -> list[float | None]:
    of = PublishedValue.objects.filter(measure__code="num_pupils").order_by("span_key")
    return [value.value for value in of]


def test_the_command_refuses_a_file_that_would_change_most_unless_it_is_named(stored: Path) -> None:
    before, releases = numbers(), Release.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("import_statistics", stored, stdout=StringIO())
    assert str(refused.value) == (
        "The file would change 30 of the 30 figures that are saved under these names, so it may be "
        "another table. Nothing was changed. To import it anyway, name what it replaces: Explore "
        'Education Statistics. Add --replace "Explore Education Statistics".'
    )
    with pytest.raises(CommandError, match="it may be another table"):
        call_command(
            "import_statistics", stored, replace="SEND tribunal appeals", stdout=StringIO()
        )
    assert (numbers(), Release.objects.count()) == (before, releases)
    out = StringIO()
    call_command("import_statistics", stored, dry_run=True, stdout=out)
    assert "Most of what was there changes" in out.getvalue()
    name = "explore education statistics"
    call_command("import_statistics", stored, replace=name, stdout=StringIO())
    assert numbers() == OTHER


def test_the_page_refuses_it_as_well(stored: Path, site: Client) -> None:
    address = sent(site, READ, "other.csv", stored.read_bytes())
    shown = words(site, address)
    assert "Is this the same table? It would change 30 of the 30 figures" in shown
    assert "Import file" not in shown
    before = numbers()
    assert (
        "Answer the questions about the file first"
        in Page(site.post(address)).section("//main").words
    )
    wrong = site.post(address, {"answer": "1", "replaces": "yes"})
    assert "Enter Explore Education Statistics, or delete the file below" in (
        Page(wrong).section("//main").words
    )
    assert numbers() == before
    site.post(address, {"answer": "1", "replaces": "Explore Education Statistics"})
    assert site.post(address).status_code == 302
    assert numbers() == OTHER


def test_final_values_in_place_of_provisional_ones_are_not_another_table(  # type: ignore[no-untyped-def]
    tmp_path: Path, sheffield
) -> None:
    def written(stage: str, add: int) -> Path:
        rows = [
            ees_row(str(2001 + n), "Calendar year", SHEFFIELD, stage, n + add) for n in range(30)
        ]
        path = tmp_path / f"{stage}.csv"
        path.write_text(csv_text((*EES_HEADER, "version", "num_pupils"), *rows))
        return path

    call_command("import_statistics", written("Provisional", 0), subject="P", stdout=StringIO())
    call_command("import_statistics", written("Final", 5), stdout=StringIO())
    assert numbers()[0] == 5


def test_what_changed_since_the_preview_is_shown_again_and_not_imported(  # type: ignore[no-untyped-def]
    site, tmp_path: Path, sheffield
) -> None:
    path = tmp_path / "pupils.csv"
    path.write_text(ees(7, 8))
    call_command("import_statistics", path, subject="Pupils", stdout=StringIO())
    address = sent(site, READ, "pupils.csv", ees(7, 9))
    path.write_text(ees(6, 8))
    call_command("import_statistics", path, stdout=StringIO())
    answer = Page(site.post(address)).section("//main").words
    assert "The official figures have changed since you opened this page" in answer
    assert "0 new figures, 2 revised, 0 unchanged." in answer
    assert numbers() == [6, 8]
    assert site.post(address).status_code == 302
    assert numbers() == [7, 9]


def test_new_figures_are_shown_with_all_their_digits(site, sheffield) -> None:  # type: ignore[no-untyped-def]
    address = sent(site, READ, "rates.csv", ees("12.345678", columns="pupils_rate"))
    assert new(site, address) == [["2001", "12.345678%"]]
