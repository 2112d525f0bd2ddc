"""What waits, in the one email a day: told once, again near its day, and never too long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail

from actions.domain.digest import LONGEST_SUBJECT, MOST_LINES, lines_of
from actions.domain.enums import Role
from actions.extension_points import DIGEST_SOURCES
from actions.models import Digest, Membership, Plan, ReportingPeriod
from actions.services.reminders import digests_due, send_digests, set_pause
from actions.services.waiting_digest import waiting_additions
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.many_plans import many_plans
from wsoa.accounts.models import User

DAY = date(2019, 11, 15)


@pytest.fixture
def plan(db: None) -> Plan:
    """A plan of its own: nobody is in another."""
    Membership.objects.all().delete()
    ReportingPeriod.objects.all().update(locked_at="2019-11-01T12:00Z")
    return PlanFactory(title="The plan")


@pytest.fixture
def officer(plan: Plan) -> User:
    """Answers for an area in which one update waits for a verdict; its quarter is closed."""
    area = AreaFactory(plan=plan, title="Health")
    action = ActionFactory(outcome=OutcomeFactory(area=area), plan=plan, ref="1.1.1")
    period = PeriodFactory(plan=plan, kind="quarter", locked_at="2019-11-08T12:00Z")
    StatusUpdateFactory(action=action, period=period)
    user: User = UserFactory(name="Officer")
    Membership.objects.create(plan=plan, user=user, role=Role.ACCOUNTABLE, area=area)
    return user


def tells(row: Digest, kind: str) -> bool:
    """Whether a digest that was sent told of something of this kind."""
    return any(line["kind"] == kind for line in row.lines)


def told(day: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for addition in waiting_additions(day):
        found.setdefault(addition.user.name, []).append(addition.section.heading)
    return found


def test_a_person_is_told_of_each_kind_with_a_link_to_its_form(plan: Plan, officer: User) -> None:
    assert told(DAY) == {
        "Officer": [
            "1 area has updates for you to accept or return",
            "1 area has no commentary yet",
        ]
    }
    assert send_digests(day=DAY).sent == 1
    [message] = mail.outbox
    assert message.to == [officer.email]
    assert f"/plans/{plan.slug}/review/?area=" in message.body
    assert "1.1.1. 8 days late." in message.body  # the references end before the lateness begins


def test_it_is_told_once_and_again_every_week_once_its_day_is_near(officer: User) -> None:
    for day in range(30):
        send_digests(day=DAY + timedelta(day))
    days = [(row.day - DAY).days for row in Digest.objects.order_by("day") if tells(row, "accept")]
    assert days == [0, 7, 14, 21, 28]  # the verdicts were due on 7 November
    days = [
        (row.day - DAY).days for row in Digest.objects.order_by("day") if tells(row, "commentary")
    ]
    assert days == [0, 8, 15, 22, 29]  # commentary is due on 30 November


def test_what_is_due_far_ahead_is_not_told_again_before(plan: Plan, officer: User) -> None:
    plan.actions.all().delete()
    plan.periods.update(closes=DAY + timedelta(40), locked_at=None)
    with DIGEST_SOURCES.replaced(waiting=waiting_additions):
        days = [day for day in range(50) if send_digests(day=DAY + timedelta(day)).sent]
    assert days == [0, 33, 40, 47]  # commentary, due on the day on which the quarter closes


def test_who_has_paused_is_told_nothing(officer: User) -> None:
    set_pause(by=officer, paused=True)
    assert told(DAY) == {}


def test_who_cannot_sign_in_is_told_nothing(officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert told(DAY) == {}


def test_a_digest_over_153_plans_is_one_short_email_that_leaves(plan: Plan) -> None:
    user = UserFactory(name="Regional manager")
    plans = many_plans(153, manager=user, actions=4)
    Plan.objects.filter(pk=plans[0].pk).update(title="A very long title of a plan " * 7)
    [digest] = [found for found in digests_due(DAY) if found.reader.user == user]
    assert len(lines_of(digest.all_sections)) > 300
    assert len(lines_of(digest.sections)) <= MOST_LINES
    assert send_digests(day=DAY).failed == 0
    [message] = [found for found in mail.outbox if found.to == [user.email]]
    assert len(message.subject) <= LONGEST_SUBJECT
    assert "\n" not in message.subject
    assert "/portfolio/" in message.body
    assert f"/?plan={plans[0].slug}" in message.body
    assert len(message.body) < 30_000
    # what was folded counts as told, and nothing is sent a second time
    row = Digest.objects.get(user=user)
    assert len(row.lines) == len(lines_of(digest.all_sections))
    mail.outbox.clear()
    assert send_digests(day=DAY).sent == 0
