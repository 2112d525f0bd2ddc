"""The last proof of who somebody is: a sign-in, or an answer to being asked again.

Whoever signs or publishes, or changes how they sign in, has proved it within the last ten minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

CONFIRM: Final = "Confirm that it is you, then try again."
# In the session: when an organisation asked last who somebody is.
ORGANISATION_PROVED_AT: Final = "organisation_proved_at"


def has_recent_proof(request: HttpRequest) -> bool:
    """Whether the last proof of this session is at most ACCOUNT_REAUTHENTICATION_TIMEOUT old."""
    if not request.user.is_authenticated:
        return False
    here = [
        float(record["at"])
        for record in get_authentication_records(request, request.user)
        if record["method"] != "socialaccount"  # it may have signed in without asking anything
    ]
    last = max([*here, float(request.session.get(ORGANISATION_PROVED_AT, 0.0))])
    return time.time() - last <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def proof_address(request: HttpRequest, then: str) -> str:
    """The page that asks for a proof in the way that suits the person, with where to return to."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    page = methods[0]["url"] if methods else reverse("account_login")
    return f"{page}?{urlencode({REDIRECT_FIELD_NAME: then})}"


def recent_proof_required(*, then: str) -> Callable[..., Any]:
    """Asks whoever has given no recent proof for one, and goes on at the page `then`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if has_recent_proof(request) or not request.user.is_authenticated:
                return view(request, *args, **kwargs)
            if request.method == "POST":
                messages.info(request, CONFIRM)
            return redirect(proof_address(request, reverse(then)))

        return guarded

    return decorate
