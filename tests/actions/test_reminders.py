"""Digests and chases: recipients, no duplicates, pausing, and the schedule."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.domain.enums import Role
from actions.extension_points import DIGEST_SOURCES
from actions.models import (
    Chase,
    DateChange,
    Digest,
    Membership,
    ReportingPeriod,
    SignedLink,
    Verdict,
)
from actions.selectors.outstanding import digest_readers
from actions.selectors.updates import current_update
from actions.services.date_digest import decided_dates
from actions.services.reminders import (
    LEASE,
    digests_due,
    send_chase,
    send_digests,
    send_waiting_chases,
    set_pause,
)
from actions.services.signed_links import revoke_link
from actions.services.updates import confirm_unchanged
from actions.tasks import send_digests as task
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import now

DAY = date(2019, 11, 15)
BROKEN = "tests.support.mail_backends.Unreachable"


@pytest.fixture(autouse=True)
def only_rounds():
    """What waits besides rounds has tests of its own (test_waiting_digest.py)."""
    with DIGEST_SOURCES.replaced(dates=decided_dates):
        yield


@pytest.fixture
def small(db):
    """A plan of its own with one lead and one open round; the demo's round is locked."""
    plan = PlanFactory()
    PeriodFactory(plan=plan)
    return plan


@pytest.fixture
def post(small):
    post = PostFactory()
    PostHoldingFactory(post=post, user=UserFactory(email="ada@example.org", name="Ada"))
    return post


def fill(plan, post, count: int) -> list:
    area = AreaFactory(plan=plan)
    outcome = OutcomeFactory(area=area)
    return [ActionFactory(outcome=outcome, led_by=[post]) for _ in range(count)]


def alone(plan) -> None:
    """Only this plan has an open round, and no other anything to decide on."""
    ReportingPeriod.objects.exclude(plan=plan).update(locked_at=now())
    DateChange.objects.exclude(action__plan=plan).delete()


def emails() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_a_lead_gets_one_digest_with_a_link_for_each_action(small, post):
    actions = fill(small, post, 2)
    alone(small)

    assert send_digests(day=DAY) == (1, 0)

    assert emails() == [
        ("ada@example.org", "October 2019 is 15 days late: 2 actions need your update")
    ]
    [message] = mail.outbox
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert SignedLink.objects.count() == 2
    for action in actions:
        assert action.ref in message.body
        assert action.ref in html
    for body in (message.body, html):
        assert body.count("http://localhost:8000/u/") == 3  # two links, and what is said of them
        assert "http://localhost:8000/my/reminders/" in body
    assert "<img" not in html
    assert "src=" not in html


def test_a_second_run_on_the_same_day_sends_nothing(small, post):
    fill(small, post, 1)
    alone(small)
    assert send_digests(day=DAY) == (1, 0)
    assert send_digests(day=DAY) == (0, 0)
    assert len(mail.outbox) == 1
    digest = Digest.objects.get()
    assert (digest.day, [line["kind"] for line in digest.lines]) == (DAY, ["late"])


def test_a_notified_action_is_notified_again_after_a_week(small, post):
    fill(small, post, 1)
    alone(small)
    sent = [send_digests(day=DAY + timedelta(n)).sent for n in range(9)]
    assert sent == [1, 0, 0, 0, 0, 0, 0, 1, 0]


def test_a_failed_email_releases_its_claim_and_is_not_counted(small, post, settings):
    fill(small, post, 1)
    alone(small)
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN

    assert send_digests(day=DAY) == (0, 1)
    digest = Digest.objects.get()
    assert (digest.claim, digest.sent_at, digest.lines) == ("", None, [])
    assert SignedLink.objects.count() == 0
    assert not AuditEvent.objects.filter(verb="remind").exists()

    settings.EMAIL_BACKEND = works
    assert send_digests(day=DAY) == (1, 0)
    assert len(mail.outbox) == 1


def test_the_task_retries_failed_emails(small, post, settings):
    fill(small, post, 1)
    alone(small)
    settings.EMAIL_BACKEND = "tests.support.mail_backends.UnreachableOnce"
    task.apply()
    assert emails() == [
        ("ada@example.org", "October 2019 is 15 days late: 1 action needs your update")
    ]


def test_a_digest_claimed_by_another_worker_is_left_until_its_lease_ends(small, post):
    fill(small, post, 1)
    alone(small)
    user = User.objects.get(email="ada@example.org")
    row = Digest.objects.create(user=user, day=DAY, claim="x", leased_until=timezone.now() + LEASE)
    assert send_digests(day=DAY) == (0, 0)
    Digest.objects.filter(pk=row.pk).update(leased_until=timezone.now() - LEASE)
    assert send_digests(day=DAY) == (1, 0)


