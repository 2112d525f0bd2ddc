"""After a plan was brought in: undoing it, and another version of its file."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from actions.domain.enums import Status, UpdateKind
from actions.models import Action, DateChange, Plan, PlanChange, PlanImport, StatusUpdate
from actions.selectors.plan_editing import is_in_force
from actions.services.plan_imports.answers import accept_guesses
from actions.services.plan_imports.confirm import confirm_import
from actions.services.plan_imports.difference import apply_differences
from actions.services.plan_imports.undo import NotUndone, undo_import, why_not_undone
from tests.actions.plan_imports.conftest import SMALL
from tests.support.plan_editing import WHY
from wsoa.accounts.models import LocalArea, Post, User
from wsoa.core.clock import now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(uploaded: Callable[..., PlanImport], administrator: User) -> PlanImport:
    made = uploaded(SMALL.encode(), "plan.txt")
    accept_guesses(by=administrator, plan_import=made)
    confirm_import(by=administrator, plan_import=made)
    made.refresh_from_db()
    return made


def version(uploaded: Callable[..., PlanImport], loaded: PlanImport, text: str) -> PlanImport:
    made = uploaded(text.encode(), "plan-2.txt", plan=str(loaded.plan_id))
    accept_guesses(by=None, plan_import=made)
    return made


def test_undone_nothing_of_it_is_left_and_it_can_be_confirmed_again(
    loaded: PlanImport, administrator: User, ourshire: LocalArea
) -> None:
    assert why_not_undone(loaded) == ""
    undo_import(by=administrator, plan_import=loaded)
    assert not Plan.objects.in_area(ourshire).exists()
    assert [post.code for post in Post.objects.of(ourshire)] == ["SCC-HoS"]
    with pytest.raises(NotUndone):
        undo_import(by=administrator, plan_import=loaded)
    loaded.refresh_from_db()
    plan = confirm_import(by=administrator, plan_import=loaded)
    assert plan.actions.count() == 3


def test_after_the_first_update_it_cannot_be_undone(
    loaded: PlanImport, administrator: User
) -> None:
    first = StatusUpdate.objects.filter(action__plan=loaded.plan).first()
    assert first is not None
    StatusUpdate.objects.create(
        action=first.action,
        period=first.period,
        status=Status.AT_RISK,
        kind=UpdateKind.UPDATE,
        supersedes=first,
        recorded_at=now(),
    )
    with pytest.raises(NotUndone, match="Updates were sent"):
        undo_import(by=administrator, plan_import=loaded)
    assert loaded.plan is not None
    assert loaded.plan.actions.count() == 3


def test_what_people_added_keeps_it_from_being_undone(
    loaded: PlanImport, administrator: User
) -> None:
    action = Action.objects.get(plan=loaded.plan, ref="1.1.1")
    assert action.end_month
    DateChange.objects.create(
        action=action,
        from_month=action.end_month,
        to_month="2019-12-01",
        kind="slipped",
        reason="More time",
        requested_at=now(),
    )
    with pytest.raises(NotUndone, match="date changes"):
        undo_import(by=administrator, plan_import=loaded)


def test_the_same_file_again_differs_in_nothing(
    loaded: PlanImport, uploaded: Callable[..., PlanImport], browser: Client
) -> None:
    again = version(uploaded, loaded, SMALL)
    address = reverse("plan-import-confirm", args=["ourshire", again.pk])
    assert "nothing to apply" in browser.get(address).content.decode()


def test_posts_and_organisations_that_a_file_made_are_read_as_themselves(
    uploaded: Callable[..., PlanImport], administrator: User, browser: Client
) -> None:
    codes = SMALL.replace("SCC - HoS", "CCG - CCM / SPCF").replace("SCC - HOS", "CCG – CCM")
    first = uploaded(codes.encode(), "plan.txt")
    accept_guesses(by=administrator, plan_import=first)
    plan = confirm_import(by=administrator, plan_import=first)
    leads = [lead.code for lead in plan.actions.with_leads().get(ref="1.1.2").leads.all()]
    assert leads == ["CCG-CCM", "SPCF"]
    first.refresh_from_db()
    again = version(uploaded, first, codes)
    page = browser.get(reverse("plan-import-confirm", args=["ourshire", again.pk])).context["page"]
    assert page.count == 0


def test_another_version_applies_what_is_selected_and_moves_no_end(
    loaded: PlanImport, uploaded: Callable[..., PlanImport], browser: Client
) -> None:
    Action.objects.filter(plan=loaded.plan, ref="1.1.2").update(text="Share it, in our words")
    text = SMALL.replace("Write the strategy\tMay 2019\tJuly 2019", "Write it\tMay 2019\tDec 2019")
    text = text.replace("Share the strategy", "Share the strategy widely")
    text = text.replace("1.2.1 Ask the families", "1.2.2 Ask the schools")
    made = version(uploaded, loaded, text)
    address = reverse("plan-import-confirm", args=["ourshire", made.pk])
    shown = browser.get(address)
    groups = {group.code: group.items for group in shown.context["page"].groups}
    assert {code: [entry.change.ref for entry in items] for code, items in groups.items()} == {
        "conflict": ["1.1.2"],
        "changed": ["1.1.1", "1.1.1"],
        "added": ["1.2.2"],
        "gone": ["1.2.1"],
    }
    keys = [entry.change.key for items in groups.values() for entry in items if entry.is_ticked]
    assert browser.post(address, {"change": keys}).status_code == 302
    actions = {action.ref: action for action in Action.objects.filter(plan=loaded.plan)}
    assert actions["1.1.1"].text == "Write it"
    assert actions["1.1.1"].agreed_end.export() == "2019-07"
    request = DateChange.objects.get(action=actions["1.1.1"])
    assert (request.to_month.isoformat(), request.agreed) == ("2019-12-01", None)
    assert actions["1.1.2"].text == "Share it, in our words"
    assert "1.2.1" in actions
    assert actions["1.2.2"].text == "Ask the schools"
    later = version(uploaded, loaded, text)
    page = browser.get(reverse("plan-import-confirm", args=["ourshire", later.pk])).context["page"]
    left = {
        (entry.change.ref, entry.change.field) for group in page.groups for entry in group.items
    }
    assert left == {("1.1.2", "text"), ("1.2.1", "")}, "the new end is requested already"


def said_here(plan: Plan, ref: str) -> StatusUpdate:
    """An update that somebody sent here: the plan is in force by it."""
    first = Action.objects.get(plan=plan, ref=ref).updates.get()
    return StatusUpdate.objects.create(
        action=first.action,
        period=first.period,
        status=Status.AT_RISK,
        kind=UpdateKind.UPDATE,
        supersedes=first,
        recorded_at=now(),
    )


def test_what_is_gone_is_removed_from_a_draft(
    loaded: PlanImport, uploaded: Callable[..., PlanImport], administrator: User
) -> None:
    made = version(uploaded, loaded, "\n".join(SMALL.splitlines()[:3]))
    assert loaded.plan is not None
    assert not is_in_force(loaded.plan), "statuses of the file are no updates"
    apply_differences(by=administrator, plan_import=made, keys=["gone:1.2.1:"])
    assert not Action.with_ended.filter(plan=loaded.plan, ref="1.2.1").exists()


def test_a_version_of_a_plan_in_force_is_a_change_of_it_with_one_decision(
    loaded: PlanImport, uploaded: Callable[..., PlanImport], browser: Client
) -> None:
    plan = loaded.plan
    assert plan is not None
    said_here(plan, "1.2.1")
    text = SMALL.replace("Write the strategy", "Write it").replace("Shared", "Shared; Read")
    text = text.replace("1.2.1 Ask the families", "1.3.1 Ask the schools")
    text = text.replace("1.2 Voice", "1.3 Voices")
    made = version(uploaded, loaded, text)
    address = reverse("plan-import-confirm", args=["ourshire", made.pk])
    shown = browser.get(address)
    assert "This plan is in force" in shown.content.decode()
    keys = [item.change.key for group in shown.context["page"].groups for item in group.items]
    without = browser.post(address, {"change": keys[:1]})
    assert "Enter the reason for the change" in without.content.decode()
    ticked = [
        item.change.key
        for group in without.context["page"].groups
        for item in group.items
        if item.is_ticked
    ]
    assert ticked == keys[:1], "what was selected is kept"
    post, day = Post.objects.of(plan.local_area_id).get(code="SCC-HoS"), today()
    sent: dict[str, object] = {"reason": WHY, "decider": f"post-{post.pk}", "change": keys}
    for name in ("day", "decided_on"):
        sent |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    assert browser.post(address, sent).status_code == 302
    changes = PlanChange.objects.of_plan(plan).in_force()
    assert {(row.part, row.ref, row.kind) for row in changes} == {
        ("outcome", "1.3", "added"),
        ("action", "1.3.1", "added"),
        ("action", "1.1.1", "changed"),
        ("measure", "1.1.2", "added"),
        ("action", "1.2.1", "ended"),
    }
    assert {(row.reason, row.day) for row in changes} == {(WHY, today())}
    assert Action.with_ended.get(plan=plan, ref="1.2.1").ended_on == today()
    for name in ("plan-changes", "plan-differences"):
        assert "Ask the schools" in browser.get(reverse(name, args=[plan.slug])).content.decode()
    back = version(uploaded, loaded, SMALL)
    page = browser.get(reverse("plan-import-confirm", args=["ourshire", back.pk])).context["page"]
    added = next(group for group in page.groups if group.code == "added")
    assert "none is used twice" in added.items[0].change.obstacle


def test_the_command_brings_in_a_plan_and_another_version(
    ourshire: LocalArea, tmp_path: Path
) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(SMALL, encoding="utf-8")

    def command(**options: object) -> str:
        out = io.StringIO()
        call_command("import_plan", str(file), area="ourshire", stdout=out, **options)
        return out.getvalue()

    assert "3 actions" in command(title="Ourshire plan")
    plan = Plan.objects.get(local_area=ourshire)
    assert (plan.title, plan.actions.count()) == ("Ourshire plan", 3)
    file.write_text(SMALL.replace("Shared", "Widely shared"), encoding="utf-8")
    assert "1 differences. Nothing was saved" in command(plan=plan.slug)
    assert "1 of 1 differences were applied" in command(plan=plan.slug, apply=True)
    assert plan.actions.get(ref="1.1.2").measures.get().text == "Widely shared"
    file.write_text("Nothing of a plan\n", encoding="utf-8")
    with pytest.raises(CommandError, match="No action would be loaded"):
        command()
    assert PlanImport.objects.open().count() == 0
