"""Two-step sign-in: an authenticator app, recovery codes, and who has to have it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
)
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.cast import PASSWORD, browser_of, prove
from tests.support.client_ip import newcomer
from wsoa.accounts.forms import ReauthenticateSecondStepForm, SecondStepForm
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.core.encryption import decrypt

pytestmark = pytest.mark.django_db
APP = "/accounts/two-step/app/"
SECOND_STEP = "/accounts/two-step/authenticate/"
INDEX = "/accounts/two-step/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-02 09:00", tick=False) as traveller:
        yield traveller


def code_now(secret: str, clock: time_machine.Traveller) -> str:
    """What an authenticator app shows, half a minute later than last time."""
    clock.shift(30)
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(user: User, clock: time_machine.Traveller) -> tuple[str, list[str]]:
    """Sets an authenticator app up; returns its key and the recovery codes."""
    client = browser_of(user)
    page = client.get(APP).content.decode()
    found = re.search(r">([A-Z2-7]{32})</code>", page)
    assert found is not None
    answer = client.post(APP, {"code": code_now(found[1], clock)}, follow=True)
    codes = re.findall(r"<code>(\d{8})</code>", answer.content.decode())
    return found[1], codes


def after_password(user: User) -> Client:
    client = newcomer()
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == SECOND_STEP
    assert not is_in(client)
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_app_is_asked_for_after_the_password_and_its_code_signs_in_once(ada, clock):
    secret, _ = set_up_app(ada, clock)
    code = code_now(secret, clock)
    client = after_password(ada)
    client.post(SECOND_STEP, {"code": code})
    assert is_in(client)
    again = after_password(ada)
    answer = again.post(SECOND_STEP, {"code": code})
    assert "it was used before" in answer.content.decode()
    assert not is_in(again)


def test_app_is_asked_for_after_a_code_by_email_too(ada, clock):
    set_up_app(ada, clock)
    client = newcomer()
    client.post("/accounts/login/code/", {"email": ada.email})
    code = mail.outbox[-1].body.split("is:")[1].split()[0]
    answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert answer.headers["Location"] == SECOND_STEP
    assert not is_in(client)


def test_wrong_code_is_refused_and_recorded(ada, clock):
    set_up_app(ada, clock)
    client = after_password(ada)
    client.post(SECOND_STEP, {"code": "000000"})
    assert not is_in(client)
    event = AuditEvent.objects.get(verb="sign-in-failed")
    assert event.summary == ("Sign-in as Ada Officer failed: the code of the second step was wrong")


def test_recovery_code_signs_in_once(ada, clock):
    _, codes = set_up_app(ada, clock)
    assert len(set(codes)) == 10
    client = after_password(ada)
    client.post(SECOND_STEP, {"code": codes[3]})
    assert is_in(client)
    again = after_password(ada)
    again.post(SECOND_STEP, {"code": codes[3]})
    assert not is_in(again)


def test_recovery_codes_are_shown_once(ada, clock):
    _, codes = set_up_app(ada, clock)
    page = browser_of(ada).get("/accounts/two-step/recovery-codes/").content.decode()
    assert not [code for code in codes if code in page]
    assert "10 recovery codes are left" in page


def test_the_key_is_encrypted_in_the_session_too_while_it_is_set_up(ada, clock):
    client = browser_of(ada)
    found = re.search(r">([A-Z2-7]{32})</code>", client.get(APP).content.decode())
    assert found
    held = client.session[SECRET_SESSION_KEY]
    assert found[1] not in json.dumps(dict(client.session.items()))
    assert decrypt(held) == found[1]
    wrong = client.post(APP, {"code": "000000"}).content.decode()
    assert found[1] in wrong  # the same key, so that the app need not be set up anew
    assert found[1] not in json.dumps(dict(client.session.items()))
    client.post(APP, {"code": code_now(found[1], clock)})
    assert Authenticator.objects.filter(user=ada, type=Authenticator.Type.TOTP).exists()
    assert SECRET_SESSION_KEY not in client.session


def test_a_key_that_cannot_be_read_any_more_is_made_anew(ada, clock):
    client = browser_of(ada)
    client.get(APP)
    session = client.session
    session[SECRET_SESSION_KEY] = "begun under another key"
    session.save()
    page = client.post(APP, {"code": "000000"}).content.decode()
    assert "The code is wrong" in page
    found = re.search(r">([A-Z2-7]{32})</code>", page)
    assert found
    assert decrypt(client.session[SECRET_SESSION_KEY]) == found[1]


def test_keys_are_encrypted_in_the_database(ada, clock):
    secret, codes = set_up_app(ada, clock)
    app, recovery = (
        Authenticator.objects.get(user=ada, type=kind)
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    )
    stored = f"{app.data}{recovery.data}"
    assert decrypt(app.data["secret"]) == secret
    assert secret not in stored
    assert not [code for code in codes if code in stored]


@pytest.mark.parametrize("form", [SecondStepForm, ReauthenticateSecondStepForm])
def test_who_has_only_a_passkey_is_asked_for_a_recovery_code(ada, clock, form):
    """The passkey itself is used by a script: without one, only the recovery codes are left."""
    Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={})
    field = form(user=ada).fields["code"]
    assert field.label == "Recovery code"
    assert field.help_text.startswith("One of the recovery codes")
    assert "app" not in f"{field.help_text}{field.error_messages['required']}"
    set_up_app(ada, clock)
    assert form(user=ada).fields["code"].help_text.startswith("The 6 numbers that your auth")


@pytest.mark.parametrize("page", [APP, "/accounts/two-step/passkeys/add/"])
def test_setting_up_needs_a_recent_proof(ada, page):
    client = browser_of(ada)
    prove(client, ada, minutes_ago=11)
    assert client.get(page).headers["Location"].startswith("/accounts/reauthenticate/?next=")
    prove(client, ada, minutes_ago=9)
    assert client.get(page).status_code == 200


def test_removing_the_app_needs_a_recent_proof_and_is_notified(ada, clock):
    set_up_app(ada, clock)
    client = browser_of(ada)
    prove(client, ada, minutes_ago=11)
    assert client.post(f"{APP}remove/").status_code == 302
    assert Authenticator.objects.filter(user=ada).exists()
    prove(client, ada)
    client.post(f"{APP}remove/")
    assert not Authenticator.objects.filter(user=ada).exists()
    assert mail.outbox[-1].subject == "Your authenticator app was removed"
    assert AuditEvent.objects.filter(verb="two-step-removed").count() == 2


def test_qr_code_is_part_of_the_page(ada):
    page = browser_of(ada).get(APP).content.decode()
    qr = page[page.index('<div class="app-qr"') :].partition("</div>")[0]
    assert "<svg" in qr
    assert " style=" not in qr
    assert "data:" not in page


# --- who has to have it ---------------------------------------------------------------------------

REQUIRED = frozenset({"publisher", "signs_council", "signs_nhs", "administrator"})


@pytest.fixture
def real_people(people: dict[str, User], settings) -> dict[str, User]:
    """The cast as people of a real site, where two-step sign-in is required."""
    settings.TWO_STEP_ROLES = REQUIRED
    User.objects.update(is_demo=False)
    return {name: User.objects.get(pk=user.pk) for name, user in people.items()}


@pytest.mark.parametrize(
    ("name", "is_required"),
    [
        ("publisher", True),
        ("accountable", True),  # who signs for the council
        ("nhs-lead", True),  # who signs for the NHS
        ("manager", True),  # who administers the local area
        ("lead", False),
        ("board", False),
        ("viewer", False),
    ],
)
def test_roles_that_need_it_are_led_to_set_it_up(real_people, name, is_required):
    answer = browser_of(real_people[name]).get("/plans/sheffield-2019/")
    assert answer.status_code == (302 if is_required else 200)
    if is_required:
        assert answer.headers["Location"] == INDEX


def test_administrator_is_led_to_set_it_up(real_people):
    chief = User.objects.create_superuser("root@council.example", PASSWORD, name="Root")
    answer = browser_of(chief).get("/", follow=True)
    assert answer.request["PATH_INFO"] == INDEX
    assert "Your role needs two-step sign-in" in answer.content.decode()


def test_in_place_the_whole_page_goes_there(real_people):
    client = browser_of(real_people["publisher"])
    answer = client.get("/plans/sheffield-2019/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, INDEX)


def test_with_an_app_they_go_on(real_people, clock):
    publisher = real_people["publisher"]
    client = browser_of(publisher)
    assert client.get("/plans/sheffield-2019/").status_code == 302
    set_up_app(publisher, clock)
    assert client.get("/plans/sheffield-2019/").status_code == 200


def test_new_role_counts_within_five_minutes(real_people, clock, settings):
    lead = real_people["lead"]
    client = browser_of(lead)
    assert client.get("/plans/sheffield-2019/").status_code == 200
    lead.memberships.create(
        plan_id=real_people["publisher"].memberships.get().plan_id, role="publisher"
    )
    clock.shift(5 * 60 + 1)
    assert client.get("/plans/sheffield-2019/").headers["Location"] == INDEX


def test_pages_that_set_it_up_and_public_ones_are_open(real_people):
    client = browser_of(real_people["publisher"])
    for page in (INDEX, APP, "/accounts/security/", "/published/", "/statuses/"):
        assert client.get(page).status_code == 200, page


def test_demo_people_and_sites_without_the_setting_are_asked_nothing(people, settings):
    settings.TWO_STEP_ROLES = REQUIRED
    assert browser_of(people["publisher"]).get("/plans/sheffield-2019/").status_code == 200


def test_check_is_made_once_in_five_minutes(real_people):
    client = browser_of(real_people["board"])
    client.get("/statuses/")
    client.get("/plans/sheffield-2019/")

    def asks() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/plans/sheffield-2019/")
        return sum("DISTINCT" in q["sql"] and "membership" in q["sql"] for q in queries)

    assert asks() == 0
