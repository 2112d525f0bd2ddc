"""What is kept of a plan that was edited in a spreadsheet: what was selected, all or nothing."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.domain.plan_sheets import DifferenceKind, PlanDifference
from actions.importing.plan_sheets import write_plan_sheets
from actions.models import Action, Plan
from actions.selectors.plan_sheets import sheets_of
from actions.services.plan_sheets import PlanFileRefused, apply_plan_file
from wsoa.audit.models import AuditEvent
from wsoa.core.spreadsheets.files import SheetFormat

pytestmark = pytest.mark.django_db
REASON = "The board agreed the wording on 12 November."


def difference(plan: Plan, ref: str, column: str, after: str) -> PlanDifference:
    sheet = next(sheet for sheet in sheets_of(plan) if sheet.table.name == "Actions")
    key, row = next((key, row) for key, row in sheet.rows.items() if row["Action"] == ref)
    kind = DifferenceKind.CHANGED
    return PlanDifference(kind, "Actions", key, ref, column, row[column], after)


def keep(people, plan: Plan, *differences: PlanDifference, reason: str = REASON) -> int:
    return apply_plan_file(
        by=people["manager"],
        plan=plan,
        differences=differences,
        reason=reason,
        file_name="plan.xlsx",
    )


def test_a_text_and_a_start_are_changed_with_an_event_each(people, sheffield):
    text = difference(sheffield, "5.1.1", "Action text", "Another text")
    start = difference(sheffield, "5.1.1", "Start", "April 2019")
    assert keep(people, sheffield, text, start) == 2
    action = sheffield.actions.get(ref="5.1.1")
    assert (action.text, action.start.export()) == ("Another text", "2019-04")
    events = AuditEvent.objects.of_verb("edit").with_content()
    assert [event.detail["after"] for event in events] == ["Another text", "April 2019"]


def test_a_new_end_is_requested_and_the_plans_own_stays(people, sheffield):
    action = sheffield.actions.filter(end_kind="month", date_changes=None).first()
    before = action.end_printed
    keep(people, sheffield, difference(sheffield, action.ref, "End", "Dec 2020"))
    action.refresh_from_db()
    assert (action.end_printed, action.agreed_end_month) == (before, None)
    asked = action.date_changes.get()
    assert (f"{asked.to_month:%Y-%m}", asked.reason, asked.agreed) == ("2020-12", REASON, None)


@pytest.mark.parametrize(
    ("column", "after", "said"),
    [
        ("Leads", "SCC-HCIS", "cannot be changed in a file"),
        ("Start", "soon", "is not a month"),
        ("Start", "Dec 2030", "would start after its end"),
        ("End", "On-going", "Only a month can be requested"),
        ("Action text", "", "cannot be empty"),
    ],
)
def test_of_two_changes_none_is_kept_where_one_cannot_be(people, sheffield, column, after, said):
    action = sheffield.actions.filter(end_kind="month", date_changes=None).first()
    good = difference(sheffield, action.ref, "Short title", "A title")
    bad = difference(sheffield, action.ref, column, after)
    with pytest.raises(PlanFileRefused, match=said) as refused:
        keep(people, sheffield, good, bad)
    assert "Nothing was changed." in str(refused.value)
    assert Action.objects.get(pk=action.pk).short_title == action.short_title


def test_what_somebody_changed_meanwhile_is_a_conflict(people, sheffield):
    seen = difference(sheffield, "5.1.1", "Action text", "Mine")
    keep(people, sheffield, replace(seen, after="Theirs"))
    with pytest.raises(PlanFileRefused, match="Somebody changed it since"):
        keep(people, sheffield, seen)


def test_the_manager_keeps_one_of_two_differences_on_the_page(people, sheffield, signed_in):
    sheets = sheets_of(sheffield)
    at = next(number for number, sheet in enumerate(sheets) if sheet.table.name == "Actions")
    rows = {key: dict(row) for key, row in sheets[at].rows.items()}
    first, second = list(rows)[:2]
    rows[first]["Action text"], rows[second]["Action text"] = "First", "Second"
    sheets[at] = replace(sheets[at], rows=rows)
    content = write_plan_sheets(sheets, "Plan", SheetFormat.XLSX)
    client = signed_in("manager")
    address = f"/plans/{sheffield.slug}/plan/edit/"
    upload = SimpleUploadedFile("plan.xlsx", io.BytesIO(content).read())
    page = client.post(address, {"file": upload})
    assert len(page.context["can"]) == 2
    sent = {"differences": page.context["kept"], "keep": [f"Actions:{second}:Action text"]}
    again = client.post(address, sent)
    assert "Enter the reason for these changes" in again.content.decode()
    done = client.post(address, sent | {"reason": REASON})
    assert (done.status_code, done.url) == (302, f"/plans/{sheffield.slug}/history/")
    texts = dict(Action.objects.filter(pk__in=(first, second)).values_list("pk", "text"))
    assert texts[int(second)] == "Second"
    assert texts[int(first)] != "First"
