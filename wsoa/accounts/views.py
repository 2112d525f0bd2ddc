"""Pages of how somebody signs in: those of django-allauth where they are enough, and our own."""

from __future__ import annotations

import time
from typing import Any, Final

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wsoa.accounts import organisation_sign_in as organisation
from wsoa.accounts.email_limit import REFUSED, may_email
from wsoa.accounts.forms import EmailedCodeForm
from wsoa.accounts.login_codes import hash_code
from wsoa.accounts.proof import recent_proof_required
from wsoa.accounts.sessions import (
    UnknownSession,
    end_other_sessions,
    end_session,
    open_sessions,
)
from wsoa.accounts.sign_in_history import sign_ins_of, sign_ins_of_everybody
from wsoa.accounts.sign_in_log import record_failure, record_sign_in_event
from wsoa.accounts.two_step import has_second_step
from wsoa.core.encryption import NotReadable, decrypt, encrypt

CLEAR_CACHE: Final = '"cache"'


class SignOutView(allauth.LogoutView):  # type: ignore[misc]
    """Signs out, and has the browser forget the pages that it kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = CLEAR_CACHE
        return response


class EnterCodeView(allauth.ConfirmLoginCodeView):  # type: ignore[misc]
    """The code of a sign-in; another one is sent within the limit of such emails."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        if not may_email(self.request, self._process.state.get("email", "")):
            messages.error(self.request, f"{REFUSED}.")
            return redirect(self.request.get_full_path())
        response: HttpResponse = super()._resend_form_valid(form)
        return response


# --- one's own sign-in ----------------------------------------------------------------------------


@login_required
@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How somebody signs in, with what each part leads to."""
    bound = organisation.accounts_of(request.user)  # type: ignore[arg-type]
    shown = {
        "has_second_step": has_second_step(request.user),  # type: ignore[arg-type]
        "organisations": [(known, bound.get(known.id)) for known in settings.OIDC_PROVIDERS],
        "session_count": len(open_sessions(request)),
    }
    return render(request, "account/security.html", shown)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where somebody is signed in; ends one of these sessions, or all others."""
    if request.method != "POST":
        return render(request, "account/sessions.html", {"sessions": open_sessions(request)})
    chosen = request.POST.get("session", "")
    try:
        if chosen == "others":
            count = end_other_sessions(by=request.user, request=request)  # type: ignore[arg-type]
            messages.success(request, f"Signed out everywhere else. Sessions ended: {count}.")
        else:
            pk = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
            end_session(by=request.user, request=request, pk=pk)  # type: ignore[arg-type]
            messages.success(request, "The session was ended.")
    except UnknownSession:
        messages.info(request, "That session has ended already.")
    return redirect("account_sessions")


