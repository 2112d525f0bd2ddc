"""The small files that once failed: each is imported right, or refused with a clear reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from indicators.domain.enums import Gap, SpanKind
from indicators.models import ImportPreview, Indicator, Measurement
from tests.support import figures, official_statistics
from tests.support.html import Page
from tests.support.html import words as told

CASES = official_statistics.DATA.parent / "cases"
PLAN = "/plans/sheffield-2019/indicators/"
EHC = "ehc-plans-in-20-weeks"

pytestmark = pytest.mark.skipif(
    not CASES.is_dir() and not official_statistics.REQUIRED, reason="the cases are not at hand"
)


@pytest.fixture
def manager(signed_in) -> Client:  # type: ignore[no-untyped-def]
    """The programme manager, in a plan without figures of the months that the cases have."""
    client: Client = signed_in("manager")
    Measurement.objects.filter(
        series__name="Plans finalised in the month", span_key__gte="2019-06"
    ).delete()
    return client


def preview(client: Client, name: str) -> str:
    """The address of the preview of a case."""
    content = Path(CASES, name).read_bytes()
    response = client.post(f"{PLAN}import/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, told(response.content.decode())
    return str(response["Location"])


def table(page: str, caption: str) -> list[list[str]]:
    return next((t.cells for t in Page(page).tables if t.caption.endswith(caption)), [])


def new_figures(page: str) -> list[list[str]]:
    return [row[1:3] for row in table(page, "Figures that would be entered")]


def faults(page: str) -> list[list[str]]:
    return table(page, "Each cell with a problem, by row and column")


def saved() -> dict[str, float | None]:
    rows = Measurement.objects.current().filter(
        series__name="Plans finalised in the month",
        series__indicator__key=EHC,
        span_key__gte="2019-06",
    )
    return {row.span_key: row.value for row in rows.order_by("span_key")}


@pytest.mark.parametrize(
    ("name", "shown", "values", "note"),
    [
        (
            "percent_cells.xlsx",
            [["June 2019", "86%"], ["July 2019", "88%"], ["Aug 2019", "90%"]],
            {"2019-06": 86.0, "2019-07": 88.0, "2019-08": 90.0},
            "",
        ),
        (
            "cover_sheet_first.xlsx",
            [["Oct 2019", "88%"]],
            {"2019-10": 88.0},
            "No table was found on the sheet “Cover”.",
        ),
        (
            "34_hidden_first_sheet.xlsx",
            [["July 2019", "85%"]],
            {"2019-07": 85.0},
            "Not read, because hidden: the sheet “Old”.",
        ),
        (
            "35_second_sheet.xlsx",
            [["Aug 2019", "88%"]],
            {"2019-08": 88.0},
            "No table was found on the sheet “Read me”.",
        ),
        (
            "32_merged.xlsx",
            [["Aug 2019", "88%"], ["July 2019", "85%"], ["June 2019", "80%"]],
            {"2019-06": 80.0, "2019-07": 85.0, "2019-08": 88.0},
            "",
        ),
        (
            "gss_symbols.csv",
            [["Oct 2019", "suppressed"], ["Aug 2019", "not available"]],
            {"2019-08": None, "2019-10": None},
            "",
        ),
    ],
)
def test_a_case_is_previewed_as_it_is_saved(  # type: ignore[no-untyped-def]
    manager, sheffield, name, shown, values, note
) -> None:
    address = preview(manager, name)
    page = manager.get(address).content.decode()
    assert new_figures(page) == shown
    assert note in told(page)
    done = manager.post(address, {"sure": "on"}, follow=True)
    assert "saved" in told(done.content.decode())
    assert saved() == values


def test_symbols_are_gaps_with_their_reason(manager, sheffield) -> None:  # type: ignore[no-untyped-def]
    manager.post(preview(manager, "gss_symbols.csv"), {"sure": "on"})
    rows = Measurement.objects.current().filter(series__name="Plans finalised in the month")
    gaps = {row.span_key: row.gap for row in rows.filter(span_key__in=["2019-08", "2019-10"])}
    assert gaps == {"2019-08": Gap.NOT_AVAILABLE, "2019-10": Gap.SUPPRESSED}


def test_a_formula_never_calculated_and_one_with_an_error_are_named(manager, sheffield) -> None:  # type: ignore[no-untyped-def]
    page = manager.get(preview(manager, "33_formulas.xlsx")).content.decode()
    assert [row[:2] + row[3:] for row in faults(page)] == [
        [
            "Row 2",
            "Value",
            "The formula in this cell was never calculated. Open the file in a spreadsheet "
            "program, save it, and upload it again",
        ],
        [
            "Row 4",
            "Value",
            "The formula in this cell has the error #DIV/0!. Correct it in the file",
        ],
    ]
    assert new_figures(page) == [["July 2019", "88%"]]  # the third has its value


def test_school_years_are_read_in_the_ways_people_write_them(manager, sheffield) -> None:  # type: ignore[no-untyped-def]
    Measurement.objects.filter(series__indicator__key="schools-moderated").delete()
    page = manager.get(preview(manager, "13_years.csv")).content.decode()
    assert new_figures(page) == [
        ["2017/18", "40%"],
        ["2016/17", "30%"],
        ["2015/16", "20%"],
        ["2013/14", "9%"],
    ]
    assert [row[2:] for row in faults(page)] == [
        [
            "2015-2017",
            "“2015-2017” has two years that do not follow each other. Enter it like 2018/19",
        ],
        [
            "Autumn 2019",
            "“Autumn 2019” is a school term, and this series has school years. Enter it like "
            "2018/19",
        ],
        ["2014/16", "“2014/16” has two years that do not follow each other. Enter it like 2018/19"],
    ]


@pytest.fixture
def quarterly(sheffield):  # type: ignore[no-untyped-def]
    """The series that the case of quarters is for."""
    indicator = Indicator.objects.get(plan=sheffield, key="complaints-to-sendsars")
    return figures.series(indicator, name="Quarterly", span_kind=SpanKind.QUARTER)


def test_quarters_of_one_year_are_asked_about_once(manager, quarterly) -> None:  # type: ignore[no-untyped-def]
    address = preview(manager, "14_quarters.csv")
    page = manager.get(address).content.decode()
    assert "Which year are the quarters of?" in told(page)
    assert "Calendar year: Q2 2019 is April to June 2019" in told(page)
    assert "Financial year: Q2 2019 is July to Sept 2019" in told(page)
    assert "3 rows need your answer." in told(page)
    assert [row[0] for row in new_figures(page)] == [
        "April to June 2019",
        "Oct to Dec 2018",
        "April to June 2018",
    ]
    # Apr-Jun 2019 is Q1 2019/20, and the file has both.
    assert [row[0] for row in faults(page)] == ["Row 7"]
    assert "Answer the questions about the file first" in told(
        manager.post(address, {"sure": "on"}).content.decode()
    )
    assert manager.post(address, {"answer": "1"}).status_code == 200  # nothing was selected
    assert manager.post(address, {"answer": "1", "quarters": "financial"}).status_code == 302
    page = manager.get(address).content.decode()
    assert [row[0] for row in new_figures(page)] == [
        "April to June 2019",
        "July to Sept 2019",
        "Oct to Dec 2019",
        "Oct to Dec 2018",
        "April to June 2018",
    ]
    assert [row[0] for row in faults(page)] == ["Row 7", "Row 8"]
    assert ImportPreview.objects.get().answers == {"quarters": "financial"}


OWN_FIGURES = "is a table of a plan’s own figures (Indicator, Span, Value), and no official"
# What the page finds in each file about figures: new figures, and cells with a problem.
FOUND = {
    "13_years.csv": (4, 3),
    "14_quarters.csv": (3, 1),
    "32_merged.xlsx": (3, 0),
    "33_formulas.xlsx": (1, 2),
    "34_hidden_first_sheet.xlsx": (1, 0),
    "35_second_sheet.xlsx": (1, 0),
    "cover_sheet_first.xlsx": (1, 0),
    "gss_symbols.csv": (2, 0),
    "percent_cells.xlsx": (3, 0),
}


def test_every_file_is_imported_by_page_and_refused_in_words_by_the_command(  # type: ignore[no-untyped-def]
    manager, quarterly
) -> None:
    """The command is for official statistics: it says of figures of a plan where they go."""
    Measurement.objects.filter(series__indicator__key="schools-moderated").delete()
    files = {path.name for path in CASES.iterdir() if path.suffix != ".md"}
    assert files == set(FOUND)
    for name, counts in FOUND.items():
        page = manager.get(preview(manager, name)).content.decode()
        assert (len(new_figures(page)), len(faults(page))) == counts, name
        with pytest.raises(CommandError) as refused:
            call_command("import_statistics", str(CASES / name))
        assert OWN_FIGURES in str(refused.value), name
