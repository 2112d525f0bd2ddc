"""Sign-in by an organisation, against a real OpenID Connect provider on this computer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from actions.services.invitations import Offer, invite
from tests.support.cast import PASSWORD, browser_of, prove
from tests.support.client_ip import newcomer
from tests.support.oidc_provider import oidc_provider
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.settings import environment

pytestmark = [pytest.mark.django_db, pytest.mark.services]
LOGIN = "/accounts/oidc/sheffield/login/"
SECURITY = "/accounts/security/"
SUBJECT = "a1b2c3"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a provider that knows whoever names themselves, with Ada's address."""
    claims = {"sub": SUBJECT, "email": "ada@council.example", "email_verified": True}
    with oidc_provider(claims) as number:
        yield number


def configure(settings, monkeypatch, issuer: str, **more: str) -> None:
    """Reads the settings from the environment, as a deployment does."""
    given = {"ISSUER": issuer, "CLIENT_ID": "wsoa", "CLIENT_SECRET": "s", "NAME": "Sheffield"}
    monkeypatch.setenv("OIDC_AREAS", "sheffield")
    for name, value in (given | more).items():
        monkeypatch.setenv(f"OIDC_SHEFFIELD_{name}", value)
    settings.OIDC_PROVIDERS = environment.oidc_providers("OIDC_AREAS", https=False)
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        | {"APPS": [provider.app for provider in settings.OIDC_PROVIDERS]}
    }


@pytest.fixture(autouse=True)
def issuer(port: int, settings, monkeypatch) -> str:
    address = f"http://localhost:{port}"
    configure(settings, monkeypatch, address)
    return address


def goes(client: Client, start: str = LOGIN, subject: str = SUBJECT):
    """Goes to the provider, says who they are there, and comes back; returns the answer."""
    away = client.get(start)
    assert away.status_code == 302, away.content
    there = requests.post(
        away.headers["Location"], data={"sub": subject}, allow_redirects=False, timeout=10
    )
    back = urlsplit(there.headers["Location"])
    assert back.path == f"{LOGIN}callback/"
    return client.get(f"{back.path}?{back.query}")


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def bound(user: User, subject: str = SUBJECT) -> None:
    """Binds an account from the person's own page."""
    client = browser_of(user)
    start = client.post("/accounts/organisation/sheffield/bind/").headers["Location"]
    assert goes(client, start, subject).headers["Location"] == SECURITY


def test_whoever_was_not_invited_is_told_so_and_nothing_is_made(ada):
    people = User.objects.count()
    client = newcomer()
    answer = goes(client)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert '<h1 class="govuk-heading-l">You have not been invited</h1>' in page
    assert signed_in_as(client) is None
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()


def test_address_alone_binds_nothing(ada):
    """The provider says that this is Ada's address, and that it was verified."""
    assert ada.email == "ada@council.example"
    assert goes(newcomer()).status_code == 403
    assert not SocialAccount.objects.exists()


def test_own_page_binds_after_a_recent_proof_and_the_account_signs_in_from_then_on(ada):
    bound(ada)
    client = newcomer()
    answer = goes(client, f"{LOGIN}?next=/statuses/")
    assert answer.headers["Location"] == "/statuses/"
    assert signed_in_as(client) == str(ada.pk)
    event = AuditEvent.objects.get(verb="sign-in")
    assert event.summary == "Ada Officer signed in with their organisation"
    assert AuditEvent.objects.get(verb="organisation-bound").actor_name == "Ada Officer"
    assert mail.outbox[0].subject == "Your organisation can sign you in"


