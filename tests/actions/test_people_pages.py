"""The pages of people and posts, as an administrator uses them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Role
from actions.models import Membership, Plan, StatusUpdate
from actions.selectors.access_reviews import access_review_due, review_state
from actions.services.area_access import end_access
from actions.services.hand_over import hand_over
from actions.services.invitations import Offer, accept, invite, withdraw
from actions.services.organisations import add_post
from actions.services.people_file import read_people
from tests.support.cast import SITE_ADMINISTRATOR, browser_of
from tests.support.client_ip import newcomer
from tests.support.factories import LocalAreaFactory, PlanFactory, UserFactory
from tests.support.html import Page, Table
from wsoa.accounts.models import (
    AccessReview,
    AreaRole,
    Invitation,
    LocalArea,
    Organisation,
    Post,
    PostHolding,
    User,
)
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today
from wsoa.mail.models import OutgoingEmail

PEOPLE = "/areas/sheffield/people/"


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def browser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


def page(browser: Client, path: str = PEOPLE, status: int = 200) -> str:
    response = browser.get(path)
    assert response.status_code == status, path
    return text_of(response)


def text_of(response: object) -> str:
    content = unescape(response.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def vacate(code: str) -> Post:
    post = Post.objects.of(LocalArea.objects.get(slug="sheffield")).get(code=code)
    post.holdings.update(until=today() - timedelta(days=14))
    return post


def errors_of(response: object) -> list[str]:
    content = response.content.decode()  # type: ignore[attr-defined]
    summary = re.search(r"govuk-error-summary__list.*?</ul>", content, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
    return [unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in found]


# --- who has access -------------------------------------------------------------------------------


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


# --- the wall -------------------------------------------------------------------------------------


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


# --- inviting -------------------------------------------------------------------------------------


def test_somebody_is_invited_and_accepts_and_is_signed_in(browser, mailoutbox, sheffield):
    sent = {
        "email": "new@council.example",
        "name": "New Person",
        "roles": [f"{sheffield.pk}:board:"],
        "until_0": "3",
        "until_1": "2020",
    }
    response = browser.post(f"{PEOPLE}invite/", sent, follow=True)
    assert "Invitation sent to new@council.example" in text_of(response)
    assert "Invited, not yet here: 1" in text_of(response)
    assert "Board member, until 31 March 2020" in text_of(response)
    path = re.search(r"/invitations/[\w-]+/", mailoutbox[0].body)[0]
    guest = newcomer()
    shown = guest.get(path)
    assert "Accept and sign in" in text_of(shown)
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert not User.objects.get(email="new@council.example").is_active
    accepted = guest.post(path, follow=True)
    assert accepted.status_code == 200
    assert guest.get("/plans/sheffield-2019/").status_code == 200
    assert Membership.objects.get(user__email="new@council.example").until == date(2020, 3, 31)
    again = newcomer().get(path)
    assert again.status_code == 410
    assert "You have accepted this invitation already" in text_of(again)


def test_an_unknown_link_is_not_found_and_another_persons_refused(db, signed_in, area):
    assert newcomer().get("/invitations/nothing/").status_code == 404
    token = invite(by=None, local_area=area, email="a@b.example", name="A", offer=Offer()).token
    assert signed_in("viewer").get(f"/invitations/{token}/").status_code == 403


def test_what_is_missing_is_said_at_its_field(browser):
    response = browser.post(f"{PEOPLE}invite/", {"email": "x"})
    assert errors_of(response) == [
        "Enter an email address in the correct format, like name@example.com",
        "Enter the name of the person",
    ]


def test_the_named_holder_of_a_post_is_invited_under_that_name(browser, area):
    content = browser.get(f"{PEOPLE}invite/?post=SCC-BAI").content.decode()
    assert 'value="James Ford"' in content
    sent = {"email": "james@council.example", "name": "James Ford", "post": "SCC-BAI"}
    browser.post(f"{PEOPLE}invite/", sent)
    holding = Post.objects.of(area).get(code="SCC-BAI").holdings.get()
    assert (holding.holder, holding.user.email) == ("James Ford", "james@council.example")


def test_an_invitation_is_sent_again_and_withdrawn(browser, area, mailoutbox):
    invite(by=None, local_area=area, email="a@b.example", name="A", offer=Offer())
    pk = Invitation.objects.get().pk
    response = browser.post(f"{PEOPLE}invitations/{pk}/again/", follow=True)
    assert "The earlier link has ended" in text_of(response)
    assert len(mailoutbox) == 2
    response = browser.post(f"{PEOPLE}invitations/{pk}/withdraw/", follow=True)
    assert "The invitation of a@b.example was withdrawn" in text_of(response)
    assert browser.post(f"{PEOPLE}invitations/{pk}/withdraw/").status_code == 404


def test_who_has_access_is_said_to_have_been_given_more_and_to_keep_their_name(
    browser, people, sheffield
):
    viewer = people["viewer"]
    sent = {"email": viewer.email, "name": "Vi", "roles": [f"{sheffield.pk}:publisher:"]}
    text = text_of(browser.post(f"{PEOPLE}invite/", sent, follow=True))
    assert f"{viewer.email} has access to the area already. They were given at once:" in text
    assert "at once: publisher. They were sent a message" in text
    assert f"They keep the name that they have here: {viewer.name}, not Vi." in text


def test_withdrawing_says_who_holds_the_post(browser, people, area):
    arguments = {"email": "n@c.example", "name": "N", "first_day": today()}
    hand_over(by=None, post=Post.objects.of(area).get(code="SCC-HoS"), **arguments)
    pk = Invitation.objects.get().pk
    response = browser.post(f"{PEOPLE}invitations/{pk}/withdraw/", follow=True)
    assert "was withdrawn. SCC-HoS: held by lead@demo.example" in text_of(response)


def test_a_post_whose_holder_was_invited_offers_to_send_it_again(browser, area):
    sent = {"email": "james@council.example", "name": "James Ford", "post": "SCC-BAI"}
    browser.post(f"{PEOPLE}invite/", sent)
    shown = browser.get(f"{PEOPLE}invite/?post=SCC-BAI")
    assert "james@council.example, who is to hold SCC-BAI, was invited on" in text_of(shown)
    again = f"{PEOPLE}invitations/{Invitation.objects.get().pk}/again/"
    assert f'action="{again}"' in shown.content.decode()
    other = browser.get(f"{PEOPLE}invite/?post=CCG-CCM").content.decode()
    assert "invitation again" not in other


# --- posts ----------------------------------------------------------------------------------------


def test_handing_over_shows_what_passes_and_keeps_a_note_for_the_next(browser, people, area):
    text = page(browser, f"{PEOPLE}posts/SCC-HoS/hand-over/")
    assert re.search(r"\d+ actions, \d+ of them shared with another post", text)
    assert "Deputy for 30 days, until 14 December 2019 if they start on 15 November 2019" in text
    sent = {
        "email": people["viewer"].email,
        "first_day_day": "15",
        "first_day_month": "11",
        "first_day_year": "2019",
        "after": "reads",
        "note": "Begin with transport.",
    }
    response = browser.post(f"{PEOPLE}posts/SCC-HoS/hand-over/", sent, follow=True)
    assert "SCC-HoS passes to viewer@demo.example on 15 November 2019." in text_of(response)
    viewer = browser_of(people["viewer"])
    assert "Begin with transport." in page(viewer, "/my/updates/")
    update = StatusUpdate.objects.filter(post__code="SCC-HoS", superseded_by=None).first()
    viewer.post(
        f"/plans/sheffield-2019/actions/{update.action.ref}/no-change/", {"based_on": update.pk}
    )
    StatusUpdate.objects.filter(pk=update.pk).update(by=people["viewer"])
    assert "Begin with transport." not in page(viewer, "/my/updates/")


def test_a_deputy_is_named_and_ended(browser, people, area):
    sent = {"email": people["viewer"].email}
    for name, day in (("since", today()), ("until", date(2019, 11, 30))):
        sent |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    response = browser.post(f"{PEOPLE}posts/SCC-HoS/deputy/", sent, follow=True)
    assert "viewer@demo.example is deputy for SCC-HoS until 30 November 2019" in text_of(response)
    assert "Deputy: Demo viewer, from 15 November 2019" in page(browser, f"{PEOPLE}posts/")
    pk = PostHolding.objects.get(deputy=True).pk
    response = browser.post(f"{PEOPLE}deputies/{pk}/end/", follow=True)
    assert "is no longer deputy for SCC-HoS" in text_of(response)
    assert browser.post(f"{PEOPLE}deputies/{pk}/end/").status_code == 404


def test_posts_and_organisations_are_added(browser, area):
    response = browser.post(
        f"{PEOPLE}organisations/add/",
        {"code": "FORUM", "name": "Sheffield Parent Carer Forum 2", "kind": "parents"},
        follow=True,
    )
    assert "was added" in text_of(response)
    organisation = Organisation.objects.of(area).get(code="FORUM")
    sent = {"code": "FORUM-Chair", "title": "Chair", "organisation": str(organisation.pk)}
    response = browser.post(f"{PEOPLE}posts/add/", sent, follow=True)
    assert "FORUM-Chair was added. Nobody holds it yet." in text_of(response)
    again = browser.post(f"{PEOPLE}posts/add/", sent)
    assert errors_of(again) == ["FORUM-Chair is the code of a post already."]
    odd = browser.post(f"{PEOPLE}posts/add/", sent | {"code": "a/b"})
    assert len(errors_of(odd)) == 1


# --- one person -----------------------------------------------------------------------------------


def test_a_persons_page_shows_what_they_have_and_had(browser, people, sheffield):
    officer = people["accountable"]
    path = f"{PEOPLE}{officer.pk}/"
    area_3 = sheffield.areas.get(ref="3")
    sent = {"roles": [f"{sheffield.pk}:accountable:{area_3.pk}"]}
    response = browser.post(path, sent, follow=True)
    text = text_of(response)
    assert "The roles of accountable@demo.example were saved." in text
    had = text[text.index("What they had") :]
    assert "Accountable officer, area 5" in had
    assert "Last full day" in had
    assert "14 November 2019" in had


def test_the_last_administrator_is_told_so_on_the_page(browser, people):
    path = f"{PEOPLE}{people['manager'].pk}/end/"
    response = browser.post(path)
    assert "Make somebody else administrator first" in text_of(response)
    assert User.objects.get(pk=people["manager"].pk).is_active


def test_ending_access_takes_two_steps_and_names_what_ends(browser, people):
    path = f"{PEOPLE}{people['lead'].pk}/end/"
    text = page(browser, path)
    assert "Nobody will hold SCC-HoS." in text
    assert "What they wrote stays under their name" in text
    assert User.objects.get(pk=people["lead"].pk).is_active
    response = browser.post(path, follow=True)
    assert "The access of lead@demo.example has ended" in text_of(response)
    assert "Posts nobody holds: 1" in text_of(response)


def test_an_administrator_who_ends_their_own_access_is_signed_out(browser, people, area):
    AreaRole.objects.create(local_area=area, user=people["board"])
    response = browser.post(f"{PEOPLE}{people['manager'].pk}/end/", follow=True)
    assert "The access of manager@demo.example has ended" in text_of(response)
    assert "Sign in" in text_of(response)
    assert browser.get(PEOPLE).status_code == 302


# --- the review -----------------------------------------------------------------------------------


def test_a_review_is_due_each_quarter_and_recorded(browser, people, area):
    manager = people["manager"]
    assert access_review_due(area, today()).due == date(2019, 12, 31)
    some = [str(people["lead"].pk), str(people["board"].pk)]
    response = browser.post(f"{PEOPLE}review/", {"people": some}, follow=True)
    assert "Others are still to confirm" in text_of(response)
    assert access_review_due(area, today())
    assert "Select each person" in page(browser, f"{PEOPLE}review/")
    nobody = browser.post(f"{PEOPLE}review/", {})
    assert "Select each person who still needs their access" in text_of(nobody)
    outside = {"stranger", SITE_ADMINISTRATOR}
    rest = [str(user.pk) for name, user in people.items() if name not in outside]
    response = browser.post(f"{PEOPLE}review/", {"people": rest}, follow=True)
    assert "The review is complete" in text_of(response)
    assert "Select each person" not in page(browser, f"{PEOPLE}review/")
    review = AccessReview.objects.get()
    assert (review.quarter, review.completed_by) == (date(2019, 10, 1), manager)
    confirmed = {row.user: (row.by, row.access) for row in review.confirmations.all()}
    assert confirmed[people["lead"]] == (manager, "Lead; SCC-HoS")
    assert len(confirmed) == 7
    assert access_review_due(area, today()) is None
    assert access_review_due(area, date(2020, 1, 1)).due == date(2020, 3, 31)


def test_who_has_not_accepted_is_reviewed_and_recorded_as_invited(browser, area, people):
    post = Post.objects.of(area).get(code="SCC-BAI")
    arguments = {"email": "new@c.example", "name": "James Ford", "offer": Offer(post=post)}
    invite(by=None, local_area=area, **arguments)
    told = "nvited on 15 November 2019, not accepted yet"
    row = page(browser, f"{PEOPLE}review/").partition("new@c.example")[2]
    assert f"SCC-BAI I{told}" in row[:120]
    assert page(browser, f"{PEOPLE}review/").count(told) == 1
    new = User.objects.get(email="new@c.example")
    browser.post(f"{PEOPLE}review/", {"people": [str(new.pk), str(people["lead"].pk)]})
    confirmed = AccessReview.objects.get().confirmations
    assert confirmed.get(user=new).access == f"Lead; SCC-BAI (i{told})"
    assert "nvited" not in confirmed.get(user=people["lead"]).access
    accept(invitation=Invitation.objects.get())
    assert told not in page(browser, f"{PEOPLE}review/")


def test_a_quarter_without_a_review_is_overdue_where_somebody_could_have_done_it(area, browser):
    assert not review_state(area, today()).is_overdue
    AreaRole.objects.update(since=date(2019, 7, 1))
    assert review_state(area, today()).is_overdue
    assert "overdue: nobody reviewed the quarter before" in page(browser)
    AreaRole.objects.update(since=date(2019, 7, 2))
    assert not review_state(area, today()).is_overdue


# --- handing over, under the row --------------------------------------------------------------


def test_the_form_to_hand_over_opens_under_the_row_of_the_holder(browser, people):
    shown = Page(browser.get(PEOPLE))
    link = shown.link("Hand over SCC-HoS")
    assert link == "?hand-over=SCC-HoS#hand-over"
    form = Page(browser.get(f"{PEOPLE}{link.partition('#')[0]}")).with_id("hand-over")
    assert form.heading(3) == "Hand over SCC-HoS"
    assert "Held by lead@demo.example" in form
    assert "What passes with the post" in form
    [address] = form.attributes(".//form/@action")
    sent = {
        "email": "new@c.example",
        "name": "New Holder",
        "first_day_day": "2",
        "first_day_month": "12",
        "first_day_year": "2019",
        "after": "reads",
    }
    done = browser.post(address, sent, follow=True)
    assert "SCC-HoS passes to new@c.example on 2 December 2019." in text_of(done)
    wrong = browser.post(address, sent | {"email": "new"})
    assert "Enter an email address in the correct format" in " ".join(errors_of(wrong))
    assert Page(wrong).value("name") == "New Holder"


def test_each_of_several_posts_can_be_handed_over(browser, people):
    PostHolding.objects.filter(post__code="CCG-CCM").update(user=people["lead"])
    links = dict(Page(browser.get(PEOPLE)).links)
    assert "?hand-over=CCG-CCM#hand-over" in links.values()
    assert "?hand-over=SCC-HoS#hand-over" in links.values()


def test_a_post_of_nowhere_opens_nothing(browser):
    assert browser.get(f"{PEOPLE}?hand-over=X").status_code == 404


# --- sign-ins -----------------------------------------------------------------------------------


def sign_ins_of(browser: Client, user: User) -> Table:
    response = browser.get(f"{PEOPLE}{user.pk}/")
    return Page(response).table("Sign-ins, failed attempts and changes")


def fails_to_sign_in(user: User) -> None:
    data = {"login": user.email, "password": "wrong"}
    newcomer().post("/accounts/login/", data, headers={"User-Agent": "Firefox/140.0 (Windows)"})


def test_an_administrator_sees_the_sign_ins_of_the_people_of_the_area(browser, people):
    fails_to_sign_in(people["board"])
    (event,) = sign_ins_of(browser, people["board"]).cells
    assert "failed: the password was wrong" in event[1]
    assert event[2].startswith("Firefox on Windows ")  # and the network address
    assert sign_ins_of(browser, people["viewer"]).cells == [["Nothing yet."]]


def test_of_somebody_in_another_area_too_it_is_not_shown_where_they_signed_in(browser, people):
    york = PlanFactory(local_area=LocalAreaFactory(name="York"))
    Membership.objects.create(plan=york, user=people["board"], role=Role.VIEWER)
    fails_to_sign_in(people["board"])
    (event,) = sign_ins_of(browser, people["board"]).cells
    assert "failed: the password was wrong" in event[1]
    assert event[2] == "Not shown"
    assert "it is not shown where a sign-in came from" in page(
        browser, f"{PEOPLE}{people['board'].pk}/"
    )


def test_sign_ins_are_shown_from_the_day_on_which_access_began(browser, people):
    fails_to_sign_in(people["board"])
    Membership.objects.filter(user=people["board"]).update(since=today())
    assert len(sign_ins_of(browser, people["board"]).cells) == 1
    Membership.objects.filter(user=people["board"]).update(since=today() + timedelta(days=1))
    assert "Sign-ins" not in page(browser, f"{PEOPLE}{people['board'].pk}/")


def test_sign_ins_of_somebody_whose_access_has_ended_are_not_shown(browser, people):
    fails_to_sign_in(people["board"])
    Membership.objects.filter(user=people["board"]).update(until=today() - timedelta(days=1))
    shown = page(browser, f"{PEOPLE}{people['board'].pk}/")
    assert "What they had" in shown
    assert "failed" not in shown


def test_administrators_of_another_area_do_not_find_the_person(people, area):
    york = LocalAreaFactory(name="York")
    other = UserFactory()
    AreaRole.objects.create(local_area=york, user=other)
    fails_to_sign_in(people["board"])
    for slug in ("york", "sheffield"):
        path = f"/areas/{slug}/people/{people['board'].pk}/"
        assert browser_of(other).get(path).status_code == 404


# --- a file ---------------------------------------------------------------------------------------


def upload(browser: Client, *lines: str) -> object:
    text = "\r\n".join(("email,name,role,plan,area,post,deputy,until", *lines))
    file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    return browser.post(f"{PEOPLE}file/", {"file": file})


def upload_hand_over(browser: Client, *lines: str) -> object:
    text = "\r\n".join(("email,name,post,from,after,role,deputy,until", *lines))
    file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    return browser.post(f"{PEOPLE}file/", {"file": file})


def rows_in(response: object) -> str:
    found = re.search(r'name="rows" value="([^"]+)"', response.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_a_file_is_previewed_and_then_carried_out_whole(browser, settings, area):
    settings.EMAIL_BACKEND = "wsoa.mail.backend.Outbox"
    vacate("CCG-CCM")
    response = upload(
        browser,
        "a@c.example,Ann,board,,,,,",
        "b@c.example,Bo,accountable,sheffield-2019,3,,,31/3/2020",
        "c@c.example,Cy,,,,CCG-CCM,,",
        "d@c.example,Di,,,,SCC-HoS,yes,2019-11-30",
        "viewer@demo.example,,publisher,,,,,",
    )
    text = text_of(response)
    assert "All 5 rows can be carried out. Nothing has been changed yet." in text
    assert text.count("Gets an invitation") == 4
    assert not User.objects.filter(email__endswith="@c.example").exists()
    assert not OutgoingEmail.objects.exists()
    done = browser.post(f"{PEOPLE}file/", {"rows": rows_in(response)}, follow=True)
    assert "5 rows were carried out" in text_of(done)
    assert User.objects.filter(email__endswith="@c.example", is_active=False).count() == 4
    assert PostHolding.objects.get(user__email="d@c.example").deputy
    assert OutgoingEmail.objects.count() == 5


def test_a_file_hands_posts_over_from_a_day(browser, people, area):
    vacate("CCG-CCM")
    response = upload_hand_over(
        browser,
        "n@c.example,Nia,SCC-HoS,2/12/2019,Reads,,,",
        "c@c.example,Cy,CCG-CCM,2019-11-15,,,,",
        "d@c.example,Di,SCC-HoS,20/11/2019,,,yes,30/11/2019",
    )
    table = Page(response).table("What each row would do")
    assert table.column("Held before by") == ["lead@demo.example", "Nobody", ""]
    assert table.column("After that they") == ["Keeps reading, no longer writes", "", ""]
    assert table.column("What happens") == [
        "Holds SCC-HoS from 2 December 2019. Gets an invitation",
        "Holds CCG-CCM from 15 November 2019. Gets an invitation",
        "Gets an invitation",
    ]
    assert not User.objects.filter(email="n@c.example").exists()
    browser.post(f"{PEOPLE}file/", {"rows": rows_in(response)})
    held = {row.user.email: row for row in PostHolding.objects.filter(post__code="SCC-HoS")}
    assert held["lead@demo.example"].until == date(2019, 12, 1)
    assert held["n@c.example"].since == date(2019, 12, 2)
    assert (held["d@c.example"].since, held["d@c.example"].deputy) == (date(2019, 11, 20), True)
    reads = Membership.objects.of(people["lead"], area.plans.get()).get()
    assert (reads.role, reads.since) == (Role.VIEWER, date(2019, 12, 2))
    assert AuditEvent.objects.filter(verb="hand-over").count() == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("n@c.example,Nia,SCC-HoS,2/12/2019,,,,", "what becomes of the present holder"),
        ("n@c.example,Nia,SCC-HoS,2/12/2019,stays,,,", "“after”: deputy, reads, ends"),
        ("n@c.example,Nia,,2/12/2019,,,,", "it needs a post"),
        ("n@c.example,Nia,SCC-HoS,2/12/2019,ends,board,,", "no role"),
        ("n@c.example,Nia,SCC-HoS,,ends,,,", "goes with “from”"),
        ("n@c.example,Nia,SCC-HoS,31/2/2020,ends,,,", "“31/2/2020” is not a date"),
        ("n@c.example,Nia,SCC-HoS,2/12/2029,ends,,,", "within a year of today"),
        ("lead@demo.example,,SCC-HoS,2/12/2019,ends,,,", "holds SCC-HoS on that day already"),
    ],
)
def test_a_hand_over_in_a_file_has_the_rules_of_its_page(browser, line, why):
    response = upload_hand_over(browser, line)
    assert why in text_of(response)
    assert not AuditEvent.objects.filter(verb="hand-over").exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x,Ann,board,,,,,", "Enter an email address in the correct format"),
        ("a@c.example,,board,,,,,", "Enter the name of the person"),
        ("a@c.example,A,boss,,,,,", "“boss” is not a role. Use one of"),
        ("a@c.example,A,board,york-2020,,,,", "the slug of a plan of the area"),
        ("a@c.example,A,accountable,,,,,", "An area goes with the role accountable"),
        ("a@c.example,A,accountable,,99,,,", "no area “99”"),
        ("a@c.example,A,,,,SCC-HoS,,", "SCC-HoS is held by lead@demo.example"),
        ("a@c.example,A,,,,X,,", "no post “X”"),
        ("a@c.example,A,,,,SCC-HoS,yes,", "A deputy needs a post and an “until”"),
        ("a@c.example,A,board,,,,,31/2/2020", "“31/2/2020” is not a date"),
        ("a@c.example,A,board,,,,,1/1/2019", "must be today or later"),
    ],
)
def test_a_row_that_cannot_be_carried_out_says_why_and_stops_the_file(browser, line, why):
    response = upload(browser, "ok@c.example,Ok,board,,,,,", line)
    assert why in text_of(response)
    assert "1 of 2 rows cannot be carried out" in text_of(response)
    assert 'name="rows"' not in response.content.decode()
    assert not User.objects.filter(email="ok@c.example").exists()


def test_what_has_changed_since_the_preview_stops_the_file(browser, people, area):
    post = vacate("CCG-CCM")
    rows = rows_in(upload(browser, "a@c.example,A,board,,,,,", "c@c.example,Cy,,,,CCG-CCM,,"))
    PostHolding.objects.create(post=post, holder="B", user=people["board"], since=today())
    response = browser.post(f"{PEOPLE}file/", {"rows": rows})
    assert "CCG-CCM is held by board@demo.example" in text_of(response)
    assert not User.objects.filter(email="a@c.example").exists()
    tampered = browser.post(f"{PEOPLE}file/", {"rows": rows[:-1] + "x"}, follow=True)
    assert "The preview has ended. Nothing was changed" in text_of(tampered)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"who,what\r\na,b\r\n", "Not known: who, what"),
        (b"email,email\r\na@b.example,x\r\n", "each once"),
        (b"email\r\n\r\n", "headings and no rows"),
        (b"email,name\r\na@b.example," + b"n" * 301, "too long"),
        (b"email\r\n" + b"a@b.example\r\n" * 501, "more than 500 rows"),
        (b"email\r\n" + b"x" * 500_001, "larger than 500 KB"),
    ],
)
def test_a_file_that_is_no_table_of_people_is_refused(browser, content, why):
    file = SimpleUploadedFile("people.csv", content, content_type="text/csv")
    response = browser.post(f"{PEOPLE}file/", {"file": file})
    assert why in " ".join(errors_of(response))


def test_the_export_has_the_columns_of_the_file_and_no_formula(browser, people, area):
    User.objects.filter(pk=people["board"].pk).update(name="=HYPERLINK(1)")
    response = browser.get(f"{PEOPLE}file/export/")
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    by_email = {row["email"]: row for row in rows}
    assert by_email["board@demo.example"]["name"] == "'=HYPERLINK(1)"
    assert by_email["lead@demo.example"]["post"] == "SCC-HoS"
    assert {row["invited"] for row in rows} == {""}
    assert [row["role"] for row in rows if row["email"].startswith("manager")] == [
        "administrator",
        "manager",
    ]


def test_the_export_says_who_was_invited_and_can_be_sent_back(browser, area):
    post = Post.objects.of(area).get(code="SCC-BAI")
    arguments = {"email": "new@c.example", "name": "James Ford", "offer": Offer(post=post)}
    invite(by=None, local_area=area, **arguments)
    content = browser.get(f"{PEOPLE}file/export/").content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["post"], row["invited"]) for row in rows if row["email"] == "new@c.example"] == [
        ("SCC-BAI", "2019-11-15")
    ]
    assert len(read_people(io.BytesIO(content), len(content))) == len(rows)


def test_the_list_says_until_when_a_post_is_held_also_where_that_begins_later(
    browser, area, people
):
    held = PostHolding.objects.of(area).get(user=people["lead"])
    PostHolding.objects.filter(pk=held.pk).update(until=date(2019, 12, 31))
    begins = {"since": date(2020, 1, 1), "until": date(2020, 3, 31)}
    PostHolding.objects.create(post=held.post, user=people["board"], holder="Board", **begins)
    text = page(browser)
    assert re.search(r"SCC-HoS , \d+ actions, until 31 December 2019", text)
    assert re.search(r"SCC-HoS , \d+ actions, from 1 January 2020, until 31 March 2020", text)
    posts = page(browser, f"{PEOPLE}posts/")
    assert "Board, from 1 January 2020, until 31 March 2020" in posts
