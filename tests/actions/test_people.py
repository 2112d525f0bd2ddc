"""Who administers a local area, and how somebody is invited to it."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.mail import EmailMessage
from django.utils import timezone

from actions.domain.enums import AfterHandOver, Role
from actions.models import Action, Membership, Plan
from actions.rules import PlanAccess, plan_access
from actions.selectors.people import posts_of_area
from actions.selectors.person_roles import roles_anywhere
from actions.services.area_access import (
    AccessRefused,
    LastAdministrator,
    NotAdministrator,
    RoleGrant,
    change_roles,
    end_access,
    make_administrator,
)
from actions.services.chasing import reachable_posts
from actions.services.hand_over import hand_over
from actions.services.invitations import (
    InvitationEnded,
    Offer,
    PostIsHeld,
    accept,
    hash_of,
    invitation_of,
    invite,
    send_again,
    withdraw,
)
from tests.support.area_people import NEXT, fresh, post_of
from tests.support.cast import SITE_ADMINISTRATOR
from tests.support.factories import (
    LocalAreaFactory,
    PlanFactory,
    PostHoldingFactory,
    UserFactory,
)
from wsoa.accounts.models import (
    AreaRole,
    Invitation,
    LocalArea,
    User,
)
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def manager(people: dict[str, User]) -> User:
    return people["manager"]


def link_in(message: EmailMessage) -> str:
    found = re.search(r"/invitations/([\w-]+)/", message.body)
    assert found, message.body
    return found[1]


def test_the_demo_manager_administers_the_area_and_nobody_else_does(people, area):
    administers = {
        name for name, user in people.items() if user.has_perm("actions.administer_area", area)
    }
    assert administers == {"manager"}
    belongs = {name for name, user in people.items() if user.has_perm("actions.see_area", area)}
    assert belongs == people.keys() - {"stranger", SITE_ADMINISTRATOR}


def test_the_migration_makes_managers_administrators_of_their_area_once(people, area, manager):
    AreaRole.objects.all().delete()
    second = PlanFactory(local_area=area)
    york = PlanFactory(local_area=LocalAreaFactory(name="York", slug="york"))
    ended = UserFactory()
    for plan in (second, york):
        Membership.objects.create(plan=plan, user=manager, role=Role.MANAGER)
    Membership.objects.create(plan=york, user=ended, role=Role.MANAGER, until=today())
    moving = import_module("actions.migrations.0011_managers_become_administrators")

    moving.make_administrators(apps, None)
    moving.make_administrators(apps, None)

    found = AreaRole.objects.order_by("local_area__slug")
    assert [(row.local_area.slug, row.user, row.since) for row in found] == [
        ("sheffield", manager, None),
        ("york", manager, None),
    ]


def test_only_an_administrator_changes_who_has_access(people, area):
    with pytest.raises(NotAdministrator, match="Ask one of them"):
        end_access(by=people["board"], local_area=area, user=people["viewer"])
    assert people["viewer"].has_perm("actions.see_area", area)


def test_an_administrator_of_one_area_changes_nothing_in_another(manager):
    york = LocalAreaFactory(name="York", slug="york")
    with pytest.raises(NotAdministrator):
        invite(by=manager, local_area=york, email="a@b.example", name="A", offer=Offer())
    assert not User.objects.filter(email="a@b.example").exists()


def test_nobody_removes_the_last_administrator(people, area, manager, sheffield):
    grants = [RoleGrant(sheffield, Role.MANAGER)]
    with pytest.raises(LastAdministrator, match="Make somebody else administrator first"):
        end_access(by=None, local_area=area, user=manager)
    with pytest.raises(LastAdministrator):
        change_roles(by=manager, local_area=area, user=manager, grants=grants, administrator=False)
    # somebody invited, who has not accepted, is nobody who could take over
    invite(
        by=manager,
        local_area=area,
        email="next@council.example",
        name="Next",
        offer=Offer(administrator=True),
    )
    with pytest.raises(LastAdministrator):
        end_access(by=manager, local_area=area, user=manager)
    make_administrator(by=manager, local_area=area, user=people["publisher"])
    end_access(by=manager, local_area=area, user=manager)
    assert not fresh(manager).is_active
    with pytest.raises(LastAdministrator):
        end_access(by=None, local_area=area, user=people["publisher"])


def test_handing_over_a_post_does_not_remove_the_last_administrator_either(area, manager):
    post = post_of("SCC-BAI", area)
    post.holdings.update(user=manager)
    with pytest.raises(LastAdministrator):
        hand_over(
            by=manager,
            post=post,
            email="next@council.example",
            name="Next",
            first_day=NEXT,
            after=AfterHandOver.ENDS,
        )
    assert post.holdings.get().user == manager


def test_an_invited_person_signs_in_only_once_they_have_accepted(
    area, manager, sheffield, mailoutbox
):
    offer = Offer(roles=(RoleGrant(sheffield, Role.BOARD),))
    invited = invite(
        by=manager, local_area=area, email="Ann@Council.example", name="Ann", offer=offer
    )
    [message] = mailoutbox
    assert message.to == ["ann@council.example"]
    token = link_in(message)
    assert invited.token == token
    assert "board member" in message.body
    row = Invitation.objects.get()
    assert row.token_hash == hash_of(token)
    assert token not in str(vars(row))
    assert row.ends_at - row.sent_at == timedelta(days=14)
    assert not invited.user.is_active

    user = accept(invitation=invitation_of(token))

    assert fresh(user).is_active
    assert plan_access(fresh(user), sheffield).roles == {"board"}
    with pytest.raises(InvitationEnded, match="accepted this invitation already"):
        invitation_of(token)
    with pytest.raises(InvitationEnded):
        accept(invitation=row)
    logged = AuditEvent.objects.order_by("pk")
    summaries = list(logged.values_list("content__actor_name", "content__summary"))[-2:]
    assert summaries == [
        (manager.name, "Invited Ann as board member"),
        ("Ann", "Accepted the invitation to Sheffield"),
    ]


def test_a_link_ends_after_14_days_and_a_new_one_takes_its_place(area, manager):
    first = invite(by=manager, local_area=area, email="a@b.example", name="A", offer=Offer()).token
    Invitation.objects.update(ends_at=timezone.now().replace(year=2018))
    with pytest.raises(InvitationEnded, match="ended on"):
        invitation_of(first)
    second = send_again(by=manager, invitation=Invitation.objects.get()).token
    assert invitation_of(first) is None
    assert invitation_of(second).user.email == "a@b.example"


def test_a_withdrawn_invitation_takes_what_it_offered_with_it(area, manager, sheffield):
    post = post_of("SCC-BAI", area)
    post.holdings.update(until=today() - timedelta(days=1))
    invited = invite(
        by=manager, local_area=area, email="a@b.example", name="A", offer=Offer(post=post)
    )
    withdraw(by=manager, invitation=Invitation.objects.get())
    with pytest.raises(InvitationEnded, match="was withdrawn"):
        invitation_of(invited.token)
    assert not post.holdings.on(today()).exists()
    assert post.holdings.get(user=invited.user).is_empty
    with pytest.raises(AccessRefused, match="accepted or withdrawn already"):
        withdraw(by=manager, invitation=Invitation.objects.get())


def test_without_a_role_or_a_post_a_person_may_only_read(area, manager, sheffield):
    user = invite(by=manager, local_area=area, email="a@b.example", name="A", offer=Offer()).user
    accept(invitation=Invitation.objects.get())
    assert plan_access(user, sheffield).roles == {"viewer"}


def test_who_has_access_already_gets_a_message_and_no_link(
    area, manager, people, sheffield, mailoutbox
):
    invited = invite(
        by=manager,
        local_area=area,
        email=people["viewer"].email,
        name="Another name",
        offer=Offer(roles=(RoleGrant(sheffield, Role.PUBLISHER),)),
    )
    assert invited.token == ""
    assert not Invitation.objects.exists()
    assert "Sign in here" in mailoutbox[0].body
    assert plan_access(fresh(invited.user), sheffield).roles == {"viewer", "publisher"}


def test_who_works_in_another_area_gets_nothing_here_until_they_accept(
    area, manager, sheffield, mailoutbox
):
    york = PlanFactory(local_area=LocalAreaFactory(name="York", slug="york"))
    officer = UserFactory(email="officer@york.example")
    Membership.objects.create(plan=york, user=officer, role=Role.MANAGER)
    post = post_of("SCC-BAI", area)
    action = sheffield.actions.led_by_posts([post.pk]).with_leads().first()
    post.holdings.update(until=today() - timedelta(days=1))
    roles = (RoleGrant(sheffield, Role.MANAGER),)
    offer = Offer(roles=roles, post=post, administrator=True)

    token = invite(by=manager, local_area=area, email=officer.email, name="", offer=offer).token
    waiting = fresh(officer)

    assert "nothing happens until you accept" in mailoutbox[0].body
    assert plan_access(waiting, sheffield) == PlanAccess()
    for permission in ("actions.see_area", "actions.administer_area"):
        assert not waiting.has_perm(permission, area)
    assert not waiting.has_perm("actions.update_action", action)
    assert list(Plan.objects.seen_by(waiting, today())) == [york]
    assert not Action.objects.led_by(waiting, today()).exists()
    assert not reachable_posts([post])
    assert roles_anywhere(waiting) == {Role.MANAGER}
    assert plan_access(waiting, york).roles == {Role.MANAGER}
    [status] = [status for status in posts_of_area(area, today()) if status.post == post]
    assert not status.can_be_reached
    with pytest.raises(LastAdministrator):
        end_access(by=None, local_area=area, user=manager)

    accept(invitation=invitation_of(token))

    accepted = fresh(officer)
    assert accepted.has_perm("actions.administer_area", area)
    assert accepted.has_perm("actions.update_action", action)
    assert plan_access(accepted, sheffield).roles == {Role.MANAGER}
    assert set(Plan.objects.seen_by(accepted, today())) == {york, sheffield}
    assert reachable_posts([post]) == [post]


def test_what_was_agreed_for_later_is_access_already(area, manager, people):
    user = UserFactory()
    PostHoldingFactory(post=post_of("SCC-BAI", area), user=user, since=NEXT, deputy=True)
    offer = Offer(administrator=True)
    invited = invite(by=manager, local_area=area, email=user.email, name="", offer=offer)
    assert invited.token == ""
    assert fresh(user).has_perm("actions.administer_area", area)


def test_a_held_post_is_not_given_to_somebody_else_by_an_invitation(area, manager):
    offer = Offer(post=post_of("SCC-HoS", area))
    with pytest.raises(PostIsHeld, match=r"held by lead@demo\.example"):
        invite(by=manager, local_area=area, email="a@b.example", name="A", offer=offer)
    assert not User.objects.filter(email="a@b.example").exists()
