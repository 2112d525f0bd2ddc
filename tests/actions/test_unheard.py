"""People whom no reminder reaches: how the round's page shows them to the programme manager."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from actions.domain.enums import Role
from actions.models import Chase, Membership, Plan, ReportingPeriod
from actions.presenters.reporting_round import round_page
from actions.services.reminders import send_chase, send_digests
from tests.support.cast import BACKEND, browser_of
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OrganisationFactory,
    OutcomeFactory,
    PeriodFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.html import Page
from wsoa.accounts.models import AreaRole, Post
from wsoa.mail.models import OutgoingEmail

TODAY = date(2019, 11, 15)
CANNOT_BE_EMAILED = "Posts that cannot be emailed, and who to contact"
AT = timezone.make_aware(datetime(2019, 11, 15, 8))


@pytest.fixture
def plan(db: None) -> Plan:
    return PeriodFactory().plan


@pytest.fixture
def post(plan: Plan) -> Post:
    """A post that somebody who can sign in holds, with one action and no answer."""
    held = PostHoldingFactory()
    ActionFactory(outcome=OutcomeFactory(area__plan=plan), led_by=[held.post])
    return held.post


def test_posts_that_cannot_be_reminded_are_listed_with_who_to_ask(plan: Plan, post: Post) -> None:
    area = plan.areas.get()
    outcome = area.outcomes.get()
    ccg = OrganisationFactory(code="ZZ", name="The CCG")
    vacant, without = PostFactory(code="SCC-V"), PostFactory(code="ZZ-W", organisation=ccg)
    PostHoldingFactory(post=without, user=None, holder="No sign-in")
    elsewhere = OutcomeFactory(area=AreaFactory(plan=plan))
    ActionFactory(outcome=outcome, led_by=[vacant])
    ActionFactory(outcome=elsewhere, led_by=[without])
    officer = UserFactory(name="Ana Obi")
    Membership.objects.create(plan=plan, user=officer, role=Role.ACCOUNTABLE, area=area)
    found = round_page(plan, TODAY).unreachable
    assert sorted((each.code, each.silent, each.why, each.ask) for each in found) == [
        (
            "SCC-V",
            1,
            "Nobody holds this post at present",
            ("Contact Ana Obi, who answers for the area"),
        ),
        (
            "ZZ-W",
            1,
            "The holder cannot sign in yet",
            "Contact The CCG: the area has no accountable officer",
        ),
    ]


def test_a_vacancy_shows_what_is_behind_and_leads_to_the_form_that_fills_it(plan: Plan) -> None:
    outcome = OutcomeFactory(area__plan=plan)
    vacant = PostFactory(code="SCC-V")
    july = PeriodFactory(plan=plan, key="2019-07", first_day=date(2019, 7, 1))
    for status in ("behind_not_started", "at_risk", "on_track"):
        action = ActionFactory(outcome=outcome, led_by=[vacant])
        StatusUpdateFactory(action=action, period=july, status=status)
    (found,) = round_page(plan, TODAY).unreachable
    assert (found.code, found.silent, found.behind) == ("SCC-V", 3, 2)
    manager = UserFactory()
    Membership.objects.create(plan=plan, user=manager, role=Role.MANAGER)
    row = Page(browser_of(manager).get(f"/plans/{plan.slug}/round/")).table(CANNOT_BE_EMAILED)
    assert row.column("Behind") == ["2 behind"]
    assert "An administrator of Sheffield can name a holder" in row.column("Why")[0]
    AreaRole.objects.create(local_area=plan.local_area, user=manager)
    page = Page(browser_of(manager).get(f"/plans/{plan.slug}/round/"))
    assert page.link("Name a holder SCC-V") == "/areas/sheffield/people/posts/SCC-V/hand-over/"


def test_posts_without_missing_updates_are_not_listed(plan: Plan) -> None:
    action = ActionFactory(outcome=OutcomeFactory(area__plan=plan), led_by=[PostFactory()])
    StatusUpdateFactory(action=action, period=plan.periods.get())
    assert round_page(plan, TODAY).unreachable == ()


def test_a_failed_email_is_shown_to_the_manager(plan: Plan, post: Post, settings) -> None:
    manager = UserFactory(name="Mo Manager")
    Membership.objects.create(plan=plan, user=manager, role=Role.MANAGER)
    desk = Client()
    desk.force_login(manager, backend=BACKEND)
    settings.EMAIL_BACKEND = "wsoa.mail.backend.Outbox"
    ReportingPeriod.objects.exclude(plan=plan).update(locked_at=timezone.now())
    send_digests(day=TODAY)
    asked = Chase.objects.create(period=plan.periods.get(), post=post, by=manager, at=AT)
    send_chase(pk=asked.pk)
    assert OutgoingEmail.objects.count() >= 2
    assert round_page(plan, TODAY).undelivered == ()
    OutgoingEmail.objects.update(
        given_up_at=timezone.now(), error="550 No such\nmailbox", made_at=AT
    )
    found = round_page(plan, TODAY).undelivered
    holder = post.holdings.get().user
    mine = [each for each in found if each.to == holder.name]
    assert [(each.name, each.address, each.fault) for each in mine] == [
        ("Chase", holder.email, "550 No such mailbox"),
        ("Reminder", holder.email, "550 No such mailbox"),
    ]
    html = desk.get(f"/plans/{plan.slug}/round/").content.decode()
    assert f"Emails that could not be sent: {len(found)}" in html


def test_failed_emails_of_other_plans_and_outside_rounds_are_not_shown(
    plan: Plan, post: Post, settings
) -> None:
    settings.EMAIL_BACKEND = "wsoa.mail.backend.Outbox"
    send_digests(day=TODAY)
    send_mail("A code", "123456", None, ["somebody@example.org"])
    OutgoingEmail.objects.update(given_up_at=timezone.now(), made_at=AT)
    assert OutgoingEmail.objects.count() > 2
    assert {each.to for each in round_page(plan, TODAY).undelivered} == {
        post.holdings.get().user.name
    }
