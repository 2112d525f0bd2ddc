"""Access ends, roles change; rows and what was written stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from actions.domain.enums import Role
from actions.models import Digest, Membership, Plan, SignedLink, StatusUpdate
from actions.rules import plan_access
from actions.services import area_access
from actions.services.area_access import (
    AccessRefused,
    RoleGrant,
    change_roles,
    end_access,
)
from actions.services.invitations import (
    Offer,
    accept,
    invite,
)
from actions.services.reminders import digests_due
from tests.support.area_people import fresh
from tests.support.cast import browser_of
from tests.support.factories import (
    ActionFactory,
    PostFactory,
    PostHoldingFactory,
    UserFactory,
)
from wsoa.accounts.models import (
    Invitation,
    LocalArea,
    User,
)
from wsoa.core.clock import today
from wsoa.mail.models import OutgoingEmail


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def manager(people: dict[str, User]) -> User:
    return people["manager"]


def test_access_ends_at_once_and_what_was_written_stays(area, manager, people, sheffield):
    lead = people["lead"]
    browser = browser_of(lead)
    assert browser.get("/my/updates/").status_code == 200
    october = sheffield.periods.get(key="2019-10")
    action = sheffield.actions.get(ref="6.1.2")
    link = SignedLink.objects.create(
        user=lead, action=action, period=october, made_at=timezone.now()
    )
    written = StatusUpdate.objects.filter(by=lead).count()
    OutgoingEmail.objects.create(
        subject="S", text="T", sender="s@b.example", to=[lead.email], made_at=timezone.now()
    )
    sessions = Session.objects.count()

    end_access(by=manager, local_area=area, user=lead)

    assert Session.objects.count() == sessions - 1
    response = browser.get("/my/updates/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")
    link.refresh_from_db()
    assert link.revoked_at
    assert not OutgoingEmail.objects.filter(to=[lead.email]).exists()
    assert lead.pk not in {digest.reader.user.pk for digest in digests_due(today())}
    assert StatusUpdate.objects.filter(by=lead).count() == written
    held = lead.holdings.get()
    assert (held.until, held.user) == (today() - timedelta(days=1), lead)
    assert not fresh(lead).is_active
    with pytest.raises(AccessRefused, match="has no access"):
        end_access(by=manager, local_area=area, user=lead)


def test_who_has_another_area_still_signs_in_there(area, manager, people):
    elsewhere = ActionFactory(
        led_by=[
            PostFactory(
                organisation__local_area__name="York", organisation__local_area__slug="york"
            )
        ]
    )
    lead = people["lead"]
    post = elsewhere.leads.get().post
    PostHoldingFactory(post=post, user=lead)
    sheffields = Plan.objects.get(slug="sheffield-2019")

    end_access(by=manager, local_area=area, user=lead)

    assert fresh(lead).is_active
    assert not fresh(lead).has_perm("actions.see_plan", sheffields)
    assert fresh(lead).has_perm("actions.update_action", elsewhere)
    assert not Session.objects.filter(session_key="").exists()


def test_access_that_began_today_can_end_today(area, manager, sheffield):
    offer = Offer(roles=(RoleGrant(sheffield, Role.BOARD),))
    user = invite(by=manager, local_area=area, email="a@b.example", name="A", offer=offer).user
    accept(invitation=Invitation.objects.get())
    end_access(by=manager, local_area=area, user=user)
    row = Membership.objects.get(user=user)
    assert (row.since, row.until, row.is_empty) == (today(), today() - timedelta(days=1), True)
    assert not fresh(user).has_perm("actions.see_plan", sheffield)
    # and can be given again
    invite(by=manager, local_area=area, email="a@b.example", name="A", offer=offer)
    accept(invitation=Invitation.objects.waiting().get())
    assert plan_access(fresh(user), sheffield).roles == {"board"}


def test_roles_are_changed_from_today_on_and_the_rows_stay(area, manager, people, sheffield):
    officer = people["accountable"]
    third = sheffield.areas.get(ref="3")
    change_roles(
        by=manager,
        local_area=area,
        user=officer,
        grants=[RoleGrant(sheffield, Role.ACCOUNTABLE, third)],
        administrator=False,
    )
    found = plan_access(fresh(officer), sheffield)
    assert (found.roles, found.areas) == ({"accountable"}, {third.pk})
    ended = Membership.objects.filter(user=officer, until=today() - timedelta(days=1))
    assert {row.role for row in ended} == {"accountable", "signs_council"}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ACCOUNTABLE])
def test_an_ended_role_decides_on_nothing_and_is_not_reminded(sheffield, people, role):
    user = UserFactory()
    place = sheffield.areas.get(ref="6") if role is Role.ACCOUNTABLE else None
    row = Membership.objects.create(plan=sheffield, user=user, role=role, area=place)
    action = sheffield.actions.with_place().filter(outcome__area__ref="6").first()
    assert user.has_perm("actions.judge_action", action)
    assert user.pk in {digest.reader.user.pk for digest in digests_due(today())}
    Membership.objects.filter(pk=row.pk).end_by(today() - timedelta(days=1))
    assert not fresh(user).has_perm("actions.judge_action", action)
    assert not Plan.objects.seen_by(user, today()).exists()
    assert user.pk not in {digest.reader.user.pk for digest in digests_due(today())}
    assert not Digest.objects.filter(user=user).exists()


def test_a_session_of_somebody_else_is_left_alone(people, manager):
    mine, theirs = browser_of(manager), browser_of(people["lead"])
    assert area_access.end_sessions(people["lead"]) == 1
    assert mine.get("/plans/sheffield-2019/").status_code == 200
    assert theirs.get("/plans/sheffield-2019/").status_code == 302