def test_people_with_paused_reminders_are_notified_of_the_opening_only(small, post):
    fill(small, post, 1)
    alone(small)
    user = User.objects.get(email="ada@example.org")
    set_pause(by=user, paused=True)
    assert send_digests(day=DAY) == (0, 0)
    assert send_digests(day=date(2019, 10, 1)) == (1, 0)
    assert emails()[0][1] == "October 2019 has opened: 1 action needs your update"


def test_nobody_is_notified_if_nothing_is_missing(small, post):
    [action] = fill(small, post, 1)
    alone(small)
    StatusUpdateFactory(action=action, period=small.periods.get())
    assert digests_due(DAY) == []


def test_a_locked_round_sends_no_reminders(small, post):
    fill(small, post, 1)
    alone(small)
    small.periods.update(locked_at=now())
    assert digests_due(DAY) == []


def test_former_holders_and_inactive_people_get_no_email(small, post):
    fill(small, post, 1)
    alone(small)
    User.objects.filter(email="ada@example.org").update(is_active=False)
    assert digests_due(DAY) == []


def test_deputies_and_new_holders_are_reminded(small, post):
    fill(small, post, 1)
    alone(small)
    post.holdings.update(until=date(2019, 11, 14))
    PostHoldingFactory(post=post, user__name="Bo", since=date(2019, 11, 15))
    PostHoldingFactory(post=post, user__name="Cy", deputy=True)
    assert [told.reader.user.name for told in digests_due(date(2019, 11, 14))] == ["Ada", "Cy"]
    assert [told.reader.user.name for told in digests_due(DAY)] == ["Bo", "Cy"]


def test_a_returned_update_is_notified_with_the_officer_reason(small, post):
    [action] = fill(small, post, 1)
    alone(small)
    user = User.objects.get(email="ada@example.org")
    update = StatusUpdateFactory(action=action, period=small.periods.get(), by=user)
    officer = UserFactory(name="Officer")
    Membership.objects.create(
        plan=small, user=officer, role=Role.ACCOUNTABLE, area=small.areas.get()
    )
    Verdict.objects.create(
        update=update, accepted=False, words="What changed?", by=officer, at=now()
    )

    send_digests(day=DAY)

    assert emails() == [
        ("ada@example.org", "October 2019: 1 update returned to you"),
        (officer.email, "October 2019: 1 update missing in your area"),
    ]
    assert "Returned: “What changed?”" in mail.outbox[0].body
    assert "/u/" not in mail.outbox[1].body
    assert f"/plans/{small.slug}/actions/{action.ref}/" in mail.outbox[1].body


def test_officer_and_manager_of_the_demo_get_their_own_lines(sheffield, people):
    subjects = {told.reader.user.email: told.sections[0].heading for told in digests_due(DAY)}
    assert subjects["accountable@demo.example"].endswith("missing in your area")
    assert subjects["manager@demo.example"].endswith("missing")
    assert "viewer@demo.example" not in subjects


@pytest.mark.parametrize("count", [1, 3, 89])
def test_gathering_digests_has_a_constant_number_of_queries(small, post, count):
    fill(small, post, count)
    for _ in range(count):
        PostHoldingFactory(post=post)
    alone(small)
    with CaptureQueriesContext(connection) as queries:
        readers = digest_readers(DAY)
    assert (len(readers), len(readers[0].rounds[0].asked)) == (count + 1, count)
    assert len(queries) == 9


def test_a_run_is_audited_once_for_each_plan(small, post):
    fill(small, post, 3)
    PostHoldingFactory(post=post)
    alone(small)
    send_digests(day=DAY)
    found = AuditEvent.objects.filter(plan=small.slug).values_list(
        "content__actor_name", "content__summary"
    )
    assert list(found) == [("The system", "Sent reminders to 2 people")]


def test_the_dry_run_prints_and_sends_nothing(small, post):
    [action] = fill(small, post, 1)
    alone(small)
    out = StringIO()
    call_command("send_digests", "--day", "2019-11-15", "--dry-run", stdout=out)
    assert "To: ada@example.org" in out.getvalue()
    assert action.ref in out.getvalue()
    assert "1 for 15 November 2019; nothing was sent." in out.getvalue()
    assert (mail.outbox, Digest.objects.count(), SignedLink.objects.count()) == ([], 0, 0)
    call_command("send_digests", "--day", "2019-11-15", stdout=out)
    assert out.getvalue().endswith("Sent: 1. Failed: 0.\n")


def test_the_schedule_sends_at_half_past_seven_in_london():
    schedule = django_settings.CELERY_BEAT_SCHEDULE["send-digests"]
    assert schedule["task"] == task.name
    assert (schedule["schedule"].hour, schedule["schedule"].minute) == ({7}, {30})
    assert django_settings.CELERY_TIMEZONE == "Europe/London"


# --- the programme manager's chase ------------------------------------------------------------


@pytest.fixture
def manager(small) -> User:
    user = UserFactory(email="manager@example.org", name="Mo")
    Membership.objects.create(plan=small, user=user, role=Role.MANAGER)
    return user


