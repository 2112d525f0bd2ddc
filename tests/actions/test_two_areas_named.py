"""Two plans of the same title in two local areas: whoever is in both can tell them apart."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from actions.domain.enums import Role
from actions.models import Membership, Plan
from actions.services.reminders import digests_due, send_digests
from tests.support.cast import browser_of
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    UserFactory,
)
from wsoa.accounts.models import User

TITLE = "Written Statement of Action"
DAY = date(2019, 11, 15)


def plan_of(area: str, slug: str) -> Plan:
    plan: Plan = PlanFactory(local_area__name=area, slug=slug, title=TITLE)
    outcome = OutcomeFactory(area=AreaFactory(plan=plan))
    ActionFactory(outcome=outcome)
    PeriodFactory(
        plan=plan,
        key="2019-10",
        opens=date(2019, 10, 28),
        due=date(2019, 11, 8),
        closes=date(2019, 11, 30),
    )
    return plan


def manager_of(*plans: Plan) -> User:
    user: User = UserFactory(email="manager@example.org")
    for plan in plans:
        Membership.objects.create(plan=plan, user=user, role=Role.MANAGER)
    return user


def emailed(user: User) -> str:
    [digest] = [found for found in digests_due(DAY) if found.reader.user == user]
    assert digest.sections
    send_digests(day=DAY)
    [message] = [sent for sent in mail.outbox if sent.to == [user.email]]
    return str(message.body)


@pytest.mark.django_db
def test_the_first_page_and_the_digest_name_the_area_of_each_plan() -> None:
    ours, theirs = plan_of("Leeds", "leeds"), plan_of("York", "york")
    user = manager_of(ours, theirs)
    page = browser_of(user).get("/").content.decode()
    for name in ("Leeds", "York"):
        assert f">{TITLE}, {name}</h2>" in page
    limited = browser_of(user).get("/?plan=york").content.decode()
    assert f'<span class="govuk-caption-l">{TITLE}, York</span>' in limited
    text = emailed(user)
    assert f"{TITLE}, Leeds. " in text
    assert f"{TITLE}, York. " in text


@pytest.mark.django_db
def test_in_one_area_the_title_is_enough() -> None:
    user = manager_of(plan_of("Leeds", "leeds"), plan_of("Leeds", "leeds-two"))
    page = browser_of(user).get("/").content.decode()
    assert TITLE in page
    assert f"{TITLE}, Leeds" not in page
    assert f"{TITLE}, Leeds" not in emailed(user)
