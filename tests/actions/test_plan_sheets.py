"""The plan in a spreadsheet and back: no edit is no difference, an edit is exactly one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.domain.plan_sheets import (
    ACTIONS,
    BY_NAME,
    MEASURES,
    DifferenceKind,
    PlanDifference,
    SheetOfPlan,
    compare,
    fault_in,
    tidied,
)
from actions.importing.plan_sheets import PlanSheetsRefused, read_plan_sheets, write_plan_sheets
from actions.selectors.plan_sheets import sheets_of
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.spreadsheets.model import Column, Sheet
from wsoa.core.spreadsheets.ods import write_ods

TITLE = "A plan"
FORMS = (SheetFormat.XLSX, SheetFormat.ODS)
# Any text but controls, which neither format holds; "_x0041_" and formulas among them.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).map(tidied)
LINES = st.one_of(
    TEXTS, st.sampled_from(["=1+1", "_x0041_", "- a\n- b", "'x", "1.10", "TRUE", "5"])
)


def table(name: str, texts: list[list[str]]) -> SheetOfPlan:
    kind = BY_NAME[name]
    titles = [column.title for column in kind.columns]
    rows = {str(key): dict(zip(titles, row, strict=True)) for key, row in enumerate(texts, 101)}
    return SheetOfPlan(kind, rows)


def there_and_back(sheets: list[SheetOfPlan], form: SheetFormat) -> dict[str, SheetOfPlan]:
    return read_plan_sheets(io.BytesIO(write_plan_sheets(sheets, TITLE, form)), f"plan.{form}")


def edited(sheet: SheetOfPlan, key: str, column: str, text: str) -> SheetOfPlan:
    rows: dict[str, Mapping[str, str]] = dict(sheet.rows)
    rows[key] = dict(rows[key]) | {column: text}
    return replace(sheet, rows=rows)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(LINES, min_size=2, max_size=2), min_size=1, max_size=3),
    LINES,
    st.integers(0, 2),
    st.sampled_from(FORMS),
)
def test_a_file_changes_exactly_what_was_edited(texts, other, at, form):
    sheet = table("Measures", texts)
    assert list(compare([sheet], there_and_back([sheet], form))) == []
    key = list(sheet.rows)[at % len(sheet.rows)]
    file = there_and_back([edited(sheet, key, "Measure", other)], form)
    found = list(compare([sheet], file))
    before = sheet.rows[key]["Measure"]
    if tidied(other) == tidied(before):
        assert found == []
    else:
        assert [(item.code, item.before, item.after) for item in found] == [
            (f"Measures:{key}:Measure", before, tidied(other))
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_sheffields_plan_comes_back_as_it_went_and_with_one_edit(sheffield, form):
    plan = sheets_of(sheffield)
    assert list(compare(plan, there_and_back(plan, form))) == []
    actions = next(sheet for sheet in plan if sheet.table is ACTIONS)
    key = next(key for key, row in actions.rows.items() if row["Action"] == "5.1.1")
    others = [sheet for sheet in plan if sheet is not actions]
    changed = edited(actions, key, "End", "March 2020")
    [found] = compare(plan, there_and_back([*others, changed], form))
    assert (found.ref, found.column, found.after, found.fault) == ("5.1.1", "End", "March 2020", "")


def difference(sheet: SheetOfPlan, other: SheetOfPlan) -> PlanDifference:
    [found] = compare([sheet], {sheet.table.name: other})
    return found


def test_rows_that_were_added_or_deleted_are_offered_and_doubled_ones_refused():
    sheet = table("Measures", [["1.1.1", "One"], ["1.1.2", "Two"]])
    gone = replace(sheet, rows={"101": sheet.rows["101"]})
    assert (difference(sheet, gone).kind, difference(sheet, gone).ref) == ("gone", "1.1.2")
    new = replace(sheet, strangers=[{"Action": "1.1.1", "Measure": "Three"}])
    found = difference(sheet, new)
    assert (found.kind, found.after) == (DifferenceKind.ADDED, "1.1.1; Three")
    assert difference(sheet, replace(sheet, repeated=["102"])).kind is DifferenceKind.UNKNOWN
    other = replace(sheet, rows=dict(sheet.rows) | {"999": {"Action": "9.9.9", "Measure": "x"}})
    assert difference(sheet, other).kind is DifferenceKind.UNKNOWN
    assert (difference(sheet, gone).is_ticked_first, found.is_ticked_first) == (False, True)
    assert not any(difference(sheet, each).fault for each in (gone, new))
    assert difference(sheet, other).fault
    without = replace(sheet, strangers=[{"Action": "", "Measure": "Three"}])
    assert difference(sheet, without).fault == "Action is missing. Enter it in the new row."
    empty = replace(sheet, strangers=[{"Action": "1.1.1", "Measure": ""}])
    assert difference(sheet, empty).fault == "Measure cannot be empty."


def test_a_column_or_sheet_that_is_not_there_changes_nothing():
    sheet = table("Measures", [["1.1.1", "One"]])
    without = replace(sheet, rows={"101": {"Action": "1.1.1"}})
    assert list(compare([sheet], {"Measures": without})) == []
    assert list(compare([sheet], {})) == []


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (ACTIONS.column("End"), "soon", "is not a month such as"),
        (ACTIONS.column("End"), "On-going", ""),
        (ACTIONS.column("Start"), "Sept2019", ""),
        (ACTIONS.column("Action text"), " ", "cannot be empty"),
        (ACTIONS.column("Short title"), "", ""),
        (ACTIONS.column("Short title"), "x" * 81, "80 characters or fewer. It has 81."),
        (ACTIONS.column("Leads"), "SCC-X", "cannot be changed in a file"),
        (MEASURES.column("Action"), "1.1.2", "cannot be changed in a file"),
    ],
)
def test_what_cannot_stand_in_a_cell_is_said(column, text, said):
    assert said in fault_in(column, text)
    assert bool(said) is bool(fault_in(column, text))


def test_a_workbook_of_something_else_is_refused():
    made = io.BytesIO()
    write_ods([Sheet("Figures", "Figures", (Column("a", "A"),), (("1",),))], made, title="x")
    with pytest.raises(PlanSheetsRefused, match="no sheet of a plan with the column Key"):
        read_plan_sheets(made, "figures.ods")