@login_required
@never_cache
@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The latest sign-ins, failures and changes of the person who asks."""
    events = sign_ins_of(request.user)  # type: ignore[arg-type]
    return render(request, "account/sign_ins.html", {"events": events})


@login_required
@never_cache
@require_safe
def sign_ins_everybody(request: HttpRequest) -> HttpResponse:
    """The latest sign-ins, failures and changes of all people, for administrators."""
    if not request.user.is_superuser:
        raise PermissionDenied("Only administrators can see the sign-ins of everybody.")
    shown = {"events": sign_ins_of_everybody(), "of_everybody": True}
    return render(request, "account/sign_ins.html", shown)


# --- passkeys -------------------------------------------------------------------------------------


class AddPasskeyView(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Adds a passkey: a key that the device itself keeps, and that signs in without a name."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        options = webauthn_auth.begin_registration(self.request.user, True)
        return shown | {"form": self.get_form(), "js_data": {"creation_options": options}}

    def form_invalid(self, form: Any) -> HttpResponse:
        shown = self.get_context_data() | {"form": form}
        response: HttpResponse = self.render_to_response(shown)
        return response


class RemovePasskeyView(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """Removes a passkey, and goes back to the list."""

    def get_success_url(self) -> str:
        return reverse("mfa_index")


# --- proof by a code ------------------------------------------------------------------------------


@method_decorator([login_required, never_cache], name="dispatch")
class ReauthenticateByCodeView(allauth.BaseReauthenticateView):  # type: ignore[misc]
    """Sends a code to the person who is signed in, and takes it as proof of who they are."""

    form_class = EmailedCodeForm
    template_name = "account/reauthenticate_by_code.html"
    session_key = "reauthentication_code"
    lifetime = 10 * 60  # seconds
    most_attempts = 3

    def waiting(self) -> dict[str, Any] | None:
        """The code that was sent and can still be entered."""
        sent: dict[str, Any] | None = self.request.session.get(self.session_key)
        if not sent or time.time() - sent["at"] > self.lifetime:
            return None
        return sent if sent["failed"] < self.most_attempts else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "send":
            return self.send()
        if self.waiting() is None:
            messages.info(request, "The code has expired. Ask for another one.")
            return redirect(request.get_full_path())
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def send(self) -> HttpResponse:
        address = self.request.user.email
        if may_email(self.request, address):
            code = get_adapter().generate_login_code()
            get_adapter().send_mail("account/email/proof_code", address, {"code": code})
            waiting = {"code": hash_code(code), "at": time.time(), "failed": 0}
            self.request.session[self.session_key] = waiting
        else:
            messages.error(self.request, f"{REFUSED}.")
        return redirect(self.passthrough_next_url(self.request.path))

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"code": (self.waiting() or {}).get("code", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        del self.request.session[self.session_key]
        user = self.request.user
        record_authentication(self.request, user, method="code", reauthenticated=True)
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        waiting = self.request.session[self.session_key]
        self.request.session[self.session_key] = waiting | {"failed": waiting["failed"] + 1}
        record_failure(self.request, self.request.user, "the code from the email was wrong")
        response: HttpResponse = super().form_invalid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return shown | {"is_sent": self.waiting() is not None}


# --- sign-in by an organisation -------------------------------------------------------------------


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove_by_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Asks the organisation of somebody who is signed in to ask again who they are."""
    provider = _provider_or_404(provider_id)
    then = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST":
        return redirect(organisation.start_proof(request, provider, then))
    methods = get_adapter().get_reauthentication_methods(request.user)
    others = [method for method in methods if method["url"] != request.path]
    shown = {"provider": provider, "then": then, "reauthentication_alternatives": others}
    return render(request, "account/reauthenticate_by_organisation.html", shown)


@login_required
@require_POST
@recent_proof_required(then="account_security")
def bind_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Binds the account that signs in next to the person who is signed in."""
    provider = _provider_or_404(provider_id)
    address = organisation.start_binding(
        request,
        request.user,  # type: ignore[arg-type]
        provider,
        reverse("account_security"),
    )
    return redirect(address)


@login_required
@require_POST
@recent_proof_required(then="account_security")
def unbind_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ends the binding; the person signs in by a code or a password from then on."""
    account = get_object_or_404(SocialAccount, user=request.user, provider=provider_id)
    account.delete()
    name = getattr(organisation.provider_of(provider_id), "name", provider_id)
    record_sign_in_event(
        request,
        request.user,  # type: ignore[arg-type]
        "organisation-unbound",
        f"{request.user} ended the sign-in by {name}",
    )
    messages.success(request, f"You no longer sign in with {name}.")
    return redirect("account_security")


set_password = recent_proof_required(then="account_set_password")(allauth.password_set)


class ResetPasswordView(allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    """The page of a link to choose a password, which can bind an organisation's sign-in instead.

    Between the link and the form the key waits in the session, encrypted: it has to be read again.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = request.session.get(allauth.INTERNAL_RESET_SESSION_KEY)
        if held:
            request.session[allauth.INTERNAL_RESET_SESSION_KEY] = _readable(held)
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        finally:
            if key := request.session.get(allauth.INTERNAL_RESET_SESSION_KEY):
                request.session[allauth.INTERNAL_RESET_SESSION_KEY] = encrypt(key)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        provider = organisation.provider_of(request.POST.get("organisation", ""))
        if provider:
            home = resolve_url(settings.LOGIN_REDIRECT_URL)
            return redirect(organisation.start_binding(request, self.reset_user, provider, home))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = getattr(self, "reset_user", None)
        bound = organisation.accounts_of(user) if user else {}
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        offered = [known for known in settings.OIDC_PROVIDERS if user and known.id not in bound]
        return shown | {"organisations": offered}


def _readable(held: str) -> str:
    """A key that was encrypted here; empty where it was under a key that is known no more."""
    try:
        return decrypt(held)
    except NotReadable:
        return ""


def _provider_or_404(provider_id: str) -> Any:
    provider = organisation.provider_of(provider_id)
    if provider is None:
        raise Http404
    return provider