def test_binding_needs_a_recent_proof(ada):
    client = browser_of(ada)
    prove(client, ada, minutes_ago=11)
    answer = client.post("/accounts/organisation/sheffield/bind/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert goes(client).status_code == 403
    assert not SocialAccount.objects.exists()


def test_link_of_an_invitation_binds_to_the_person_and_signs_in(ada):
    ada.set_unusable_password()
    ada.save()
    client = newcomer()
    client.post("/accounts/password/reset/", {"email": ada.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)
    assert link is not None
    page = client.get(link[0], follow=True)
    assert "Sign in with Sheffield instead" in page.content.decode()
    start = client.post(page.context["action_url"], {"organisation": "sheffield"})
    goes(client, start.headers["Location"], "somebody-else-at-the-provider")
    assert signed_in_as(client) == str(ada.pk)
    assert SocialAccount.objects.get().user == ada
    ada.refresh_from_db()
    assert not ada.has_usable_password()


def test_invitation_signs_in_by_the_organisation_and_binds_its_account(sheffield):
    invited = invite(
        by=None,
        local_area=sheffield.local_area,
        email="new@council.example",
        name="New Person",
        offer=Offer(),
    )
    link, client = f"/invitations/{invited.token}/", newcomer()
    assert "Accept and sign in with Sheffield" in client.get(link).content.decode()
    start = client.post(link, {"organisation": "sheffield"}).headers["Location"]
    assert goes(client, start, "new-at-the-provider").headers["Location"] == "/"
    assert signed_in_as(client) == str(invited.user.pk)
    assert SocialAccount.objects.get().user == invited.user
    again = newcomer()
    goes(again, subject="new-at-the-provider")
    assert signed_in_as(again) == str(invited.user.pk)
    assert newcomer().post(link, {"organisation": "sheffield"}).status_code == 410


def test_without_a_link_that_works_nothing_is_offered_or_bound(ada):
    client = newcomer()
    dead = "/accounts/password/reset/key/1-abc-def/"
    assert "instead" not in client.get(dead, follow=True).content.decode()
    answer = client.post(dead, {"organisation": "sheffield"})
    assert answer.status_code == 200
    assert goes(client).status_code == 403


def test_second_account_is_not_bound_by_signing_in_again(ada):
    bound(ada)
    assert goes(newcomer(), subject="another").status_code == 403
    assert SocialAccount.objects.count() == 1


def test_account_of_another_person_is_refused(ada):
    bound(ada)
    ben = User.objects.create_user("ben@council.example", PASSWORD, name="Ben")
    client = browser_of(ben)
    start = client.post("/accounts/organisation/sheffield/bind/").headers["Location"]
    answer = goes(client, start)
    assert answer.status_code == 403
    assert "This account belongs to somebody else" in answer.content.decode()
    assert signed_in_as(client) == str(ben.pk)
    assert SocialAccount.objects.get().user == ada


def test_same_subject_of_another_tenant_is_another_account(ada, port, settings, monkeypatch):
    bound(ada)
    configure(settings, monkeypatch, f"http://127.0.0.1:{port}")
    assert goes(newcomer()).status_code == 403


def test_closed_account_does_not_get_in(ada):
    bound(ada)
    ada.is_active = False
    ada.save()
    client = newcomer()
    assert goes(client).headers["Location"] == "/accounts/inactive/"
    assert signed_in_as(client) is None


def test_answer_that_nobody_asked_for_is_refused(ada):
    bound(ada)
    client = newcomer()
    answer = client.get(f"{LOGIN}callback/?code=abc&state=def")
    assert answer.status_code == 403
    assert "The sign-in did not work" in answer.content.decode()
    assert signed_in_as(client) is None


@pytest.mark.parametrize("nonce", ["of-another-sign-in", ""])
def test_a_token_that_was_given_for_another_sign_in_is_refused(ada, nonce):
    bound(ada)
    client = newcomer()
    away = client.get(LOGIN).headers["Location"]
    assert re.search(r"&nonce=[0-9a-f]{64}", away)
    assert "code_challenge=" in away
    another = re.sub(r"&nonce=[0-9a-f]{64}", f"&nonce={nonce}" if nonce else "", away)
    there = requests.post(another, data={"sub": SUBJECT}, allow_redirects=False, timeout=10)
    back = urlsplit(there.headers["Location"])
    answer = client.get(f"{back.path}?{back.query}")
    assert answer.status_code == 403
    assert "The sign-in did not work" in answer.content.decode()
    assert signed_in_as(client) is None


def test_each_sign_in_has_a_nonce_of_its_own(ada):
    sent = [newcomer().get(LOGIN).headers["Location"] for _ in range(2)]
    found = {re.search(r"&nonce=([0-9a-f]{64})", away)[1] for away in sent}
    assert len(found) == 2


def test_refusal_of_the_provider_is_said(ada):
    client = newcomer()
    away = client.get(LOGIN).headers["Location"]
    there = requests.post(away, data={"action": "deny"}, allow_redirects=False, timeout=10)
    back = urlsplit(there.headers["Location"])
    assert "The sign-in did not work" in client.get(f"{back.path}?{back.query}").content.decode()


def test_provider_asks_anew_before_it_counts_as_a_proof(ada):
    bound(ada)
    ada.set_unusable_password()
    ada.save()
    client = newcomer()
    goes(client)
    assert client.get("/accounts/password/set/").status_code == 302, "no proof by a silent sign-in"
    page = client.get("/accounts/password/set/").headers["Location"]
    assert page.startswith("/accounts/organisation/sheffield/prove/?next=")
    start = client.post(page, {"next": "/accounts/password/set/"}).headers["Location"]
    assert "prompt=login" in client.get(start).headers["Location"]
    assert goes(client, start).headers["Location"] == "/accounts/password/set/"
    assert client.get("/accounts/password/set/").status_code == 200


def test_second_step_of_the_organisation_counts_where_the_settings_say_so(
    ada, settings, monkeypatch, issuer
):
    settings.TWO_STEP_ROLES = frozenset({"administrator"})
    ada.is_superuser = True
    ada.save()
    bound(ada)
    client = newcomer()
    goes(client)
    assert client.get("/").headers["Location"] == "/accounts/two-step/"
    configure(settings, monkeypatch, issuer, TWO_STEP="1")
    assert client.get("/").status_code == 200


def test_binding_can_be_ended(ada):
    bound(ada)
    client = browser_of(ada)
    assert "Stop signing in with Sheffield" in client.get(SECURITY).content.decode()
    client.post("/accounts/organisation/sheffield/unbind/")
    assert goes(newcomer()).status_code == 403
    assert AuditEvent.objects.filter(verb="organisation-unbound").count() == 1


def test_nothing_of_the_token_is_kept(ada):
    bound(ada)
    account = SocialAccount.objects.get()
    assert SUBJECT not in account.uid
    assert set(account.extra_data) <= {"name", "auth_time"}
    assert not account.socialtoken_set.exists()


def test_sign_in_page_offers_it_and_unknown_providers_are_not_there(client):
    assert f'href="{LOGIN}"' in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/oidc/leeds/login/").status_code == 404
    assert (
        browser_of(User.objects.create_user("x@y.example", name="X"))
        .post("/accounts/organisation/leeds/bind/")
        .status_code
        == 404
    )
