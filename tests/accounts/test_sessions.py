"""Where somebody is signed in, ending that, and the end of idle sessions."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.cast import PASSWORD
from tests.support.client_ip import newcomer
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PAGE = "/accounts/sessions/"
START = "2026-03-02 09:00"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def signed_in(user: User, **headers: str) -> Client:
    client = newcomer()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}, headers=headers)
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/security/").status_code == 200


def numbers_in(client: Client) -> list[str]:
    return re.findall(r'name="session" value="(\d+)"', client.get(PAGE).content.decode())


def test_list_names_each_session_and_this_one(ada):
    desk = signed_in(ada)
    signed_in(ada, **{"User-Agent": PHONE})
    page = desk.get(PAGE).content.decode()
    assert "Safari on iPhone" in page
    assert page.count("Now, here") == 1
    assert len(numbers_in(desk)) == 1, "this one is not ended here"


def test_ending_a_session_signs_out_there_and_is_audited(ada):
    desk, phone = signed_in(ada), signed_in(ada, **{"User-Agent": PHONE})
    [number] = numbers_in(desk)
    page = desk.post(PAGE, {"session": number}, follow=True).content.decode()
    assert "The session was ended." in page
    assert (is_in(desk), is_in(phone)) == (True, False)
    event = AuditEvent.objects.get(verb="session-ended")
    assert event.summary == "Ada Officer ended a session in Safari on iPhone"


def test_signing_out_everywhere_else(ada):
    desk, others = signed_in(ada), [signed_in(ada) for _ in range(2)]
    page = desk.post(PAGE, {"session": "others"}, follow=True).content.decode()
    assert "Signed out everywhere else. Sessions ended: 2." in page
    assert [is_in(client) for client in (desk, *others)] == [True, False, False]


@pytest.mark.parametrize("asked", ["", "x", "9" * 30])
def test_session_of_somebody_else_cannot_be_ended(ada, asked):
    ben = User.objects.create_user("ben@council.example", PASSWORD, name="Ben")
    of_ben = signed_in(ben)
    second = signed_in(ben)
    [number] = numbers_in(of_ben)
    page = signed_in(ada).post(PAGE, {"session": asked or number}, follow=True)
    assert "That session has ended already." in page.content.decode()
    assert is_in(of_ben)
    assert is_in(second)


def test_session_that_was_not_used_for_an_hour_ends(ada):
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(ada)
        clock.shift(60 * 60 - 1)
        assert is_in(client)
        clock.shift(60 * 60 + 1)
        answer = client.get("/accounts/security/", follow=True)
        assert answer.request["PATH_INFO"] == "/accounts/login/"
        assert "because you did nothing here for 60 minutes" in answer.content.decode()


def test_session_that_is_used_goes_on(ada):
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(ada)
        for _ in range(20):
            clock.shift(50 * 60)
            assert is_in(client)


def test_time_of_use_is_written_every_five_minutes_at_most(ada):
    def writes() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert is_in(client)
        return sum("UPDATE" in query["sql"] for query in queries)

    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(ada)
        clock.shift(5 * 60 - 1)
        assert writes() == 0
        clock.shift(1)
        assert writes() == 1
        assert writes() == 0


def test_signing_out_clears_what_the_browser_kept_of_pages(ada):
    answer = signed_in(ada).post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_end_of_a_session_leaves_no_row_of_it(ada):
    client = signed_in(ada)
    key = client.session.session_key
    client.post("/accounts/logout/")
    assert not Session.objects.filter(pk=key).exists()
