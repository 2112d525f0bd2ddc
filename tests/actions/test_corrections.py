"""Corrections to a closed quarter: reopened beside a later one and answered by its key."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client

from actions.domain.enums import Role
from actions.models import Action, Membership, Plan
from actions.services.periods import reopen
from tests.support.cast import BACKEND
from tests.support.factories import (
    ActionFactory,
    OutcomeFactory,
    PlanFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.small_plans import period, quarters
from wsoa.accounts.models import User


@pytest.fixture
def plan(db: None) -> Plan:
    return quarters(PlanFactory())


@pytest.fixture
def manager(plan: Plan) -> User:
    user: User = UserFactory(name="Mo Manager")
    Membership.objects.create(plan=plan, user=user, role=Role.MANAGER)
    return user


@pytest.fixture
def corrected(plan: Plan, manager: User) -> tuple[Client, Action]:
    """A lead, and their action; July is open for corrections beside October."""
    reopen(
        by=manager, period=period(plan, "2019-07"), closes=date(2019, 12, 5), reason="A typo there."
    )
    holding = PostHoldingFactory()
    action = ActionFactory(
        outcome=OutcomeFactory(area__plan=plan), plan=plan, led_by=[holding.post]
    )
    client = Client()
    client.force_login(holding.user, backend=BACKEND)
    return client, action


def test_a_lead_corrects_the_earlier_quarter_from_the_page_of_the_action(
    corrected: tuple[Client, Action], plan: Plan
) -> None:
    lead, action = corrected
    address = f"{action.get_absolute_url()}update/?period=2019-07"
    page = lead.get(action.get_absolute_url()).content.decode()
    assert f'href="{address}">Correct July 2019</a>, open for corrections until 5 Dec' in page
    form = lead.get(address).content.decode()
    assert (
        "This is a correction to July 2019, which is open for updates until 5 December 2019."
    ) in form
    assert f' action="{address}" method="post"' in form
    answer = lead.post(address, {"status": "at_risk", "developments": "It was late by then."})
    assert answer.status_code == 302
    said = action.updates.get()
    assert (said.period.key, said.developments) == ("2019-07", "It was late by then.")


def test_a_draft_for_the_later_quarter_is_kept(
    corrected: tuple[Client, Action], plan: Plan
) -> None:
    lead, action = corrected
    begun = {"status": "at_risk", "developments": "Begun of October."}
    lead.post(f"{action.get_absolute_url()}update/draft/", begun)
    correction = {"status": "at_risk", "developments": "Of July."}
    lead.post(f"{action.get_absolute_url()}update/?period=2019-07", correction)
    assert action.updates.get().period.key == "2019-07"
    assert "Begun of October." in lead.get(f"{action.get_absolute_url()}update/").content.decode()
    assert "Begun of October." not in (
        lead.get(f"{action.get_absolute_url()}update/?period=2019-07").content.decode()
    )


def test_no_change_can_be_reported_for_the_earlier_quarter(
    corrected: tuple[Client, Action], plan: Plan
) -> None:
    lead, action = corrected
    StatusUpdateFactory(action=action, period=period(plan, "2019-10"), status="at_risk")
    lead.post(f"{action.get_absolute_url()}no-change/?period=2019-07", {"based_on": ""})
    assert action.updates.get(kind="no_change").period.key == "2019-07"


def test_without_a_period_key_the_later_quarter_is_answered(
    corrected: tuple[Client, Action],
) -> None:
    lead, action = corrected
    lead.post(f"{action.get_absolute_url()}update/", {"status": "at_risk"})
    assert action.updates.get().period.key == "2019-10"


@pytest.mark.parametrize("key", ["2020-01", "2018-01", "x"])
def test_a_period_not_open_for_corrections_has_no_form(
    corrected: tuple[Client, Action], key: str
) -> None:
    lead, action = corrected
    address = f"{action.get_absolute_url()}update/"
    page = lead.get(address, {"period": key})
    assert "data-keep" not in page.content.decode()
    refused = lead.post(f"{address}?{urlencode({'period': key})}", {"status": "at_risk"})
    assert refused.status_code in {200, 404}
    assert not action.updates.exists()


def test_the_reopen_page_says_who_will_be_asked(plan: Plan, manager: User) -> None:
    desk = Client()
    desk.force_login(manager, backend=BACKEND)
    page = desk.get(f"/plans/{plan.slug}/periods/2019-07/reopen/").content.decode()
    assert "October 2019 is also open. Leads are still asked for updates to that one" in page
