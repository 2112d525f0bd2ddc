"""Signing in with a password, and out."""

import pytest
from django.test import Client

from tests.support.cast import BACKEND, PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_right_password_leads_to_the_page_that_was_asked_for(client, ada):
    asked = client.get("/my/updates/")
    assert asked.headers["Location"] == "/accounts/login/?next=%2Fmy%2Fupdates%2F"
    page = client.get(asked.headers["Location"])
    assert '<input type="hidden" name="next" value="/my/updates/">' in page.content.decode()
    sent = {"login": ada.email, "password": PASSWORD, "next": "/my/updates/"}
    answer = client.post(LOGIN, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my/updates/")
    assert signed_in_as(client) == str(ada.pk)


def test_the_address_may_be_written_in_capitals(client, ada, sign_in):
    sign_in("ADA@Council.Example", PASSWORD)
    assert signed_in_as(client) == str(ada.pk)


def test_a_next_page_on_another_site_is_not_followed(client, ada, sign_in):
    sent = {"login": ada.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(LOGIN, sent).headers["Location"] == "/"


def test_a_wrong_password_is_said_in_the_summary_and_keeps_the_address(client, ada, sign_in):
    answer = sign_in(ada.email, "wrong")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error: Sign in \N{EN DASH} SEND plan tracker</title>" in page
    assert answer.context["form"].error_summary == [
        (
            "id_login",
            "The email address or password is wrong. Check both, or ask for a code instead",
        )
    ]
    assert f'value="{ada.email}"' in page
    assert "wrong" not in page.split("<form", 2)[-1]
    assert signed_in_as(client) is None


def test_an_unknown_address_answers_like_a_wrong_password(ada, sign_in):
    known = sign_in(ada.email, "wrong").context["form"].error_summary
    unknown = sign_in("nobody@council.example", "wrong").context["form"].error_summary
    assert known == unknown


def test_empty_fields_are_said_beside_each_and_in_the_summary(sign_in):
    answer = sign_in("", "")
    assert answer.context["form"].error_summary == [
        ("id_login", "Enter your email address"),
        ("id_password", "Enter your password"),
    ]
    page = answer.content.decode()
    assert '<a href="#id_login">Enter your email address</a>' in page
    assert 'aria-describedby="id_login_error"' in page
    assert page.index("There is a problem") < page.index("<h1")


def test_after_five_wrong_passwords_the_right_one_is_refused_in_the_summary(client, ada, sign_in):
    for _ in range(5):
        sign_in(ada.email, "wrong")
    answer = sign_in(ada.email, PASSWORD)
    assert answer.status_code == 200
    assert answer.context["form"].error_summary == [
        (
            "id_login",
            "There were too many attempts. Wait 5 minutes and try again, or sign in with a passkey "
            "or a code by email",
        )
    ]
    assert signed_in_as(client) is None


def test_thirty_tries_a_minute_from_one_place_are_enough(sign_in):
    answers = [sign_in("", "") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert '<h1 class="govuk-heading-l">Too many attempts</h1>' in answers[-1].content.decode()


def test_a_closed_sign_in_is_told_so(client, ada, sign_in):
    ada.is_active = False
    ada.save()
    answer = sign_in(ada.email, PASSWORD)
    assert signed_in_as(client) is None
    assert answer.headers["Location"] == "/accounts/inactive/"
    assert "Your account is closed" in client.get("/accounts/inactive/").content.decode()


def test_signing_out_needs_a_button(client, ada):
    client.force_login(ada, backend=BACKEND)
    asked = client.get("/accounts/logout/")
    assert (asked.status_code, signed_in_as(client)) == (200, str(ada.pk))
    answer = client.post("/accounts/logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert signed_in_as(client) is None


def test_nobody_signs_up(client):
    answer = client.post("/accounts/signup/", {"email": "x@y.example", "password1": PASSWORD})
    assert "Sign-in is by invitation" in answer.content.decode()
    assert signed_in_as(client) is None


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/abc/", ""])
def test_addresses_that_make_no_sense_here_are_not_there(client, ada, path):
    client.force_login(ada, backend=BACKEND)
    assert client.get(f"/accounts/{path}").status_code == 404


def test_the_sign_in_page_works_without_scripts(client):
    page = client.get(LOGIN).content.decode()
    form = page[page.index('<form method="post" action="/accounts/login/"') :]
    assert "hx-" not in form
    assert '<button type="submit" class="govuk-button"' in form
    assert "<script" not in form
