"""Sign-in rules: invited people only, and demo people on this computer only."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from wsoa.accounts.models import User
from wsoa.settings.environment import LOOPBACK

DEMO_REFUSED: Final = "The demonstration accounts can only be used on this computer."


def may_sign_in_here(user: User, request: HttpRequest) -> bool:
    """The demo people share one known password: they are for development and loopback only.

    The caller's own word for the host is not enough where the site also answers to other names.
    """
    if not user.is_demo or settings.DEBUG:
        return True
    return settings.ON_LOOPBACK and _name_of(request.get_host()) in LOOPBACK


def _name_of(host: str) -> str:
    """The host without its port; "[::1]" has colons of its own."""
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The adapter of django-allauth, with this project's rules and messages."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The email address or password is wrong. Check both, or ask for a code instead"
        ),
        "enter_current_password": "The current password is wrong. Enter it again",
        "incorrect_code": "The code is wrong. Enter the code from the newest email",
        "incorrect_password": "The password is wrong. Enter it again",
        "too_many_login_attempts": (
            "There were too many attempts. Wait 5 minutes and try again, or choose a new password"
        ),
        "rate_limited": "There were too many attempts. Wait a minute and try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Checks every sign-in, by password, by code or by reset."""
        if not may_sign_in_here(user, request):
            clear_login(request)
            messages.error(request, DEMO_REFUSED)
            return redirect("account_login")
        refusal: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refusal

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
