"""Sign-in by an organisation, with OpenID Connect: Entra ID, or whatever a local area uses.

An account of an organisation is bound to a person once: through the link of their invitation, or
from their own page after a fresh proof of who they are. From then on the issuer, which is a tenant,
and the subject there tell who it is. An email address never does: whoever runs a tenant can write
any address into it.
"""

from __future__ import annotations

import hashlib
import time
from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from wsoa.accounts.models import User
from wsoa.accounts.proof import ORGANISATION_PROVED_AT
from wsoa.accounts.sign_in_log import record_sign_in_event
from wsoa.settings.environment import OidcProvider

BINDING_SECONDS: Final = 10 * 60  # to go to the organisation and come back
_BINDING: Final = "organisation_binding"
_PROVING: Final = "organisation_proving"
_NONCE: Final = "wsoa.accounts.organisation_sign_in.nonce"
# The organisation asks anew, however lately it did.
_ASK_ANEW: Final = "prompt=login&max_age=0"


class AreaProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider whose accounts are told apart by issuer and subject.

    Beside PKCE it sends a nonce, which the token has to bring back: a token that was given for
    another sign-in signs nobody in. The nonce comes from the verifier of PKCE, which is new for
    each sign-in and waits in the session, so that django-allauth keeps it for both.
    """

    def get_pkce_params(self) -> dict[str, str]:
        """What is sent to the organisation; django-allauth takes the verifier out and keeps it."""
        params: dict[str, str] = super().get_pkce_params()
        return params | {"nonce": _nonce_of(params["code_verifier"])}

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> SocialLogin:
        login = super().sociallogin_from_response(request, response)
        login.nonce = response["id_token"].get("nonce", "")
        return login

    def extract_uid(self, data: dict[str, Any]) -> str:
        claims = data["id_token"]
        return account_key(str(claims["iss"]), str(claims["sub"]))

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept of the account: enough for the person to recognise it."""
        claims = data["id_token"]
        return {name: claims[name] for name in ("name", "auth_time") if name in claims}


def _nonce_of(code_verifier: str) -> str:
    return salted_hmac(_NONCE, code_verifier, algorithm="sha256").hexdigest()


def account_key(issuer: str, subject: str) -> str:
    """A key of one account in the world: the issuer is a tenant, and the subject is theirs."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def provider_of(provider_id: str) -> OidcProvider | None:
    return next((known for known in settings.OIDC_PROVIDERS if known.id == provider_id), None)


def accounts_of(user: User) -> dict[str, SocialAccount]:
    """The accounts of organisations that are bound to a person, by provider."""
    return {account.provider: account for account in SocialAccount.objects.filter(user=user)}


# --- on the way to the organisation ---------------------------------------------------------------


def start_binding(request: HttpRequest, user: User, provider: OidcProvider, then: str) -> str:
    """Lets the account that signs in next be bound to this person; returns where to go for it.

    For whoever has just shown the link of an invitation, or proved who they are.
    """
    request.session[_BINDING] = {"user": user.pk, "provider": provider.id, "at": time.time()}
    return _address(provider, then)


def start_proof(request: HttpRequest, provider: OidcProvider, then: str) -> str:
    """Asks for a proof by the organisation; returns where to go for it."""
    request.session[_PROVING] = {"provider": provider.id, "at": time.time()}
    return _address(provider, then)


def _address(provider: OidcProvider, then: str) -> str:
    page = reverse("openid_connect_login", args=[provider.id])
    return f"{page}?{urlencode({'next': then, 'auth_params': _ASK_ANEW})}"


# --- on the way back ------------------------------------------------------------------------------


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The adapter of django-allauth: nobody signs up, and an address binds nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """An address of an organisation's account says nothing of who somebody is here."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Binds an account that may be bound; whoever was not invited is told so.

        Raises ImmediateHttpResponse with the page that says it, also for a token that was not given
        for this sign-in; nothing is made then. Who is
        signed in already has given a proof, and goes on where they were.
        """
        provider = sociallogin.account.provider
        expected = _nonce_of(sociallogin.state["pkce_code_verifier"])
        if not constant_time_compare(sociallogin.nonce, expected):
            self.on_authentication_error(request, provider)
        waiting = _taken(request, _BINDING, provider)
        proving = _taken(request, _PROVING, provider)
        if not sociallogin.is_existing:
            user = User.objects.filter(pk=waiting["user"] if waiting else 0, is_active=True).first()
            if user is None or SocialAccount.objects.filter(user=user, provider=provider).exists():
                raise ImmediateHttpResponse(_answer_not_invited(request, provider))
            _bind(request, sociallogin, user)
        elif waiting and waiting["user"] != sociallogin.user.pk:
            raise ImmediateHttpResponse(_answer_bound_to_another(request, provider))
        sociallogin.asked_anew = bool(waiting or proving) and _is_recent(sociallogin)
        if request.user == sociallogin.user:
            note_proof(request, sociallogin)
            page = sociallogin.get_redirect_url(request) or reverse("account_security")
            raise ImmediateHttpResponse(redirect(page))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        page = render(request, "account/organisation_failed.html", status=403)
        raise ImmediateHttpResponse(page)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("account_security")


def note_proof(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Counts a sign-in at which the organisation asked who somebody is as a proof of it."""
    if getattr(sociallogin, "asked_anew", False):
        request.session[ORGANISATION_PROVED_AT] = time.time()


def _taken(request: HttpRequest, key: str, provider: str) -> dict[str, Any] | None:
    """What waits in the session for this provider, which is removed; None where it is too old."""
    waiting = request.session.pop(key, None)
    if not waiting or waiting["provider"] != provider:
        return None
    return waiting if time.time() - waiting["at"] <= BINDING_SECONDS else None


def _is_recent(sociallogin: SocialLogin) -> bool:
    """Whether the organisation asked lately; an organisation that does not say was told to."""
    at = sociallogin.account.extra_data.get("auth_time")
    return at is None or time.time() - float(at) <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


@transaction.atomic
def _bind(request: HttpRequest, sociallogin: SocialLogin, user: User) -> None:
    sociallogin.connect(request, user)
    record_sign_in_event(
        request,
        user,
        "organisation-bound",
        f"The sign-in of {_name(sociallogin.account.provider)} was bound to {user.name}",
    )


def _answer_not_invited(request: HttpRequest, provider: str) -> Any:
    shown = {"provider": _name(provider)}
    return render(request, "account/organisation_not_invited.html", shown, status=403)


def _answer_bound_to_another(request: HttpRequest, provider: str) -> Any:
    shown = {"provider": _name(provider)}
    return render(request, "account/organisation_of_another.html", shown, status=403)


def _name(provider_id: str) -> str:
    provider = provider_of(provider_id)
    return provider.name if provider else provider_id
