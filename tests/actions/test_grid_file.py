"""The grid as a file: the same actions as on the page, in three formats, with the filters."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from functools import cache

import pytest

from actions.models import Action, ActionLead, Plan
from tests.support.html import Page
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.spreadsheets.guard import unguarded
from wsoa.core.spreadsheets.read import read_sheets

FILE = "/plans/sheffield-2019/actions.{}"
GRID = "/plans/sheffield-2019/actions/"


@pytest.fixture
def viewer(signed_in):
    return signed_in("viewer")


def refs(html: str) -> list[str]:
    links = Page(html).sections("//a[contains(@class, 'app-a')]")
    return [link.words for link in links if re.fullmatch(r"[\d.]+", link.words)]


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_every_action_with_its_whole_text(viewer):
    rows = rows_of(viewer.get(FILE.format("csv")))
    assert [row["Ref"] for row in rows] == list(
        Action.objects.in_plan_order().values_list("ref", flat=True)
    )
    texts = dict(Action.objects.values_list("ref", "text"))
    assert {row["Ref"]: unguarded(row["Action"]) for row in rows} == texts


def test_a_row_says_what_the_grid_says(viewer):
    [row] = [row for row in rows_of(viewer.get(FILE.format("csv"))) if row["Ref"] == "5.1.6"]
    assert row["Area"].startswith("5. ")
    assert row["Leads"] == "SCC HoS"
    assert (row["Start, as printed in the plan"], row["End month that counts"]) == (
        "April 2019",
        "2019-09",
    )
    assert row["Months late"] == "1"
    assert (row["July 2019"], row["Oct 2019"]) == ("On track", "Behind or at risk (not accepted)")
    quarters = sheffield_quarters()
    # Nothing can be reported of a quarter that is yet to come, so there is no column of it.
    assert [name for name in row if name in quarters] == quarters[: quarters.index("Oct 2019") + 1]


def sheffield_quarters() -> list[str]:
    plan = Plan.objects.get(slug="sheffield-2019")
    return [quarter.label for quarter in plan.periods.quarters().order_by("first_day")]


ASKED = ("Last end asked for", "Asked for by", "Asked for on", "Decision on it")


def test_a_row_has_the_end_date_asked_for_by_whom_when_and_its_decision(viewer):
    rows = {row["Ref"]: tuple(row[name] for name in ASKED) for row in file_rows(viewer)}
    assert rows["5.1.6"] == ("2019-11", "Head of SEN", "2019-10-21", "Waits for a decision")
    assert rows["6.3.1"][0] == "2019-11"
    assert rows["6.3.1"][3] == "Agreed: Improvement Board, 17 Sept 2019."
    assert rows["3.1.1"] == ("", "", "", "")
    assert {ref for ref, asked in rows.items() if asked[0]} == set(
        Action.objects.exclude(date_changes=None).values_list("ref", flat=True)
    )


def file_rows(viewer) -> list[dict[str, str]]:
    return rows_of(viewer.get(FILE.format("csv")))


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 89), ("?area=5", 15), ("?lead=SCC-HoS", 39), ("?status=complete", 5), ("?area=x", 0)],
)
def test_filters_are_those_of_the_page(viewer, query, count):
    assert len(rows_of(viewer.get(FILE.format("csv") + query))) == count


def test_late_only_has_the_order_of_the_page(viewer):
    late = [row["Months late"] for row in rows_of(viewer.get(FILE.format("csv") + "?late=1"))]
    assert late == sorted(late, key=int, reverse=True)
    assert len(late) == 18


@cache
def led(**by: str) -> set[str]:
    """The references of the actions of the demonstration that somebody leads."""
    leads = ActionLead.objects.filter(action__plan__slug="sheffield-2019", **by)
    return set(leads.values_list("action__ref", flat=True))


@cache
def mentioning(word: str) -> set[str]:
    """The references of the actions of the demonstration with the word in text or measures."""
    actions = Action.objects.filter(plan__slug="sheffield-2019").prefetch_related("measures")
    texts = {
        action.ref: [action.text, *(measure.text for measure in action.measures.all())]
        for action in actions
    }
    return {ref for ref, of_action in texts.items() if word in " ".join(of_action).casefold()}


# What each filter of the contract leaves, worked out from the rows of the whole file.
FILTERS: dict[str, tuple[str, Callable[[dict[str, str]], bool]]] = {
    "area": ("2", lambda row: row["Area"].startswith("2. ")),
    "lead": ("SCC-HoS", lambda row: row["Ref"] in led(post__code="SCC-HoS")),
    "organisation": ("SCC", lambda row: row["Ref"] in led(organisation__code="SCC")),
    "status": ("at_risk", lambda row: row["Oct 2019"].startswith("Behind or at risk")),
    "q": ("plan", lambda row: row["Ref"] in mentioning("plan")),
    "late": ("1", lambda row: bool(row["Months late"])),
}
CHOSEN = [
    *([name] for name in FILTERS),
    *([name, "late"] for name in FILTERS if name != "late"),
    *([name, "status"] for name in ("area", "lead", "organisation", "q")),
    ["organisation", "status", "late"],
    list(FILTERS),
]


def test_each_filter_works_alone_and_with_others_in_page_fragment_and_file(viewer):
    whole = rows_of(viewer.get(FILE.format("csv")))
    for names in CHOSEN:
        query = "?" + "&".join(f"{name}={FILTERS[name][0]}" for name in names)
        wanted = {row["Ref"] for row in whole if all(FILTERS[name][1](row) for name in names)}
        page = viewer.get(GRID + query).content.decode()
        fragment = viewer.get(GRID + query, headers={"HX-Request": "true"}).content.decode()
        printed = [row["Ref"] for row in rows_of(viewer.get(FILE.format("csv") + query))]
        assert refs(page) == refs(fragment) == printed, query
        assert set(printed) == wanted, query
        assert wanted or len(names) == len(FILTERS), query
        assert len(wanted) < 89, query


@pytest.mark.parametrize("form", [SheetFormat.XLSX, SheetFormat.ODS])
@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("?area=5", "of 89 actions: area 5. "),
        (
            "?organisation=SCC&status=at_risk&late=1",
            "of 89 actions: organisation SCC, status Behind or at risk, late actions, longest ",
        ),
    ],
)
def test_a_workbook_holds_the_same_cells(viewer, form, query, note):
    printed = rows_of(viewer.get(FILE.format("csv") + query))
    response = viewer.get(FILE.format(form) + query)
    assert response["Content-Type"] == form.media_type
    assert response["Content-Disposition"].endswith(f'-11-15.{form}"')
    [sheet] = read_sheets(io.BytesIO(response.content))
    name, found = sheet.name, sheet.rows
    assert name == "Actions"
    assert str(found[1][0]).startswith(f"{len(printed)} {note}")
    headings = [str(cell) for cell in found[3]]
    rows = [dict(zip(headings, map(as_printed, row), strict=False)) for row in found[4:]]
    assert rows == printed != []


def as_printed(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def test_a_formula_in_an_action_stays_text(viewer):
    Action.objects.filter(ref="1.1.1").update(text="=HYPERLINK(1)")
    rows = rows_of(viewer.get(FILE.format("csv")))
    assert rows[0]["Action"] == "'=HYPERLINK(1)"


def test_another_format_is_not_found(viewer):
    assert viewer.get(FILE.format("exe")).status_code == 404


def test_the_page_leads_to_the_file_with_its_filters(viewer):
    page = viewer.get("/plans/sheffield-2019/actions/?area=5&late=1").content.decode()
    assert f'href="{FILE.format("xlsx")}?area=5&amp;late=1"' in page
    empty = viewer.get("/plans/sheffield-2019/actions/?area=99").content.decode()
    assert FILE.format("xlsx") not in empty


def test_queries_do_not_grow_with_actions(viewer, django_assert_max_num_queries):
    viewer.get("/plans/sheffield-2019/glossary/")
    with django_assert_max_num_queries(12):
        viewer.get(FILE.format("csv"))
