"""Audit events of sign-in: who signed in, what failed, what was locked, reset, added or ended.

No event holds a password, a code or a link. Events of somebody unknown are not recorded: they
would be a list of addresses that strangers typed.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from wsoa.accounts.clients import describe_client, network_address
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit

LOCKED_SECONDS: Final = 5 * 60  # one event of a lock in that time
_METHODS: Final = {
    "password": "a password",
    "code": "a code by email",
    "invitation": "the link of an invitation",
    "socialaccount": "their organisation",
    "totp": "an authenticator app",
    "recovery_codes": "a recovery code",
    "webauthn": "a passkey",
}
_AUTHENTICATORS: Final = {
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def subject_of(user: User) -> str:
    """The subject of a person's sign-in events in the audit log."""
    return f"sign-in {user.pk}"


@transaction.atomic
def record_sign_in_event(
    request: HttpRequest | None, user: User, verb: str, summary: str, *, by_owner: bool = True
) -> None:
    """Records one event, with the network address and the browser that it came from.

    `by_owner` is False where somebody tried who has not shown that they are this person.
    """
    detail: dict[str, Any] = {"user": user.pk}
    if request is not None:
        agent = get_adapter().get_http_user_agent(request)
        detail |= {"from": network_address(request), "with": describe_client(agent)}
    record_audit(
        by=user if by_owner else None,
        verb=verb,
        subject=subject_of(user),
        summary=summary,
        detail=detail,
    )


def record_failure(request: HttpRequest, user: User, what: str) -> None:
    """Records that somebody failed to sign in as this person."""
    record_sign_in_event(
        request, user, "sign-in-failed", f"Sign-in as {user.name} failed: {what}", by_owner=False
    )


def record_lock(request: HttpRequest, user: User, what: str) -> None:
    """Records that further attempts are refused for a time; once in that time."""
    key = f"sign-in-locked:{user.pk}:{network_address(request)}"
    if cache.add(key, 1, timeout=LOCKED_SECONDS):
        summary = f"Sign-in as {user.name} was locked for 5 minutes: {what}"
        record_sign_in_event(request, user, "sign-in-locked", summary, by_owner=False)


def methods_used(request: HttpRequest, user: User) -> str:
    """How somebody signed in, in words: "a password and an authenticator app"."""
    used = [
        _METHODS.get(str(record.get("type") or record["method"]), "another way")
        for record in get_authentication_records(request, user)
        if not record.get("reauthenticated")
    ]
    return " and ".join(dict.fromkeys(used)) or "another way"


def connect() -> None:
    """Has django-allauth's signals recorded. Idempotent."""
    for signal, receiver in (
        (account_signals.login_code_rejected, _on_wrong_code),
        (account_signals.password_changed, _on_password_changed),
        (account_signals.password_set, _on_password_changed),
        (account_signals.password_reset, _on_password_reset),
        (mfa_signals.authenticator_added, _on_authenticator_added),
        (mfa_signals.authenticator_removed, _on_authenticator_removed),
        (mfa_signals.authenticator_reset, _on_authenticator_reset),
        (mfa_signals.authentication_failed, _on_wrong_second_step),
    ):
        signal.connect(receiver, dispatch_uid=f"wsoa.accounts.{receiver.__name__}")


def _on_wrong_code(
    sender: Any, request: HttpRequest, user: User, last_attempt: bool, **_: Any
) -> None:
    what = "the code from the email was wrong"
    record_failure(request, user, f"{what}, and ended" if last_attempt else what)


def _on_wrong_second_step(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    record_failure(request, user, "the code of the second step was wrong")


def _on_password_changed(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    record_sign_in_event(request, user, "password-changed", f"{user.name} changed their password")


def _on_password_reset(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    summary = f"The password of {user.name} was reset by a link in an email"
    record_sign_in_event(request, user, "password-reset", summary)


def _on_authenticator_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    words = _AUTHENTICATORS[authenticator.type]
    record_sign_in_event(request, user, "two-step-added", f"{user.name} set up {words}")


def _on_authenticator_removed(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    words = _AUTHENTICATORS[authenticator.type]
    record_sign_in_event(request, user, "two-step-removed", f"{user.name} removed {words}")


def _on_authenticator_reset(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    record_sign_in_event(request, user, "two-step-added", f"{user.name} made new recovery codes")
