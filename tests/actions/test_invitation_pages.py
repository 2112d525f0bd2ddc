"""The pages to invite somebody, and what the invited person sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from actions.models import Membership, Plan
from actions.services.hand_over import hand_over
from actions.services.invitations import Offer, invite
from tests.support.client_ip import newcomer
from tests.support.people_pages import PEOPLE, errors_of, text_of
from wsoa.accounts.models import (
    Invitation,
    LocalArea,
    Post,
    User,
)
from wsoa.core.clock import today


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def browser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


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
