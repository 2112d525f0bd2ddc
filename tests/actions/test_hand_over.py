"""A post is handed over from a day, or given to a deputy; what was written stays."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from actions.domain.enums import AfterHandOver
from actions.models import Action, Membership, Plan, StatusUpdate
from actions.services.area_access import (
    AccessRefused,
    end_access,
    end_lapsed_access,
)
from actions.services.hand_over import end_deputy, hand_over, name_deputy
from actions.services.invitations import (
    Offer,
    invite,
    withdraw,
)
from tests.support.area_people import NEXT, fresh, post_of
from tests.support.cast import browser_of
from wsoa.accounts.models import (
    Invitation,
    LocalArea,
    Post,
    PostHolding,
    User,
)
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today

APPROVED = date(2019, 5, 17)  # the plan, and since then its demo people are there


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def manager(people: dict[str, User]) -> User:
    return people["manager"]


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
