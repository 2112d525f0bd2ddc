"""Wrong passwords typed by somebody else do not lock the owner of an account out."""

from __future__ import annotations

import json
import re

import pytest
from django.core import mail
from django.test import Client

from tests.support.cast import PASSWORD
from tests.support.client_ip import newcomer
from wsoa.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def signs_in(client: Client, user: User, password: str = PASSWORD) -> bool:
    client.post(LOGIN, {"login": user.email, "password": password})
    return client.session.get("_auth_user_id") == str(user.pk)


def known_to(user: User) -> Client:
    """A browser on which somebody has signed in and out."""
    client = newcomer()
    assert signs_in(client, user)
    client.post("/accounts/logout/")
    return client


def lock(user: User, client: Client | None = None) -> None:
    for _ in range(5):
        signs_in(client or newcomer(), user, "wrong")


def test_right_password_from_a_known_device_still_signs_in(ada):
    own = known_to(ada)
    lock(ada)
    assert not signs_in(newcomer(), ada), "from elsewhere it is refused"
    assert signs_in(own, ada)


def test_wrong_passwords_from_a_known_device_lock_that_device_alone(ada):
    own, other = known_to(ada), known_to(ada)
    lock(ada, own)
    assert not signs_in(own, ada)
    assert signs_in(other, ada)
    assert signs_in(newcomer(), ada)


def test_code_by_email_still_signs_in_from_anywhere(ada):
    lock(ada)
    client = newcomer()
    client.post("/accounts/login/code/", {"email": ada.email})
    found = re.search(r"sign-in code is:\s+(\S+)", mail.outbox[-1].body)
    assert found is not None
    client.post("/accounts/login/code/confirm/", {"code": found[1]})
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_device_of_another_person_is_not_a_known_one(ada):
    ben = User.objects.create_user("ben@council.example", PASSWORD, name="Ben")
    of_ben = known_to(ben)
    lock(ada)
    assert not signs_in(of_ben, ada)


def test_cookie_of_a_device_cannot_be_made_up(ada, settings):
    lock(ada)
    client = newcomer()
    client.cookies[settings.DEVICE_COOKIE_NAME] = json.dumps({ada.pk: "x"})
    assert not signs_in(client, ada)


def test_two_people_of_one_device_are_both_known_there(ada):
    ben = User.objects.create_user("ben@council.example", PASSWORD, name="Ben")
    shared = known_to(ada)
    assert signs_in(shared, ben)
    shared.post("/accounts/logout/")
    lock(ada)
    lock(ben)
    assert signs_in(shared, ada)
    shared.post("/accounts/logout/")
    assert signs_in(shared, ben)
