"""What tests of verdicts share: updates that wait or came back, and what a page says."""

from __future__ import annotations

from django.test import Client

from actions.domain.enums import Role
from actions.models import Membership, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.updates import current_update
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PostFactory,
    StatusUpdateFactory,
)
from tests.support.html import words
from wsoa.accounts.models import User


def word_on(plan: Plan, ref: str, period: ReportingPeriod) -> StatusUpdate:
    update = current_update(plan.actions.get(ref=ref), period)
    assert update is not None
    return update


def says(client: Client, address: str) -> str:
    return words(client.get(address))


def a_plan_with(count: int, manager: User) -> Plan:
    october = PeriodFactory()
    outcome = OutcomeFactory(area=AreaFactory(plan=october.plan))
    july = PeriodFactory(
        plan=october.plan,
        key="2019-07",
        label="July 2019",
        first_day="2019-07-01",
        opens="2019-07-01",
        due="2019-07-31",
        closes="2019-08-31",
    )
    post = PostFactory()
    for _ in range(count):
        action = ActionFactory(outcome=outcome, led_by=[post])
        StatusUpdateFactory(action=action, period=july, post=post, developments="Before")
        StatusUpdateFactory(action=action, period=october, post=post, developments="Now")
        ActionFactory(outcome=outcome, led_by=[post])
    Membership.objects.create(plan=october.plan, user=manager, role=Role.MANAGER)
    return october.plan