def pressed(plan, manager: User, *posts) -> list[Chase]:
    period = plan.periods.get()
    return [Chase.objects.create(period=period, post=each, by=manager, at=now()) for each in posts]


def test_a_chase_sends_one_email_to_the_holder_of_both_posts(small, post, manager):
    fill(small, post, 2)
    other = PostFactory()
    PostHoldingFactory(post=other, user=User.objects.get(email="ada@example.org"))
    ActionFactory(outcome=small.areas.get().outcomes.get(), led_by=[other])
    first, second = pressed(small, manager, post, other)

    assert [send_chase(pk=first.pk), send_chase(pk=second.pk), send_chase(pk=first.pk)] == [1, 0, 0]

    assert emails() == [("ada@example.org", "October 2019: 3 actions need your update")]
    [message] = mail.outbox
    assert message.body.startswith("Ada,\n\nMo is asking for the updates that are still missing.")
    assert f"\n{small.title}, {small.local_area.name}. " in message.body
    assert message.extra_headers["Reply-To"] == "manager@example.org"
    assert all(Chase.objects.values_list("sent_at", flat=True))


def test_a_chase_is_sent_though_the_digest_is_paused(small, post, manager):
    fill(small, post, 1)
    set_pause(by=User.objects.get(email="ada@example.org"), paused=True)
    [made] = pressed(small, manager, post)
    assert send_chase(pk=made.pk) == 1


def test_a_chase_for_answered_actions_sends_nothing(small, post, manager):
    [action] = fill(small, post, 1)
    StatusUpdateFactory(action=action, period=small.periods.get())
    [made] = pressed(small, manager, post)
    assert (send_chase(pk=made.pk), mail.outbox) == (0, [])


def test_a_chase_that_failed_is_sent_by_the_schedule(small, post, manager, settings):
    fill(small, post, 1)
    [made] = pressed(small, manager, post)
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN
    with pytest.raises(OSError, match="The mail server is away"):
        send_chase(pk=made.pk)
    made.refresh_from_db()
    assert made.sent_at is None
    settings.EMAIL_BACKEND = works
    assert (send_waiting_chases(), send_waiting_chases()) == (1, 0)


def test_a_chase_makes_a_new_link_where_the_old_one_was_ended(small, post, manager):
    fill(small, post, 1)
    alone(small)
    send_digests(day=DAY)
    old = SignedLink.objects.get()
    revoke_link(by=old.user, link=old)
    [made] = pressed(small, manager, post)
    send_chase(pk=made.pk)
    assert SignedLink.objects.get().pk > old.pk


def test_a_digest_does_not_renew_an_ended_link(small, post):
    [action] = fill(small, post, 1)
    alone(small)
    send_digests(day=DAY)
    link = SignedLink.objects.get()
    revoke_link(by=link.user, link=link)
    send_digests(day=DAY + timedelta(7))
    assert SignedLink.objects.get().revoked_at is not None
    assert "/u/" not in mail.outbox[1].body
    assert f"/plans/{small.slug}/actions/{action.ref}/" in mail.outbox[1].body


# --- a person's own page ----------------------------------------------------------------------


def test_reminders_are_paused_and_resumed_with_a_form(signed_in, people):
    lead = signed_in("lead")
    said = lead.post("/my/reminders/", {"paused": "on"}, follow=True).content.decode()
    assert (
        "Your reminders are paused. We will still email you when a reporting round opens." in said
    )
    people["lead"].refresh_from_db()
    assert people["lead"].digest_paused
    said = lead.post("/my/reminders/", {}, follow=True).content.decode()
    assert "Your reminders are on again." in said
    reminded = AuditEvent.objects.filter(verb="remind")
    assert list(reminded.values_list("content__summary", flat=True)) == [
        "Paused their reminders",
        "Resumed their reminders",
    ]


@pytest.mark.parametrize("count", [1, 3, 89])
def test_the_list_of_links_has_a_constant_number_of_queries(signed_in, people, sheffield, count):
    october = sheffield.periods.get(key="2019-10")
    for action in sheffield.actions.all()[:count]:
        SignedLink.objects.create(user=people["lead"], action=action, period=october, made_at=now())
    lead = signed_in("lead")
    lead.get("/my/reminders/")
    with CaptureQueriesContext(connection) as queries:
        html = lead.get("/my/reminders/").content.decode()
    assert f"Links in my emails: {count}" in html
    assert len(queries) == 5


def test_an_answered_action_is_no_longer_in_the_digest(sheffield, people):
    def asked() -> int:
        told = {each.reader.user.email: each.sections for each in digests_due(DAY)}
        return sum(len(each.lines) for each in told["lead@demo.example"])

    before = asked()
    october = sheffield.periods.get(key="2019-10")
    action = sheffield.actions.get(ref="2.3.3")
    last = current_update(action, october)
    confirm_unchanged(by=people["lead"], action=action, period=october, based_on=last and last.pk)
    assert asked() == before - 1
