"""The link of an invitation: what is offered, and accepting it, which signs the person in."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actions.services.invitations import InvitationEnded, accept, invitation_of
from wsoa.accounts.models import Invitation
from wsoa.accounts.organisation_sign_in import provider_of, start_binding
from wsoa.core.rate_limit import too_many
from wsoa.web.middleware import HtmxHttpRequest

BAD_A_MINUTE = 30
_OTHERS = "This invitation is for another person. Sign out and open the link again."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HtmxHttpRequest, token: str) -> HttpResponse:
    """Shows an invitation; a POST accepts it and signs in. GET writes nothing."""
    try:
        found = _found(request, token)
        if found is None:
            return render(request, "429.html", status=429)
        response = _accepted(request, found) if request.method == "POST" else None
    except InvitationEnded as ended:
        response = render(
            request, "actions/people/invitation_ended.html", {"words": str(ended)}, status=410
        )
        return _private(response)
    context = {
        "invitation": found if response is None else None,
        "organisations": settings.OIDC_PROVIDERS,
    }
    return _private(response or render(request, "actions/people/invitation.html", context))


def _found(request: HtmxHttpRequest, token: str) -> Invitation | None:
    """The invitation; None for who has tried too many. Raises Http404, PermissionDenied."""
    found = invitation_of(token)
    if found is None:
        who = get_adapter().get_client_ip(request)
        if too_many("invitations", who, a_minute=BAD_A_MINUTE):
            return None
        raise Http404
    if request.user.is_authenticated and request.user.pk != found.user_id:
        raise PermissionDenied(_OTHERS)
    return found


def _accepted(request: HtmxHttpRequest, found: Invitation) -> HttpResponse:
    """Accepts, and signs in as any sign-in does: by every rule and step of the sign-in page.

    Where the person chose their organisation's sign-in, that signs them in, and its account is
    bound to them.
    """
    provider = provider_of(request.POST.get("organisation", ""))
    user = accept(invitation=found)
    if provider:
        return redirect(start_binding(request, user, provider, "/"))
    record_authentication(request, user, method="invitation")
    signed_in: HttpResponse = perform_login(request, user, redirect_url="/")
    return signed_in


def _private(response: HttpResponse) -> HttpResponse:
    """Nothing lists the page or tells its address on; its own form may be sent."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
