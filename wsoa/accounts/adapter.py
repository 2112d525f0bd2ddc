"""Sign-in rules: invited people only, and demo people on this computer only."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from wsoa.accounts import organisation_sign_in, sign_in_log
from wsoa.accounts.clients import known_device, remember_device
from wsoa.accounts.email_limit import forget_email
from wsoa.accounts.models import User
from wsoa.accounts.proof import has_recent_proof
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
            "There were too many attempts. Wait 5 minutes and try again, or sign in with a passkey "
            "or a code by email"
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

    # --- signing in -------------------------------------------------------------------------

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Records the sign-in, and makes the device a known one."""
        how = sign_in_log.methods_used(request, user)
        sign_in_log.record_sign_in_event(
            request, user, "sign-in", f"{user.name} signed in with {how}"
        )
        request.session.set_expiry(0)  # the cookie goes with the browser, however one signed in
        if sociallogin := (kwargs.get("signal_kwargs") or {}).get("sociallogin"):
            organisation_sign_in.note_proof(request, sociallogin)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if remember_device(request, response, user):
            sign_in_log.record_sign_in_event(
                request, user, "new-device", f"{user.name} signed in on a device for the first time"
            )
        forget_email(request, user.email)
        return response

    # --- wrong passwords --------------------------------------------------------------------

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords from a known device count apart from those of everybody else.

        So nobody locks the owner of an account out by typing wrong passwords for it.
        """
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        device = known_device(request, _person_of(credentials))
        return f"{key}:{device}" if device else key

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if user := _person_of(credentials):
                sign_in_log.record_lock(request, user, "too many wrong passwords")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if user := _person_of(credentials):
            sign_in_log.record_failure(request, user, "the password was wrong")

    # --- asking again who somebody is -------------------------------------------------------

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Any proof within the last ten minutes counts, the sign-in itself, too.

        Raises ReauthenticationRequired where there is none, also for those who have neither a
        password nor a second step: they are sent a code.
        """
        if has_recent_proof(self.request):
            return False
        raise ReauthenticationRequired

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways in which somebody can show again who they are, the best one first."""
        if not user.is_authenticated:
            return []
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        found.sort(key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
        bound = organisation_sign_in.accounts_of(user)
        found += [
            {
                "id": f"organisation:{provider.id}",
                "url": reverse("account_prove_by_organisation", args=[provider.id]),
                "provider": provider,
            }
            for provider in settings.OIDC_PROVIDERS
            if provider.id in bound
        ]
        found.append({"id": "code", "url": reverse("account_reauthenticate_by_code")})
        for method in found:
            method["description"] = _words_of(method)
        return found

    # --- emails -----------------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        """An address of this site by its settings, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_ADDRESS + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, context | {"site_address": settings.SITE_ADDRESS})

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        sign_in_log.record_sign_in_event(
            context["request"],
            user,
            "password-reset-requested",
            f"A link to choose a new password was sent to {user.name}",
            by_owner=False,
        )
        super().send_password_reset_mail(user, email, context)


def _person_of(credentials: dict[str, Any]) -> User | None:
    address = str(credentials.get("email", "")).strip().lower()
    return User.objects.filter(email=address).first() if address else None


def _words_of(method: dict[str, Any]) -> str:
    if "provider" in method:
        return f"Use the sign-in of {method['provider'].name}"
    return {
        "reauthenticate": "Use your password",
        "mfa_reauthenticate": "Use your authenticator app or a recovery code",
        "mfa_reauthenticate:webauthn": "Use a passkey",
        "code": "Email me a code",
    }[method["id"]]
