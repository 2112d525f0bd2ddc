"""Forgotten and changed passwords."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from tests.support.cast import BACKEND, PASSWORD, prove

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
NEW = "granite violin meadow"


def link_in(body: str) -> str:
    found = re.search(
        rf"{re.escape(settings.SITE_ADDRESS)}(/accounts/password/reset/key/\S+)", body
    )
    assert found is not None
    return found[1]


def ask_for_link(client: Client, email: str) -> str:
    client.post(RESET, {"email": email})
    return link_in(mail.outbox[-1].body)


def test_link_from_the_email_resets_the_password_once(client, ada):
    link = ask_for_link(client, ada.email)
    form = client.get(link, follow=True)
    action = form.context["action_url"]
    done = client.post(action, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your password has been changed" in done.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
    assert [message.subject for message in mail.outbox] == [
        "Choose a new password",
        "Your password was changed",
    ]


def test_an_unknown_address_sees_the_same_page(client, ada):
    known = client.post(RESET, {"email": ada.email}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@council.example"}, follow=True)
    assert known.request["PATH_INFO"] == unknown.request["PATH_INFO"] == f"{RESET}done/"
    assert "has been invited" in mail.outbox[-1].body


def test_every_reset_mail_is_plain_text_that_says_what_to_do(client, ada):
    ask_for_link(client, ada.email)
    (message,) = mail.outbox
    assert message.alternatives == []
    assert "You can use the link once, within one day." in message.body
    assert "If you did not make this request, you can ignore this email" in message.body


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short", "This password is too short. It must contain at least 12 characters."),
        ("qwerty123456", "This password is too common."),
        ("ada@council.example", "The password is too similar to the email address."),
    ],
)
def test_the_rules_for_passwords_are_kept(client, ada, password, problem):
    action = client.get(ask_for_link(client, ada.email), follow=True).context["action_url"]
    answer = client.post(action, {"password1": password, "password2": password})
    problems = answer.context["form"].error_summary
    assert ("id_password1", problem) in problems
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_the_rules_are_told_before_a_password_is_typed(client, ada):
    client.force_login(ada, backend=BACKEND)
    page = client.get(CHANGE).content.decode()
    assert "Your password must contain at least 12 characters." in page
    assert 'aria-describedby="id_password1_helptext"' in page


def test_changing_the_password_asks_for_the_current_one(client, ada):
    client.force_login(ada, backend=BACKEND)
    sent = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    answer = client.post(CHANGE, sent)
    assert answer.context["form"].error_summary == [
        ("id_oldpassword", "The current password is wrong. Enter it again")
    ]
    answer = client.post(CHANGE, sent | {"oldpassword": PASSWORD})
    assert answer.headers["Location"] == "/"
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert mail.outbox[-1].subject == "Your password was changed"


def test_two_different_new_passwords_are_refused(client, ada):
    client.force_login(ada, backend=BACKEND)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "s"}
    answer = client.post(CHANGE, sent)
    assert [problem.field_id for problem in answer.context["form"].error_summary] == [
        "id_password2"
    ]


def test_somebody_without_a_password_chooses_a_first_one(client, ada):
    ada.set_unusable_password()
    ada.save()
    client.force_login(ada, backend=BACKEND)
    prove(client, ada)
    assert client.get(CHANGE).headers["Location"] == "/accounts/password/set/"
    client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert mail.outbox[-1].subject == "Your password was chosen"


def test_an_invited_person_gets_in_by_asking_for_a_password(client, ada):
    ada.set_unusable_password()
    ada.save()
    action = client.get(ask_for_link(client, ada.email), follow=True).context["action_url"]
    client.post(action, {"password1": NEW, "password2": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_the_password_pages_are_only_for_who_is_signed_in(client):
    for page in (CHANGE, "/accounts/password/set/", "/accounts/reauthenticate/"):
        assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


def test_saying_the_password_again(client, ada, sign_in):
    sign_in(ada.email, PASSWORD)
    page = "/accounts/reauthenticate/"
    assert "Enter your password again" in client.get(page).content.decode()
    answer = client.post(page, {"password": "wrong"})
    assert answer.context["form"].error_summary == [
        ("id_password", "The password is wrong. Enter it again")
    ]
    assert client.post(page, {"password": PASSWORD}).status_code == 302


def test_link_leads_to_the_site_whatever_host_the_request_named(ada, settings):
    settings.ALLOWED_HOSTS = ["plan.council.example", "other.example"]
    settings.SITE_ADDRESS = "https://plan.council.example"
    Client(HTTP_HOST="other.example").post(RESET, {"email": ada.email})
    assert "https://plan.council.example/accounts/password/reset/key/" in mail.outbox[-1].body
    assert "other.example" not in mail.outbox[-1].body


def test_first_password_needs_a_recent_proof(client, ada):
    ada.set_unusable_password()
    ada.save()
    client.force_login(ada, backend=BACKEND)
    prove(client, ada, minutes_ago=11)
    answer = client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/code/?next=")
    ada.refresh_from_db()
    assert not ada.has_usable_password()


def test_key_of_a_link_waits_in_the_session_encrypted(client, ada):
    link = ask_for_link(client, ada.email)
    form = client.get(link, follow=True)
    key = link.rstrip("/").partition("-")[2]
    [session] = Session.objects.all()
    held = str(session.get_decoded())
    assert "_password_reset_key" in held
    assert key not in held
    wrong = {"password1": "short", "password2": "short"}
    client.post(form.context["action_url"], wrong)
    client.post(form.context["action_url"], {"password1": NEW, "password2": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)
