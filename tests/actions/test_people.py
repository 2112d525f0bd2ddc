"""Who has access to a local area: inviting, handing over, deputies, and the end of access."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from actions.domain.enums import AfterHandOver, Role
from actions.models import Action, Digest, Membership, Plan, SignedLink, StatusUpdate
from actions.rules import PlanAccess, plan_access
from actions.selectors.people import posts_of_area
from actions.selectors.person_roles import roles_anywhere
from actions.services import area_access
from actions.services.area_access import (
    AccessRefused,
    LastAdministrator,
    NotAdministrator,
    RoleGrant,
    change_roles,
    end_access,
    end_lapsed_access,
    make_administrator,
)
from actions.services.chasing import reachable_posts
from actions.services.hand_over import end_deputy, hand_over, name_deputy
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
from actions.services.reminders import digests_due
from tests.support.cast import SITE_ADMINISTRATOR, browser_of
from tests.support.factories import (
    ActionFactory,
    LocalAreaFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    UserFactory,
)
from wsoa.accounts.models import (
    AccessConfirmation,
    AreaRole,
    Invitation,
    LocalArea,
    Post,
    PostHolding,
    User,
)
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today
from wsoa.mail.models import OutgoingEmail

NEXT = date(2019, 12, 2)
APPROVED = date(2019, 5, 17)  # the plan, and since then its demo people are there


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def manager(people: dict[str, User]) -> User:
    return people["manager"]


def post_of(code: str, area: LocalArea) -> Post:
    return Post.objects.of(area).select_related("local_area").get(code=code)


def fresh(user: User) -> User:
    """The person as the next request knows them."""
    return User.objects.get(pk=user.pk)


def link_in(message: EmailMessage) -> str:
    found = re.search(r"/invitations/([\w-]+)/", message.body)
    assert found, message.body
    return found[1]


# --- administrators -------------------------------------------------------------------------------


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


# --- invitations ----------------------------------------------------------------------------------


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


# --- handing over ---------------------------------------------------------------------------------


def test_a_post_is_handed_over_from_a_day_and_what_was_written_stays(area, manager, people):
    post, lead = post_of("SCC-HoS", area), people["lead"]
    said = StatusUpdate.objects.filter(post=post).first()
    before = (said.by, said.post, said.developments)
    done = hand_over(
        by=manager,
        post=post,
        email="next@council.example",
        name="Next Head",
        first_day=NEXT,
        after=AfterHandOver.DEPUTY,
        note="Start with 5.1.6.",
    )
    rows = [
        (row.holder, row.deputy, row.since, row.until)
        for row in post.holdings.order_by("deputy", "pk")
    ]
    assert rows == [
        (rows[0][0], False, APPROVED, date(2019, 12, 1)),
        ("Next Head", False, NEXT, None),
        (lead.name, True, NEXT, date(2019, 12, 31)),
    ]
    assert done.holding.handover_note == "Start with 5.1.6."
    action = Action.objects.led_by_posts([post.pk]).with_leads().first()
    assert fresh(lead).has_perm("actions.update_action", action)
    said.refresh_from_db()
    assert (said.by, said.post, said.developments) == before
    event = AuditEvent.objects.filter(verb="hand-over").get()
    assert (event.plan, event.subject) == ("sheffield-2019", "post SCC-HoS")
    assert event.summary.endswith("to Next Head on 2 December 2019")


def in_force(post: Post) -> list[tuple[str, bool, date | None, date | None]]:
    """Who holds the post or stands in, today and later: name, whether deputy, from, until."""
    rows = post.holdings.not_over(today()).order_by("deputy", "pk")
    return [(row.holder, row.deputy, row.since, row.until) for row in rows]


@pytest.mark.parametrize("first_day", [date(2019, 11, 15), NEXT])
@pytest.mark.parametrize("after", list(AfterHandOver))
def test_withdrawing_undoes_the_hand_over_that_was_not_accepted(
    area, manager, people, first_day, after
):
    post, lead = post_of("SCC-HoS", area), people["lead"]
    before = in_force(post)
    roles = set(Membership.objects.filter(user=lead).not_over(today()).values_list("role"))
    arguments = {"email": "next@c.example", "name": "Next", "first_day": first_day}
    hand_over(by=manager, post=post, after=after, **arguments)
    assert in_force(post) != before

    assert withdraw(by=manager, invitation=Invitation.objects.get()) == [post]

    assert in_force(post) == before
    assert fresh(lead).is_active
    left = Membership.objects.filter(user=lead).not_over(today())
    assert set(left.values_list("role")) == roles
    assert not post.holdings.on(today()).filter(user__email="next@c.example").exists()


def test_ending_the_access_of_who_has_not_accepted_gives_the_post_back_too(area, manager):
    post = post_of("SCC-HoS", area)
    before = in_force(post)
    arguments = {"email": "next@c.example", "name": "Next", "first_day": today()}
    done = hand_over(by=manager, post=post, **arguments)
    end_access(by=manager, local_area=area, user=done.holding.user)
    assert in_force(post) == before


def test_withdrawing_leaves_the_post_under_the_name_that_the_plan_prints(area, manager):
    post = post_of("SCC-BAI", area)
    arguments = {"email": "james@c.example", "name": "James Ford"}
    invite(by=manager, local_area=area, offer=Offer(post=post), **arguments)
    withdraw(by=manager, invitation=Invitation.objects.get())
    holding = post.holdings.get()
    assert (holding.holder, holding.user, holding.until) == ("James Ford", None, None)


def test_a_replaced_hand_over_leaves_no_deputy_and_no_invitation(area, manager, people):
    post, lead = post_of("SCC-HoS", area), people["lead"]
    deputy = {"first_day": NEXT, "after": AfterHandOver.DEPUTY}
    hand_over(by=manager, post=post, email="first@c.example", name="First", **deputy)
    hand_over(by=manager, post=post, email="second@c.example", name="Second", **deputy)
    assert in_force(post) == [
        (lead.holdings.first().holder, False, APPROVED, NEXT - timedelta(days=1)),
        ("Second", False, NEXT, None),
        (lead.name, True, NEXT, date(2019, 12, 31)),
    ]
    assert Invitation.objects.waiting().get().user.email == "second@c.example"


def test_who_held_the_post_before_has_it_until_the_next_hand_over(area, manager, people):
    post = post_of("SCC-HoS", area)
    hand_over(by=manager, post=post, email="a@c.example", name="A", first_day=NEXT)
    later = NEXT + timedelta(days=7)
    hand_over(by=manager, post=post, email=people["board"].email, first_day=later)
    withdraw(by=manager, invitation=Invitation.objects.get())
    assert [(row[0], *row[2:]) for row in in_force(post)] == [
        (people["lead"].holdings.first().holder, APPROVED, later - timedelta(days=1)),
        (people["board"].name, later, None),
    ]


def test_hand_overs_of_before_that_wait_can_be_undone_too(area, manager, people):
    post, named = post_of("SCC-HoS", area), post_of("SCC-BAI", area)
    before = in_force(post), in_force(named)
    arguments = {"email": "next@c.example", "name": "James Ford"}
    deputy = {"first_day": NEXT, "after": AfterHandOver.DEPUTY}
    hand_over(by=manager, post=post, **arguments, **deputy)
    invite(by=manager, local_area=area, offer=Offer(post=named), **arguments)
    PostHolding.objects.update(taking={})
    moving = import_module("wsoa.accounts.migrations.0007_holdings_know_what_they_changed")

    moving.keep_what_waiting_holders_changed(apps, None)
    withdraw(by=manager, invitation=Invitation.objects.get())

    assert (in_force(post), in_force(named)) == before


def test_after_the_day_who_keeps_reading_sees_the_plan_and_writes_nothing(
    area, manager, people, sheffield
):
    post, lead = post_of("SCC-HoS", area), people["lead"]
    hand_over(
        by=manager,
        post=post,
        email=people["viewer"].email,
        first_day=today(),
        after=AfterHandOver.READS,
    )
    action = sheffield.actions.led_by_posts([post.pk]).with_leads().first()
    assert fresh(lead).has_perm("actions.see_plan", sheffield)
    assert not fresh(lead).has_perm("actions.update_action", action)
    assert fresh(people["viewer"]).has_perm("actions.update_action", action)


def test_access_ends_with_the_post_where_that_was_chosen(area, manager, people):
    post, lead = post_of("SCC-HoS", area), people["lead"]
    browser = browser_of(lead)
    hand_over(
        by=manager,
        post=post,
        email=people["viewer"].email,
        first_day=today(),
        after=AfterHandOver.ENDS,
    )
    assert not fresh(lead).is_active
    assert browser.get("/my/updates/").status_code == 302


def test_a_later_end_leaves_access_until_the_day_before(area, manager, people):
    post, lead = post_of("SCC-HoS", area), people["lead"]
    hand_over(
        by=manager,
        post=post,
        email=people["viewer"].email,
        first_day=NEXT,
        after=AfterHandOver.ENDS,
    )
    assert fresh(lead).is_active
    assert lead.holdings.get().until == date(2019, 12, 1)
    assert end_lapsed_access(date(2019, 12, 1)) == 0
    assert end_lapsed_access(NEXT) == 1
    assert not fresh(lead).is_active
    assert end_lapsed_access(NEXT) == 0


def test_a_planned_hand_over_is_replaced_by_another_one(area, manager, people):
    post = post_of("SCC-HoS", area)
    for email, day in ((people["viewer"].email, NEXT), (people["board"].email, date(2019, 11, 25))):
        hand_over(by=manager, post=post, email=email, first_day=day)
    held = [
        (row.user.email, row.since, row.until)
        for row in post.holdings.full().filter(is_empty=False).order_by("pk")
    ]
    assert held == [
        (people["lead"].email, APPROVED, date(2019, 11, 24)),
        (people["board"].email, date(2019, 11, 25), None),
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email": "lead@demo.example"}, "holds SCC-HoS on that day already"),
        ({"email": "new@b.example"}, "Enter the name of the person"),
        ({"email": "no address", "name": "A"}, "in the correct format"),
        ({"email": "board@demo.example", "first_day": date(2029, 12, 2)}, "Check the year"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_in_words(area, manager, changes, told):
    values = {"first_day": NEXT} | changes
    with pytest.raises(AccessRefused, match=told):
        hand_over(by=manager, post=post_of("SCC-HoS", area), **values)
    assert not User.objects.filter(email="new@b.example").exists()


def test_a_first_day_before_that_of_the_present_holder_is_refused(area, manager, people):
    post = post_of("SCC-HoS", area)
    post.holdings.update(since=date(2019, 11, 1))
    with pytest.raises(AccessRefused, match="since 1 November 2019"):
        hand_over(by=manager, post=post, email=people["board"].email, first_day=date(2019, 10, 15))


def test_a_deputy_may_do_what_the_holder_may_until_the_last_day(area, manager, people, sheffield):
    post, viewer = post_of("SCC-HoS", area), people["viewer"]
    name_deputy(by=manager, post=post, email=viewer.email, until=date(2019, 11, 22), since=today())
    action = sheffield.actions.led_by_posts([post.pk]).with_leads().first()
    assert fresh(viewer).has_perm("actions.update_action", action)
    with pytest.raises(AccessRefused, match="is its deputy, at that time already"):
        name_deputy(by=manager, post=post, email=viewer.email, until=date(2019, 11, 30))
    end_deputy(by=manager, holding=post.holdings.get(deputy=True))
    assert not fresh(viewer).has_perm("actions.update_action", action)
    assert post.holdings.get(deputy=True).is_empty


def test_a_deputys_days_must_make_sense(area, manager, people):
    post = post_of("SCC-HoS", area)
    with pytest.raises(AccessRefused, match="first day or later"):
        name_deputy(by=manager, post=post, email=people["viewer"].email, until=date(2019, 11, 14))


# --- the end of access ----------------------------------------------------------------------------


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


# --- commands -------------------------------------------------------------------------------------


def run(*words: str) -> None:
    call_command(*words)


def test_operators_do_the_same_by_commands(area, people, capsys):
    run("hand_over_post", "sheffield", "SCC-HoS", "new@c.example", "--name=New", "--show-link")
    out = capsys.readouterr().out
    assert "SCC-HoS passes to New on 2019-11-15." in out
    token = re.search(r"/invitations/([\w-]+)/", out)
    assert token
    assert invitation_of(token[1]).user.email == "new@c.example"
    run("name_deputy", "sheffield", "SCC-HoS", "board@demo.example", "--until=2019-11-30")
    assert "is deputy for SCC-HoS until 2019-11-30" in capsys.readouterr().out
    run("make_administrator", "sheffield", "board@demo.example")
    run("end_access", "sheffield", "manager@demo.example")
    assert "can no longer sign in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="only administrator"):
        run("end_access", "sheffield", "board@demo.example")
    with pytest.raises(CommandError, match="no post 'X'"):
        run("hand_over_post", "sheffield", "X", "a@b.example")
    with pytest.raises(CommandError, match="no local area 'york'"):
        run("end_access", "york", "board@demo.example")
    assert PostHolding.objects.of(area).filter(user__email="board@demo.example").exists()


# --- the review of access, by command ---------------------------------------------------------


def test_operators_list_and_confirm_who_has_access(sheffield, people, capsys):  # type: ignore[no-untyped-def]
    call_command("review_access", "sheffield")
    first, *rows = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"October to December 2019: (\d+) of \1 to confirm\.", first)
    listed = {row.partition(":")[0]: row for row in rows}
    assert "lead@demo.example" in listed
    assert "SCC-HoS" in listed["lead@demo.example"]
    assert all(row.endswith("; to confirm") for row in rows)

    call_command("review_access", "sheffield", "--confirm=lead@demo.example")
    again = capsys.readouterr().out.splitlines()
    assert again[0] == f"October to December 2019: {len(rows) - 1} of {len(rows)} to confirm."
    confirmed = next(row for row in again if row.startswith("lead@demo.example"))
    assert confirmed.endswith("; By whoever runs the service on 15 November 2019")
    assert AccessConfirmation.objects.get().user == people["lead"]
    assert AuditEvent.objects.filter(verb="review-access").count() == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nowhere",), "no local area 'nowhere'"),
        (("sheffield", "--confirm=x@y.example"), "Nobody has the email address 'x@y.example'"),
    ],
)
def test_the_review_by_command_refuses_what_there_is_not(sheffield, arguments, why):  # type: ignore[no-untyped-def]
    with pytest.raises(CommandError, match=why):
        call_command("review_access", *arguments)
    assert not AccessConfirmation.objects.exists()


# --- what only pages could do before, by command ----------------------------------------------


def test_operators_add_organisations_and_posts(area, capsys):
    run("add_organisation", "sheffield", "ICB", "Integrated Care Board", "--kind=nhs")
    run("add_post", "sheffield", "ICB-HoC", "Head of Commissioning", "--organisation=ICB")
    out = capsys.readouterr().out
    assert "Integrated Care Board (ICB) is an organisation of Sheffield." in out
    assert "ICB-HoC, Head of Commissioning, is a post of Sheffield. Nobody holds it yet." in out
    assert post_of("ICB-HoC", area).organisation.code == "ICB"
    with pytest.raises(CommandError, match="ICB is the code of an organisation already"):
        run("add_organisation", "sheffield", "ICB", "Another")
    with pytest.raises(CommandError, match="ICB-HoC is the code of a post already"):
        run("add_post", "sheffield", "ICB-HoC", "Another", "--organisation=ICB")
    with pytest.raises(CommandError, match="no organisation 'X'"):
        run("add_post", "sheffield", "ICB-X", "Another", "--organisation=X")


def test_operators_set_roles(area, people, sheffield, capsys):
    viewer = people["viewer"]
    roles = ("--role=sheffield-2019:publisher", "--role=sheffield-2019:accountable:5")
    run("set_roles", "sheffield", viewer.email, *roles, "--administrator")
    out = capsys.readouterr().out
    assert "has these roles in Sheffield: publisher; accountable officer, area 5; admin" in out
    held = Membership.objects.of(viewer, sheffield).on(today())
    assert set(held.values_list("role", "area__ref")) == {("publisher", None), ("accountable", "5")}
    assert fresh(viewer).has_perm("actions.administer_area", area)
    for words, why in {
        "york-2020:viewer": "Sheffield has no plan 'york-2020'",
        "sheffield-2019:king": "'king' is no role",
        "sheffield-2019:accountable": "has an area",
        "sheffield-2019:viewer:5": "has an area",
    }.items():
        with pytest.raises(CommandError, match=why):
            run("set_roles", "sheffield", viewer.email, f"--role={words}")
    with pytest.raises(CommandError, match="has no access to Sheffield"):
        run("set_roles", "sheffield", "stranger@example.org", "--role=sheffield-2019:viewer")


def test_operators_withdraw_an_invitation_and_the_post_goes_back(area, people, capsys):
    post = post_of("SCC-HoS", area)
    hand_over(by=None, post=post, email="new@c.example", name="New", first_day=today())
    run("withdraw_invitation", "sheffield", "new@c.example")
    out = capsys.readouterr().out
    assert "The invitation of new@c.example was withdrawn. Held as before: SCC-HoS." in out
    assert post.holdings.on(today()).get(deputy=False).user == people["lead"]
    with pytest.raises(CommandError, match="has no invitation to Sheffield that waits"):
        run("withdraw_invitation", "sheffield", "new@c.example")


def test_operators_send_a_file_of_people_that_is_carried_out_whole_or_not(area, tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_text("email,name,role,post\na@c.example,A,viewer,\nb@c.example,B,,XX-1\n")
    run("invite_people", "sheffield", str(file), "--dry-run")
    out = capsys.readouterr().out
    assert "Row 2, a@c.example: " in out
    assert "Row 3, b@c.example: " in out
    assert out.endswith("Nothing was changed.\n")
    with pytest.raises(CommandError, match=r"(?s)1 rows cannot be carried out.*Row 3, b@c.example"):
        run("invite_people", "sheffield", str(file))
    assert not User.objects.filter(email="a@c.example").exists()
    file.write_text("email,name,role\na@c.example,A,viewer\n")
    run("invite_people", "sheffield", str(file))
    assert Invitation.objects.get().user.email == "a@c.example"
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("invite_people", "sheffield", str(tmp_path / "missing.csv"))
    file.write_text("name\nA\n")
    with pytest.raises(CommandError, match="must have these headings"):
        run("invite_people", "sheffield", str(file))
