"""Two-step sign-in: who has it, and who has to have it.

A passkey is two steps in one: something that somebody has, and their finger, face or number. Those
whose organisation signs them in have it there, if the settings of their area say so.
"""

from __future__ import annotations

from typing import Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from wsoa.accounts.models import User

ADMINISTRATOR: Final = "administrator"
SECOND_STEPS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_step(user: User) -> bool:
    """Whether the person has set up an authenticator app or a passkey."""
    found = Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_STEPS)
    return bool(found.exists())


def has_app(user: User) -> bool:
    """Whether the person has set up an authenticator app."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
    return bool(found.exists())


def signed_in_by_organisation(request: HttpRequest) -> bool:
    """Whether this session began at an organisation whose sign-in has two steps itself."""
    trusted = {provider.id for provider in settings.OIDC_PROVIDERS if provider.has_two_steps}
    return bool(trusted) and any(
        record.get("method") == "socialaccount" and record.get("provider") in trusted
        for record in get_authentication_records(request, request.user)
    )
