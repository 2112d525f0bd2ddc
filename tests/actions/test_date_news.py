"""New end dates in the digest: deciders are notified while a request waits, requesters once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Role, Slippage
from actions.models import Action, DateChange, Digest, Membership, Plan, ReportingPeriod
from actions.services.date_changes import ask_for_new_end, decide_on_new_end
from actions.services.date_digest import NEWS_FOR, decided_dates
from actions.services.reminders import digests_due, send_digests, set_pause
from tests.support.decisions import decided_by
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    UserFactory,
)
from wsoa.accounts.models import PostHolding, User
from wsoa.core.clock import now
from wsoa.core.months import Month

DAY = date(2019, 11, 15)
TO = Month(2020, 12)


@pytest.fixture
def plan(db: None) -> Plan:
    """A plan in which no round is open; nothing waits in any other, and nobody is in one."""
    DateChange.objects.all().delete()
    Membership.objects.all().delete()
    ReportingPeriod.objects.update(locked_at=now())
    return PlanFactory()


@pytest.fixture
def lead(plan: Plan) -> User:
    return UserFactory(name="Lead")


@pytest.fixture
def action(plan: Plan, lead: User) -> Action:
    post = PostFactory(title="Head of Things")
    PostHoldingFactory(post=post, user=lead)
    outcome = OutcomeFactory(area=AreaFactory(plan=plan))
    return ActionFactory(outcome=outcome, plan=plan, led_by=[post])


@pytest.fixture
def officer(plan: Plan, action: Action) -> User:
    return member(plan, "Officer", Role.ACCOUNTABLE, action)


def member(plan: Plan, name: str, role: Role, action: Action | None = None) -> User:
    user: User = UserFactory(name=name)
    area = action.outcome.area if action else None
    Membership.objects.create(plan=plan, user=user, role=role, area=area)
    return user


def request_new_end(by: User, action: Action) -> DateChange:
    new_end = NewEnd(TO, Slippage.SLIPPED, "A post is vacant.", "")
    return ask_for_new_end(by=by, action=action, new_end=new_end)


def notices_on(day: date = DAY) -> dict[str, list[str]]:
    return {
        each.reader.user.name: [section.heading for section in each.sections]
        for each in digests_due(day)
    }


def test_the_accountable_officer_is_notified_with_a_link_to_the_decision(action, lead, officer):
    change = request_new_end(lead, action)
    assert send_digests(day=DAY) == (1, 0)
    [message] = mail.outbox
    assert message.to == [officer.email]
    assert message.subject == "1 new end date is waiting for your decision"
    place = f"/plans/{action.plan.slug}/actions/{action.ref}/dates/{change.pk}/decide/"
    [(html, _)] = message.alternatives
    for body in (message.body, html):
        assert f"http://localhost:8000{place}" in body
        assert "Dec 2019 to Dec 2020. Requested by Head of Things, 15 November 2019." in body
        assert "/u/" not in body
    [line] = Digest.objects.get().lines
    assert (line["kind"], line["period"], line["subject"]) == ("date_asked", 0, change.pk)


def test_an_undecided_request_is_notified_again_after_a_week(action, lead, officer):
    change = request_new_end(lead, action)
    for day in range(9):
        send_digests(day=DAY + timedelta(day))
    assert [message.to for message in mail.outbox] == [[officer.email]] * 2
    decide_on_new_end(by=officer, change=change, agreed=True, **decided_by(change.action.plan))
    for day in range(9, 30):
        send_digests(day=DAY + timedelta(day))
    mine = [message.to for message in mail.outbox if message.to[0] in (officer.email, lead.email)]
    assert mine == [[officer.email], [officer.email], [lead.email]]


def test_a_further_request_is_notified_the_next_day(action, lead, officer):
    request_new_end(lead, action)
    assert send_digests(day=DAY).sent == 1
    post = action.leads.get().post
    other = ActionFactory(outcome=action.outcome, plan=action.plan, led_by=[post])
    request_new_end(lead, other)
    assert notices_on(DAY + timedelta(1)) == {
        "Officer": [("2 new end dates are waiting for your decision")]
    }


@pytest.mark.parametrize(("agreed", "verdict"), [(True, "Agreed"), (False, "Refused")])
def test_the_requester_is_notified_once_of_the_decision(action, lead, officer, agreed, verdict):
    change = request_new_end(lead, action)
    made = decided_by(change.action.plan) | {"reason": "The board\nheard both sides."}
    decide_on_new_end(by=officer, change=change, agreed=agreed, **made)
    assert [send_digests(day=DAY + timedelta(n)).sent for n in range(3)] == [1, 0, 0]
    [message] = mail.outbox
    change.refresh_from_db()
    assert message.to == [lead.email]
    assert message.subject == "The new end date that you requested is decided"
    assert f"Dec 2019 to Dec 2020. {verdict}: {change.decision}. Reason: The board heard" in (
        " ".join(message.body.split())
    )
    assert f"/plans/{action.plan.slug}/actions/{action.ref}/dates/" in message.body


def test_without_an_accountable_officer_the_manager_is_notified(action, plan, lead):
    member(plan, "Manager", Role.MANAGER)
    member(plan, "Viewer", Role.VIEWER)
    request_new_end(lead, action)
    assert notices_on() == {"Manager": ["1 new end date is waiting for your decision"]}


def test_an_officer_who_cannot_sign_in_does_not_count(action, plan, lead, officer):
    member(plan, "Manager", Role.MANAGER)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    request_new_end(lead, action)
    assert list(notices_on()) == ["Manager"]


def test_nobody_is_notified_of_their_own_request_or_decision(action, plan):
    manager = member(plan, "Manager", Role.MANAGER)
    change = request_new_end(manager, action)
    assert notices_on() == {}
    decide_on_new_end(by=manager, change=change, agreed=True, **decided_by(change.action.plan))
    assert notices_on() == {}


def test_people_with_paused_reminders_are_not_notified(action, lead, officer):
    request_new_end(lead, action)
    set_pause(by=officer, paused=True)
    assert notices_on() == {}


def test_old_decisions_are_not_notified(action, lead, officer):
    change = request_new_end(lead, action)
    decide_on_new_end(by=officer, change=change, agreed=True, **decided_by(change.action.plan))
    assert notices_on(DAY + NEWS_FOR) == {
        "Lead": ["The new end date that you requested is decided"]
    }
    assert notices_on(DAY + NEWS_FOR + timedelta(1)) == {}


@pytest.mark.parametrize("count", [1, 3, 89])
def test_the_number_of_queries_does_not_depend_on_the_number_of_requests(
    action, lead, officer, count
):
    post = action.leads.get().post
    for _ in range(count):
        other = ActionFactory(outcome=action.outcome, plan=action.plan, led_by=[post])
        change = request_new_end(lead, other)
        decide_on_new_end(by=officer, change=change, agreed=True, **decided_by(change.action.plan))
    with CaptureQueriesContext(connection) as queries:
        found = decided_dates(DAY)
    assert [len(each.section.lines) for each in found] == [count]
    assert len(queries) == 3


def test_the_holder_of_the_post_that_the_data_named_is_notified_once(action, lead, officer):
    change = request_new_end(lead, action)
    DateChange.objects.filter(pk=change.pk).update(requested_by=None, post=action.leads.get().post)
    change.refresh_from_db()
    decide_on_new_end(by=officer, change=change, agreed=True, **decided_by(change.action.plan))
    assert [send_digests(day=DAY + timedelta(n)).sent for n in range(3)] == [1, 0, 0]
    [message] = mail.outbox
    assert (message.to, message.subject) == (
        [lead.email],
        "The new end date that you requested is decided",
    )


def test_who_does_not_see_the_plan_any_more_is_not_notified(action, lead, officer):
    change = request_new_end(lead, action)
    decide_on_new_end(by=officer, change=change, agreed=True, **decided_by(change.action.plan))
    assert list(notices_on()) == ["Lead"]
    PostHolding.objects.filter(user=lead).update(until=DAY - timedelta(1))
    assert notices_on() == {}
