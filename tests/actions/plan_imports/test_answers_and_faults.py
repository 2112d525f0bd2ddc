"""Answers between the steps, files that cannot be read, and workers that are lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, ImportColumn, Plan, PlanImport
from actions.services.plan_imports.answers import accept_guesses
from actions.services.plan_imports.confirm import confirm_import
from actions.services.plan_imports.reading import MOST_TRIES, read_import, send_lost
from actions.services.plan_imports.upload import take_plan_file
from tests.actions.plan_imports.conftest import SMALL
from tests.support.cast import browser_of
from tests.support.factories import UserFactory
from tests.support.plan_layouts.layouts import layout
from tests.support.plan_layouts.word import as_docx
from wsoa.accounts.models import LocalArea, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(uploaded: Callable[..., PlanImport]) -> PlanImport:
    return uploaded(SMALL.encode(), "plan.txt")


def address(name: str, made: PlanImport, *more: object) -> str:
    return reverse(name, args=["ourshire", made.pk, *more])


def loaded(made: PlanImport, by: User) -> dict[str, Action]:
    accept_guesses(by=by, plan_import=made)
    plan = confirm_import(by=by, plan_import=made)
    return {action.ref: action for action in plan.actions.with_leads()}


# --- answers --------------------------------------------------------------------------------------


def test_a_column_taken_for_something_else_is_read_again_and_answers_stay(
    made: PlanImport, browser: Client, administrator: User
) -> None:
    guess = made.guesses.get(kind="to_be_confirmed")
    sent = {f"answer-{guess.pk}": "value", f"value-{guess.pk}": "Sept 2020"}
    browser.post(address("plan-import-guesses", made), sent)
    column = ImportColumn.objects.get(table__plan_import=made, heading="Measures")
    browser.post(address("plan-import-tables", made), {f"column-{column.pk}": "evidence"})
    made.refresh_from_db()
    assert made.state == "queued"
    assert browser.get(address("plan-import-plan", made)).status_code == 302
    assert read_import(pk=made.pk)
    actions = loaded(made, administrator)
    assert actions["1.1.2"].end.export() == "2020-09"
    assert actions["1.1.1"].measures.count() == 0
    assert "Evidence: Written" in actions["1.1.1"].note


def test_a_table_that_is_left_out_is_listed_and_not_loaded(
    made: PlanImport, browser: Client
) -> None:
    table = made.tables.get()
    browser.post(address("plan-import-tables", made), {f"out-{table.pk}": "1"})
    read_import(pk=made.pk)
    assert made.entries.count() == 0
    assert {left.reason for left in made.leftovers.all()} == {"The table was left out"}


def test_a_value_that_is_typed_without_an_answer_counts(
    made: PlanImport, browser: Client, administrator: User
) -> None:
    lead = made.guesses.get(kind="lead_spelling")
    status = made.guesses.get(kind="status_words", text="R")
    sent = {f"value-{lead.pk}": "Head of Ice", f"value-{status.pk}": "on_track"}
    browser.post(address("plan-import-guesses", made), sent)
    actions = loaded(made, administrator)
    (found,) = actions["1.1.1"].leads.all()
    assert found.post.title == "Head of Ice"
    assert actions["1.2.1"].updates.get().status == "on_track"


def test_a_value_that_cannot_be_gives_the_page_back_as_it_was_typed(
    made: PlanImport, browser: Client
) -> None:
    guess = made.guesses.get(kind="to_be_confirmed")
    sent = {f"answer-{guess.pk}": "value", f"value-{guess.pk}": "next week"}
    page = browser.post(address("plan-import-guesses", made), sent).content.decode()
    assert "Enter a month such as Sept 2019" in page
    assert 'value="next week"' in page
    assert made.guesses.answered().count() == 0


def test_an_action_is_corrected_by_hand_or_left_out(
    made: PlanImport, browser: Client, administrator: User
) -> None:
    first, second, third = made.entries.actions()
    form = browser.get(address("plan-import-entry", made, first.pk)).context["form"]
    given = {name: value for name, value in form.initial.items() if value}
    browser.post(
        address("plan-import-entry", made, first.pk),
        given | {"text": "Write it well", "end": "Oct 2019", "leads": "Head of SEN"},
    )
    left = browser.get(address("plan-import-entry", made, third.pk)).context["form"].initial
    browser.post(address("plan-import-entry", made, third.pk), left | {"left_out": "on"})
    wrong = browser.post(address("plan-import-entry", made, second.pk), given | {"end": "soon"})
    assert "Enter a month" in wrong.content.decode()
    actions = loaded(made, administrator)
    assert list(actions) == ["1.1.1", "1.1.2"]
    assert (actions["1.1.1"].text, actions["1.1.1"].end.export()) == ("Write it well", "2019-10")
    assert [lead.code for lead in actions["1.1.1"].leads.all()] == ["SCC-HoS"]


def test_changes_that_are_not_accepted_stop_it_where_the_answer_is_no(
    uploaded: Callable[..., PlanImport], browser: Client
) -> None:
    made = uploaded(as_docx(layout("wsoa")), "plan.docx")
    question = made.guesses.get(kind="tracked_changes")
    browser.post(address("plan-import-tables", made), {f"answer-{question.pk}": "no"})
    accept_guesses(by=None, plan_import=made)
    page = browser.post(address("plan-import-confirm", made)).content.decode()
    assert "You answered no to “Changes that are not accepted”" in page
    assert not Plan.objects.filter(local_area=made.local_area).exists()


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "older kind"),
        ("plan.xlsx", b"PK\x03\x04 and nothing more", "damaged"),
        ("plan.docm", b"PK\x03\x04", "macros"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_nothing_is_half_loaded(
    uploaded: Callable[..., PlanImport], browser: Client, name: str, content: bytes, message: str
) -> None:
    made = uploaded(content, name)
    assert made.state == "failed"
    page = browser.get(address("plan-import", made)).content.decode()
    assert message in page
    assert "Nothing was changed" in page
    assert (made.entries.count(), made.tables.count(), made.guesses.count()) == (0, 0, 0)
    assert browser.post(address("plan-import-drop", made)).status_code == 302
    assert not PlanImport.objects.filter(pk=made.pk).exists()


def test_another_kind_of_file_is_refused_at_once_and_the_form_comes_back(
    browser: Client, ourshire: LocalArea
) -> None:
    file = SimpleUploadedFile("plan.exe", b"MZ")
    sent = {"title": "Our plan", "kind": "pap", "file": file}
    page = browser.post(reverse("plan-imports", args=[ourshire.slug]), sent).content.decode()
    assert "plan.exe is not of a kind that can be read" in page
    assert 'value="Our plan"' in page
    assert not PlanImport.objects.exists()


def test_pasted_text_is_read_like_a_file(browser: Client, ourshire: LocalArea) -> None:
    sent = {"title": "Our plan", "kind": "wsoa", "text": SMALL}
    browser.post(reverse("plan-imports", args=[ourshire.slug]), sent)
    made = PlanImport.objects.get()
    read_import(pk=made.pk)
    assert made.entries.actions().count() == 3


def test_a_worker_that_was_killed_is_followed_by_another_three_times_at_most(
    ourshire: LocalArea,
) -> None:
    made = take_plan_file(
        by=None, local_area=ourshire, file=BytesIO(SMALL.encode()), name="plan.txt"
    )
    past = timezone.now() - timedelta(hours=1)
    lost = {"state": "reading", "claim": "dead", "leased_until": past, "sent_at": past}
    PlanImport.objects.filter(pk=made.pk).update(tries=1, **lost)
    assert send_lost() == 1
    assert send_lost() == 0, "once in a lease"
    assert read_import(pk=made.pk)
    assert not read_import(pk=made.pk), "finished"
    PlanImport.objects.filter(pk=made.pk).update(tries=MOST_TRIES, **lost)
    assert send_lost() == 0
    made.refresh_from_db()
    assert made.state == "failed"
    assert "interrupted 3 times" in made.error


def test_only_who_manages_plans_of_the_area_sees_any_of_it(made: PlanImport) -> None:
    stranger = browser_of(UserFactory())
    for name in ("plan-import", "plan-import-tables", "plan-import-guesses", "plan-import-file"):
        assert stranger.get(address(name, made)).status_code == 404


@pytest.mark.long
def test_500_actions_are_confirmed_in_under_five_seconds(
    uploaded: Callable[..., PlanImport], administrator: User
) -> None:
    rows = [
        f"{ref} Outcome\t{ref}.1 Do it\tMay 2019\tDec 2019\tSCC - HoS\tIt is done\tG"
        for number in range(500)
        for ref in [f"{number // 10 + 1}.{number % 10 + 1}"]
    ]
    made = uploaded("\n".join([SMALL.splitlines()[0], *rows]).encode(), "plan.txt")
    accept_guesses(by=administrator, plan_import=made)
    started = time.monotonic()
    plan = confirm_import(by=administrator, plan_import=made)
    assert time.monotonic() - started < 5
    assert plan.actions.count() == 500
