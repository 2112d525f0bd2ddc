"""One email with a code or a link in five minutes, for each pair of an address and a client."""

from __future__ import annotations

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests.support.cast import PASSWORD
from tests.support.client_ip import newcomer
from wsoa.accounts.email_limit import REFUSED, STRANGERS

pytestmark = pytest.mark.django_db
CODE = "/accounts/login/code/"
RESET = "/accounts/password/reset/"


def sent_by(client: Client, page: str, address: str) -> int:
    """How many emails more there are after asking for one; a refusal is said beside the field."""
    before = len(mail.outbox)
    answer = client.post(page, {"email": address})
    new = len(mail.outbox) - before
    if not new:
        assert answer.context["form"].error_summary == [("id_email", REFUSED)]
    return new


@pytest.mark.parametrize("second", [CODE, RESET])
@pytest.mark.parametrize("first", [CODE, RESET])
def test_second_email_within_five_minutes_is_refused_whatever_it_holds(ada, first, second):
    one, again = newcomer(), newcomer()
    again.defaults["REMOTE_ADDR"] = one.defaults["REMOTE_ADDR"]
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        assert sent_by(one, first, ada.email) == 1
        clock.shift(5 * 60 - 1)
        assert sent_by(again, second, ada.email.upper()) == 0
        clock.shift(2)
        assert sent_by(again, second, ada.email) == 1


def test_refusal_is_the_same_for_an_unknown_address(db):
    client = newcomer()
    assert sent_by(client, RESET, "nobody@council.example") == 1
    assert sent_by(client, RESET, "nobody@council.example") == 0


def test_stranger_who_asks_does_not_keep_the_owner_from_asking(ada):
    assert sent_by(newcomer(), CODE, ada.email) == 1
    assert sent_by(newcomer(), CODE, ada.email) == 1


def test_strangers_together_cannot_flood_an_address_and_the_owner_still_gets_a_code(ada):
    own = newcomer()
    own.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    own.post("/accounts/logout/")
    sent = [sent_by(newcomer(), CODE, ada.email) for _ in range(STRANGERS + 2)]
    assert sent == [1] * STRANGERS + [0, 0]
    assert sent_by(own, CODE, ada.email) == 1, "from a device on which they have signed in"


def test_after_a_sign_in_the_next_email_is_sent_at_once(ada):
    client = newcomer()
    assert sent_by(client, CODE, ada.email) == 1
    code = mail.outbox[-1].body.split("is:")[1].split()[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    client.post("/accounts/logout/")
    assert sent_by(client, RESET, ada.email) == 1
