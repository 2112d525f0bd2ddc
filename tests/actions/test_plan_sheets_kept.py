"""What is kept of a plan that was edited in a spreadsheet: what was selected, all or nothing."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.domain.plan_changes import PlanDecision
from actions.domain.plan_sheets import DifferenceKind, PlanDifference, compare
from actions.importing.plan_sheets import write_plan_sheets
from actions.models import Action, Plan, PlanChange
from actions.selectors.plan_sheets import sheets_of
from actions.services.plan_editor.recording import PlanEditRefused
from actions.services.plan_sheets import PlanFileRefused, apply_plan_file
from wsoa.accounts.models import Post
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today
from wsoa.core.spreadsheets.files import SheetFormat

pytestmark = pytest.mark.django_db
REASON = "The board agreed the wording on 12 November."


def difference(plan: Plan, ref: str, column: str, after: str) -> PlanDifference:
    sheet = next(sheet for sheet in sheets_of(plan) if sheet.table.name == "Actions")
    key, row = next((key, row) for key, row in sheet.rows.items() if row["Action"] == ref)
    kind = DifferenceKind.CHANGED
    return PlanDifference(kind, "Actions", key, ref, column, row[column], after)


def decided(plan: Plan) -> PlanDecision:
    post = Post.objects.of(plan.local_area_id).earliest("pk")
    return PlanDecision(today(), REASON, f"post-{post.pk}", today())


def keep(people, plan: Plan, *differences: PlanDifference) -> int:
    return apply_plan_file(
        by=people["manager"],
        plan=plan,
        differences=differences,
        file_name="plan.xlsx",
        decision=decided(plan),
    )


def test_a_text_and_a_start_are_one_change_of_the_plan(people, sheffield):
    text = difference(sheffield, "5.1.1", "Action text", "Another text")
    start = difference(sheffield, "5.1.1", "Start", "March 2019")
    assert keep(people, sheffield, text, start) == 2
    action = sheffield.actions.get(ref="5.1.1")
    assert (action.text, action.start.export()) == ("Another text", "2019-03")
    change = PlanChange.objects.of_plan(sheffield).in_force().get()
    assert [(field.label, field.after) for field in change.fields] == [
        ("Text", "Another text"),
        ("Start", "March 2019"),
    ]
    assert (change.ref, change.kind, change.reason) == ("5.1.1", "changed", REASON)
    assert AuditEvent.objects.of_verb("change-plan").count() == 1


def test_nothing_is_kept_of_a_plan_in_force_without_a_decision(people, sheffield):
    text = difference(sheffield, "5.1.1", "Action text", "Another text")
    given = {"by": people["manager"], "plan": sheffield, "file_name": "plan.xlsx"}
    with pytest.raises(PlanEditRefused, match="in force"):
        apply_plan_file(**given, differences=[text])
    vague = replace(decided(sheffield), reason="n/a")
    with pytest.raises(PlanEditRefused, match="does not say it"):
        apply_plan_file(**given, differences=[text], decision=vague)
    assert not PlanChange.objects.exists()


def test_a_new_row_is_added_and_a_deleted_one_ends(people, sheffield):
    sheets = {sheet.table.name: sheet for sheet in sheets_of(sheffield)}
    actions, measures = sheets["Actions"], sheets["Measures"]
    key, row = next((key, row) for key, row in actions.rows.items() if row["Action"] == "5.1.1")
    new = {
        "Action": "5.1.99",
        "Action text": "Ask the colleges",
        "Start": "Dec 2019",
        "End": "March 2020",
        "Leads": row["Leads"],
    }
    rows = {other: cells for other, cells in actions.rows.items() if other != key}
    edited = replace(actions, rows=rows, strangers=[new])
    measure = replace(measures, strangers=[{"Action": "5.1.99", "Measure": "Asked"}])
    found = list(compare(sheets.values(), {"Actions": edited, "Measures": measure}))
    assert [(item.kind, item.ref, item.fault) for item in found] == [
        ("gone", "5.1.1", ""),
        ("added", "5.1.99", ""),
        ("added", "5.1.99", ""),
    ]
    assert keep(people, sheffield, *found) == 3
    added = sheffield.actions.with_leads().get(ref="5.1.99")
    assert (added.outcome.ref, added.end.export()) == ("5.1", "2020-03")
    assert added.measures.get().text == "Asked"
    assert "; ".join(lead.code for lead in added.leads.all()) == row["Leads"]
    ended = Action.with_ended.get(pk=key)
    assert ended.ended_on == today()
    kinds = PlanChange.objects.of_plan(sheffield).in_force().values_list("kind", "part")
    assert list(kinds) == [("added", "action"), ("added", "measure"), ("ended", "action")]
    orphan = replace(found[1], ref="5.9.1", cells=[["Action", "5.9.1"], *found[1].cells[1:]])
    with pytest.raises(PlanFileRefused, match=r"no outcome 5\.9 that"):
        keep(people, sheffield, orphan)


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
        ("Start", "Dec 2030", "because the action starts then"),
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
    sent = {"differences": page.context["kept"], "change": [f"Actions:{second}:Action text"]}
    again = client.post(address, sent)
    assert "Enter the reason for the change" in again.content.decode()
    post, day = Post.objects.of(sheffield.local_area_id).earliest("pk"), today()
    sent |= {"reason": REASON, "decider": f"post-{post.pk}"}
    for name in ("day", "decided_on"):
        sent |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    done = client.post(address, sent)
    assert (done.status_code, done.url) == (302, reverse("plan-changes", args=[sheffield.slug]))
    shown = client.get(done.url).content.decode()
    assert REASON in shown
    assert "Second" in shown
    texts = dict(Action.objects.filter(pk__in=(first, second)).values_list("pk", "text"))
    assert texts[int(second)] == "Second"
    assert texts[int(first)] != "First"
