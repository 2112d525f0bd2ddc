"""The pages to hand over, to name a deputy, of one person, and of the quarterly review."""

from __future__ import annotations

import re
from datetime import date

from actions.models import StatusUpdate
from actions.selectors.access_reviews import access_review_due, review_state
from actions.services.invitations import Offer, accept, invite
from tests.support.cast import SITE_ADMINISTRATOR, browser_of
from tests.support.html import Page
from tests.support.people_pages import PEOPLE, errors_of, page, text_of
from wsoa.accounts.models import (
    AccessReview,
    AreaRole,
    Invitation,
    Organisation,
    Post,
    PostHolding,
    User,
)
from wsoa.core.clock import today


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
