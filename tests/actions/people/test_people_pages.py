"""The page of people: who has what, since when; and what is of another area."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Role
from actions.models import Membership
from actions.services.area_access import end_access
from actions.services.invitations import Offer, accept, invite, withdraw
from actions.services.organisations import add_post
from tests.support.cast import browser_of
from tests.support.factories import LocalAreaFactory, PlanFactory, UserFactory
from tests.support.people_pages import PEOPLE, page, text_of, vacate
from wsoa.accounts.models import (
    AreaRole,
    Invitation,
    Organisation,
    Post,
    PostHolding,
    User,
)
from wsoa.core.clock import today


def test_the_page_says_who_has_what_since_when_and_when_they_signed_in(browser, people, area):
    User.objects.filter(pk=people["board"].pk).update(last_login="2019-08-30T12:00Z")
    Membership.objects.filter(user=people["board"]).update(since=date(2019, 5, 17))
    PostHolding.objects.create(
        post=Post.objects.of(area).get(code="SCC-HoS"),
        user=people["viewer"],
        holder="V",
        deputy=True,
        since=today(),
        until=date(2019, 11, 22),
    )
    text = page(browser)
    assert "Who has access: 7" in text
    board = text[text.index("board@demo.example") :][:300]
    assert "Board member None 17 May 2019 None 30 August 2019 77 days ago" in board
    assert "viewer@demo.example until 22 November 2019" in text
    assert "1 person has not signed in for 60 days" in text
    assert "Accountable officer, area 5; Signs for the council" in text


def test_since_when_everybody_of_the_demonstration_has_access_is_recorded(browser):
    text = page(browser)
    assert "Not recorded" not in text
    for address in ("lead", "manager", "viewer"):
        row = text[text.index(f"{address}@demo.example") :][:200]
        assert "17 May 2019" in row


def test_people_whose_access_ended_are_listed_and_nobody_who_never_had_any(browser, people, area):
    assert "access has ended" not in page(browser)
    end_access(by=None, local_area=area, user=people["board"])
    invite(by=None, local_area=area, email="never@b.example", name="A", offer=Offer())
    withdraw(by=None, invitation=Invitation.objects.get())
    text = page(browser)
    assert "People whose access has ended: 1" in text
    ended = f"board@demo.example , {people['board'].name}: last full day 14 November 2019"
    assert ended in text
    assert "never@b.example" not in text


def test_who_took_over_the_name_of_a_holder_has_access_since_they_accepted(browser, area):
    post = Post.objects.of(area).get(code="SCC-BAI")
    arguments = {"email": "james@c.example", "name": "James Ford", "offer": Offer(post=post)}
    invite(by=None, local_area=area, **arguments)
    accept(invitation=Invitation.objects.get())
    row = page(browser)
    row = row[row.index("james@c.example") :][:150]
    assert "15 November 2019" in row
    assert "Not recorded" not in row


def test_more_people_take_no_more_queries(browser, area, sheffield):
    browser.get(PEOPLE)
    with CaptureQueriesContext(connection) as few:
        browser.get(PEOPLE)
    for _ in range(5):
        user = UserFactory()
        Membership.objects.create(plan=sheffield, user=user, role=Role.VIEWER)
    with CaptureQueriesContext(connection) as many:
        browser.get(PEOPLE)
    assert len(many) == len(few)


def test_a_post_nobody_holds_comes_first_and_leads_to_naming_a_holder(browser, area):
    vacate("CCG-CCM")
    text = page(browser)
    leading = Post.objects.of(area).exclude(leads=None).distinct().count()
    assert f"1 of {leading} posts that lead actions is held by nobody" in text
    assert "CCG-CCM, Children's Commissioning Manager, leads" in text.replace("’", "'")
    assert "Its last holder left after 1 November 2019" in text
    assert f'href="{PEOPLE}posts/CCG-CCM/hand-over/"' in browser.get(PEOPLE).content.decode()


def test_a_holder_of_a_vacant_post_is_named(browser, people, area):
    post = vacate("CCG-CCM")
    path = f"{PEOPLE}posts/CCG-CCM/hand-over/"
    text = page(browser, path)
    assert "Name a holder of CCG-CCM" in text
    assert "Nobody holds it." in text
    assert "The present holder, after that day" not in text
    sent = {"email": people["board"].email}
    sent |= {"first_day_day": "15", "first_day_month": "11", "first_day_year": "2019"}
    response = browser.post(path, sent, follow=True)
    assert "0 of " in text_of(response)
    assert post.holdings.on(today()).get().user == people["board"]


def test_the_rounds_page_leads_straight_to_naming_a_holder(browser, signed_in, area):
    vacate("CCG-CCM")
    content = browser.get("/plans/sheffield-2019/round/").content.decode()
    assert f'href="{PEOPLE}posts/CCG-CCM/hand-over/"' in content
    assert f'href="{PEOPLE}invite/?post=SCC-BAI"' in content
    AreaRole.objects.all().delete()  # a manager who administers nothing is told, and not led
    content = browser.get("/plans/sheffield-2019/round/").content.decode()
    assert "Nobody holds this post at present" in content
    assert PEOPLE not in content


@pytest.mark.parametrize("who", ["lead", "board", "viewer"])
def test_who_belongs_to_the_area_is_refused_in_words(signed_in, who):
    text = page(signed_in(who), status=403)
    assert "Only an administrator of your local area can see" in text


def test_an_administrator_without_a_role_in_a_plan_looks_after_people_alone(db, area):
    user = UserFactory()
    AreaRole.objects.create(local_area=area, user=user, since=today())
    browser = browser_of(user)
    assert "Who has access: 8" in page(browser)
    assert f'href="{PEOPLE}"' in browser.get("/").content.decode()
    assert browser.get("/plans/sheffield-2019/").status_code == 404


def test_people_posts_and_invitations_of_another_area_are_unknown(browser, people):
    york = LocalAreaFactory(name="York", slug="york")
    plan = PlanFactory(local_area=york)
    theirs = UserFactory()
    Membership.objects.create(plan=plan, user=theirs, role=Role.MANAGER)
    row = invite(by=None, local_area=york, email="y@b.example", name="Y", offer=Offer())
    invitation = Invitation.objects.get(user=row.user)
    organisation = Organisation.objects.create(
        local_area=york, code="CYC", name="York Council", kind="council"
    )
    add_post(by=None, local_area=york, code="CYC-X", title="X", organisation=organisation)
    for path in (
        "/areas/york/people/",
        f"{PEOPLE}{theirs.pk}/",
        f"{PEOPLE}{theirs.pk}/end/",
        f"{PEOPLE}{people['stranger'].pk}/",
        f"{PEOPLE}posts/CYC-X/hand-over/",
        f"{PEOPLE}organisations/{organisation.pk}/change/",
    ):
        assert browser.get(path).status_code == 404, path
    for path in (f"{PEOPLE}invitations/{invitation.pk}/again/", f"{PEOPLE}{theirs.pk}/end/"):
        assert browser.post(path).status_code == 404, path
    assert "York" not in page(browser)
