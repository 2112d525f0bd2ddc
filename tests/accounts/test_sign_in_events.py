"""Audit events of sign-in, and who sees them. None holds a secret."""

from __future__ import annotations

import json
import re

import pytest
from django.core import mail
from django.test import Client

from tests.support.cast import PASSWORD, browser_of
from tests.support.client_ip import newcomer
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "granite violin meadow"


def events() -> list[tuple[str, str]]:
    found = AuditEvent.objects.filter(subject__startswith="sign-in ").order_by("pk")
    return [(event.verb, event.actor_name) for event in found]


def password(client: Client, user: User, word: str = PASSWORD) -> None:
    data = {"login": user.email, "password": word}
    client.post("/accounts/login/", data, headers={"User-Agent": FIREFOX})


def test_sign_in_on_a_new_device_and_again_on_it(ada):
    client = Client(REMOTE_ADDR="192.0.2.7")
    password(client, ada)
    client.post("/accounts/logout/")
    password(client, ada)
    name = ada.name
    assert events() == [("sign-in", name), ("new-device", name), ("sign-in", name)]
    event = AuditEvent.objects.get(verb="new-device")
    assert event.detail["with"] == "Firefox on Windows"
    assert event.detail["from"] == "192.0.2.7"
    first = AuditEvent.objects.filter(verb="sign-in").first()
    assert first is not None
    assert first.summary == "Ada Officer signed in with a password"


def test_failures_and_one_event_of_the_lock(ada):
    client = newcomer()
    for _ in range(7):
        password(client, ada, "wrong")
    assert events() == [("sign-in-failed", "The system")] * 5 + [("sign-in-locked", "The system")]


def test_attempts_for_unknown_addresses_are_not_recorded(db):
    newcomer().post("/accounts/login/", {"login": "x@y.example", "password": "wrong"})
    assert events() == []


def test_wrong_code_and_reset_and_change_of_a_password(ada):
    client = newcomer()
    client.post("/accounts/login/code/", {"email": ada.email})
    client.post("/accounts/login/code/confirm/", {"code": "WRONG"})
    other = newcomer()
    other.post("/accounts/password/reset/", {"email": ada.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)
    assert link is not None
    form = other.get(link[0], follow=True).context["action_url"]
    other.post(form, {"password1": NEW, "password2": NEW})
    words = {"oldpassword": NEW, "password1": PASSWORD, "password2": PASSWORD}
    ada.refresh_from_db()
    browser_of(ada).post("/accounts/password/change/", words)
    assert events() == [
        ("sign-in-failed", "The system"),
        ("password-reset-requested", "The system"),
        ("password-reset", ada.name),
        ("password-changed", ada.name),
    ]


def test_no_event_holds_a_password_a_code_or_a_link(ada):
    client = newcomer()
    password(client, ada, "wrong-secret")
    client.post("/accounts/login/code/", {"email": ada.email})
    code = mail.outbox[-1].body.split("is:")[1].split()[0]
    client.post("/accounts/login/code/confirm/", {"code": "ZZZZ-ZZZZ"})
    client.post("/accounts/login/code/confirm/", {"code": code})
    newcomer().post("/accounts/password/reset/", {"email": ada.email})
    key = mail.outbox[-1].body.split("/key/")[1].split("/")[0]
    log = json.dumps(
        [[event.summary, event.detail, event.subject] for event in AuditEvent.objects.all()]
    )
    assert len(events()) == 5
    assert [word for word in ("wrong-secret", "ZZZZ", code, key) if word in log] == []


def test_person_sees_their_own_events_and_nobody_elses(ada):
    password(newcomer(), ada, "wrong")
    own = browser_of(ada).get("/accounts/sign-ins/").content.decode()
    assert "Sign-in as Ada Officer failed: the password was wrong" in own
    assert "Firefox on Windows" in own
    ben = User.objects.create_user("ben@council.example", PASSWORD, name="Ben")
    assert "Ada Officer" not in browser_of(ben).get("/accounts/sign-ins/").content.decode()


def test_administrator_sees_the_events_of_everybody_and_others_do_not(ada):
    password(newcomer(), ada, "wrong")
    page = "/accounts/sign-ins/everybody/"
    chief = User.objects.create_superuser("root@council.example", PASSWORD, name="Root")
    assert "Sign-in as Ada Officer failed" in browser_of(chief).get(page).content.decode()
    refused = browser_of(ada).get(page)
    assert refused.status_code == 403
    assert "Only administrators can see" in refused.content.decode()


@pytest.mark.parametrize("page", ["security/", "sessions/", "sign-ins/", "sign-ins/everybody/"])
def test_pages_of_ones_own_sign_in_ask_to_sign_in(client, page):
    answer = client.get(f"/accounts/{page}")
    assert answer.headers["Location"] == f"/accounts/login/?next=/accounts/{page}"


def test_reading_them_writes_nothing(ada, django_assert_num_queries):
    client = browser_of(ada)
    before = events()
    for page in ("security/", "sessions/", "sign-ins/"):
        assert client.get(f"/accounts/{page}").status_code == 200
    assert events() == before
