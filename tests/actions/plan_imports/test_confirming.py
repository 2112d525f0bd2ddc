"""A confirmed import in the hands of workers: refused, lost, told of twice, told how far it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.domain.plan_import.states import ImportState
from actions.models import ImportEntry, Plan, PlanImport
from actions.selectors.plan_imports import settled_entries
from actions.services.plan_imports import confirming
from actions.services.plan_imports.answers import ImportClosed, accept_guesses
from actions.services.plan_imports.confirm import load_plan
from actions.services.plan_imports.confirming import (
    ask_to_confirm,
    confirm_asked,
    send_lost_confirmations,
)
from actions.services.plan_imports.upload import drop_import
from tests.actions.plan_imports.conftest import SMALL
from wsoa.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(uploaded: Callable[..., PlanImport], administrator: User) -> PlanImport:
    made = uploaded(SMALL.encode(), "plan.txt", kind="pap")
    accept_guesses(by=administrator, plan_import=made)
    ask_to_confirm(by=administrator, plan_import=made)
    made.refresh_from_db()
    return made


def test_nothing_else_can_be_done_with_it_meanwhile(asked: PlanImport, administrator: User) -> None:
    assert asked.state == ImportState.CONFIRMING
    with pytest.raises(ImportClosed):
        ask_to_confirm(by=administrator, plan_import=asked)
    assert not drop_import(by=administrator, plan_import=asked)
    assert confirm_asked(pk=asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.confirmed_by, asked.claim) == ("loaded", administrator, "")
    assert asked.plan is not None
    assert asked.plan.printed_terms.area == "priority area", "the terms of its kind"


def test_what_a_worker_refuses_leads_back_to_the_last_step_in_words(
    asked: PlanImport, browser: Client
) -> None:
    first, second = ImportEntry.objects.filter(plan_import=asked, kind="action")[:2]
    second.corrected = {"ref": first.ref}
    second.save(update_fields=["corrected"])
    assert not confirm_asked(pk=asked.pk)
    assert not Plan.objects.filter(local_area=asked.local_area).exists()
    page = browser.get(reverse("plan-import", args=["ourshire", asked.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("plan-import-confirm", args=["ourshire", asked.pk])
    assert f"Two actions have the reference {first.ref}" in page.content.decode()


def test_a_lost_confirmation_is_sent_again_and_given_up_after_three(
    asked: PlanImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(confirming, "enqueue", lambda task, args: sent.append((task, args)) or True)
    PlanImport.objects.filter(pk=asked.pk).update(sent_at=timezone.now() - timedelta(hours=1))
    assert send_lost_confirmations() == 1
    assert sent == [(confirming.TASK, [asked.pk])]
    PlanImport.objects.filter(pk=asked.pk).update(tries=3)
    assert send_lost_confirmations() == 0
    asked.refresh_from_db()
    assert (asked.state, asked.confirmed_by) == (ImportState.READ, None)
    assert "Your answers were kept" in asked.error
    assert len(settled_entries(asked)) > 3


def test_a_worker_whose_claim_was_taken_loads_nothing(
    asked: PlanImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(by: User, found: PlanImport, report: Callable[[str, int], None]) -> Plan:
        PlanImport.objects.filter(pk=found.pk).update(claim="another")
        return load_plan(by, found, report)

    monkeypatch.setattr(confirming, "load_plan", overtaken)
    assert not confirm_asked(pk=asked.pk)
    assert not Plan.objects.filter(local_area=asked.local_area).exists()


def test_the_loader_tells_how_far_it_is(asked: PlanImport) -> None:
    told: list[tuple[str, int]] = []
    load_plan(asked.confirmed_by, asked, report=lambda stage, done: told.append((stage, done)))
    assert [done for _, done in told] == sorted(done for _, done in told)
    assert told[0] == ("Bringing in 3 actions", 20)
