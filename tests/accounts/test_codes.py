"""Signing in with a code sent by email."""

import json
import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from wsoa.accounts.login_codes import hash_code
from wsoa.accounts.models import User

pytestmark = pytest.mark.django_db
ASK = "/accounts/login/code/"
ENTER = "/accounts/login/code/confirm/"


def ask(client: Client, email: str) -> str:
    """Asks for a code and reads it out of the newest email; empty where there is none in it."""
    client.post(ASK, {"email": email, "next": "/my/updates/"})
    found = re.search(r"sign-in code is:\s+(\S+)", mail.outbox[-1].body)
    return found[1] if found else ""


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_code_from_the_e_mail_signs_in_once(client, ada):
    code = ask(client, ada.email)
    page = client.get(f"{ENTER}?next=/my/updates/").content.decode()
    assert f"<b>{ada.email}</b>" in page
    answer = client.post(ENTER, {"code": code, "next": "/my/updates/"})
    assert (answer.headers["Location"], signed_in_as(client)) == ("/my/updates/", str(ada.pk))
    other = Client()
    assert other.post(ENTER, {"code": code}).headers["Location"].startswith(ASK)
    assert signed_in_as(other) is None


def test_email_with_a_code_is_plain_text_and_says_what_to_do(client, ada, settings):
    code = ask(client, ada.email)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([ada.email], "Your sign-in code")
    assert message.alternatives == []
    assert message.body == (
        f"Your sign-in code is:\n\n    {code}\n\n"
        "Enter it on the page where you requested it. You can use it once, within 10 minutes.\n\n"
        "If you did not request a code, you can ignore this email. Nobody can sign in "
        f"without the code.\n\n{settings.SITE_ADDRESS}"
    )


def test_a_wrong_code_is_said_and_the_third_ends_it(client, ada):
    code = ask(client, ada.email)
    answer = client.post(ENTER, {"code": "WRONG"})
    assert answer.context["form"].error_summary == [
        ("id_code", "The code is wrong. Enter the code from the newest email")
    ]
    client.post(ENTER, {"code": "WRONG"})
    assert client.post(ENTER, {"code": "WRONG"}).headers["Location"] == ASK
    client.post(ENTER, {"code": code})
    assert signed_in_as(client) is None


def test_a_code_works_for_ten_minutes(client, ada):
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        code = ask(client, ada.email)
        clock.shift(10 * 60 + 1)
        assert client.post(ENTER, {"code": code}).headers["Location"] == ASK
        code = ask(client, ada.email)
        clock.shift(10 * 60 - 1)
        client.post(ENTER, {"code": code})
        assert signed_in_as(client) == str(ada.pk)


def test_another_code_can_be_asked_for_after_five_minutes_and_replaces_the_first(client, ada):
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        first = ask(client, ada.email)
        assert "Send another code" in client.get(ENTER).content.decode()
        page = client.post(ENTER, {"action": "resend"}, follow=True).content.decode()
        assert "We have sent an email to this address in the last 5 minutes" in page
        assert len(mail.outbox) == 1
        clock.shift(5 * 60 + 1)
        client.post(ENTER, {"action": "resend"})
        replaces(client, ada, first)


def replaces(client: Client, ada: User, first: str) -> None:
    """The code in the newest email works, and the first one does not."""
    second = re.search(r"sign-in code is:\s+(\S+)", mail.outbox[-1].body)
    assert second is not None
    client.post(ENTER, {"code": first})
    assert signed_in_as(client) is None
    client.post(ENTER, {"code": second[1]})
    assert signed_in_as(client) == str(ada.pk)


def test_an_unknown_address_sees_the_same_pages_and_is_told_by_e_mail(client, db):
    answer = client.post(ASK, {"email": "nobody@council.example"})
    assert answer.headers["Location"] == ENTER
    assert "<b>nobody@council.example</b>" in client.get(ENTER).content.decode()
    (message,) = mail.outbox
    assert message.subject == "You cannot sign in with this email address"
    assert "has been invited" in message.body


def test_session_holds_only_the_hash_of_a_code(client, ada):
    code = ask(client, ada.email)
    [session] = Session.objects.all()
    held = json.dumps(session.get_decoded())
    assert hash_code(code) in held
    assert code not in held
    assert code.replace("-", "").lower() not in held.lower()


@pytest.mark.parametrize("typed", [str.lower, str.upper, lambda code: code.replace("-", " ")])
def test_code_can_be_typed_in_any_case_and_without_its_dash(client, ada, typed):
    client.post(ENTER, {"code": typed(ask(client, ada.email))})
    assert signed_in_as(client) == str(ada.pk)
