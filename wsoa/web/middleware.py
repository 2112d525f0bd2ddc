"""Middleware: compression; the end of idle sessions; sign-in, and a second step where required."""

import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode, urlsplit

import brotli
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from wsoa.accounts.adapter import may_sign_in_here
from wsoa.accounts.models import User
from wsoa.accounts.sessions import idle_seconds, touch
from wsoa.accounts.two_step import ADMINISTRATOR, has_second_step, signed_in_by_organisation
from wsoa.web import resubmission
from wsoa.web.extension_points import OPEN_PATHS, PERSON_ROLES, PUBLIC_PATHS

OPEN_TO_ALL: Final = ("/accounts/", "/static/", "/favicon.ico", "/guide/")  # beside OPEN_PATHS
HEALTH: Final = "/healthz"
NOTHING_PERMITTED: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
STATIC: Final = ("/static/", "/favicon.ico")
SECOND_STEP_CHECKED: Final = "second_step_checked_at"
LARGE: Final = 100_000  # bytes; from there a third of the time for a tenth more is the better deal


class Compress(GZipMiddleware):
    """Brotli for browsers that accept it: smaller than gzip, in a third of the time.

    The only secret in a page, its CSRF token, is masked differently each time, so that the
    compressed length reveals nothing.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if getattr(response, "is_finished", False):  # bytes with a name of their own
            return response
        takes = "br" in request.headers.get("Accept-Encoding", "")
        if not takes or not isinstance(response, HttpResponse):
            return super().process_response(request, response)
        if len(response.content) < 200 or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        quality = 3 if len(response.content) < LARGE else 1
        response.content = brotli.compress(response.content, quality=quality)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        return response


class PrivateByDefault:
    """Headers of every response that no view has set otherwise.

    A page may be kept in the browser of whoever asked for it, and is asked for again before it is
    shown; no cache on the way keeps it. No page may be read by another site's script, or use a
    camera, a microphone or the like.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Permissions-Policy", NOTHING_PERMITTED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class HtmxHttpRequest(HttpRequest):
    """A request that went through HtmxMiddleware."""

    htmx: HtmxDetails


class EndIdleSession:
    """Signs out whoever has asked for nothing for SESSION_IDLE_SECONDS.

    When a session was used last is written every SESSION_TOUCH_SECONDS at most.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads_for_all = request.path == HEALTH or request.path.startswith((*STATIC, *PUBLIC_PATHS))
        if not reads_for_all and request.user.is_authenticated:
            self._end_or_touch(request)
        return self.get_response(request)

    def _end_or_touch(self, request: HttpRequest) -> None:
        idle = idle_seconds(request)
        if idle > settings.SESSION_IDLE_SECONDS:
            logout(request)
            minutes = settings.SESSION_IDLE_SECONDS // 60
            messages.info(
                request, f"You were signed out because you did nothing here for {minutes} minutes."
            )
        elif idle >= settings.SESSION_TOUCH_SECONDS:
            touch(request)


class SignInRequired:
    """Redirects visitors who are not signed in to the sign-in page.

    An HTMX request gets a header to load the full sign-in page, so that no sign-in form appears
    inside a table. A form sent while signed out is stored and restored after sign-in. No view is
    called before sign-in, so that existing and missing pages respond alike.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxHttpRequest) -> HttpResponse:
        # Health answers where there is no database to find a person in.
        # Public pages respond alike to everybody, signed in or not.
        if request.path == HEALTH or request.path.startswith((*PUBLIC_PATHS,)):
            return self.get_response(request)
        if request.user.is_authenticated and not may_sign_in_here(request.user, request):
            logout(request)
        open_page = request.path == "/" or request.path.startswith((*OPEN_TO_ALL, *OPEN_PATHS))
        if open_page or request.user.is_authenticated:
            return self.get_response(request)
        kept = request.method == "POST" and resubmission.keep(request)
        if kept:
            messages.info(request, "We have kept what you typed. Sign in, then send it again.")
        return go_to(request, sign_in_address(page_to_return_to(request, kept=kept)))


class SecondStepRequired:
    """Leads people of TWO_STEP_ROLES to set up two-step sign-in before any other page.

    What they tried to send is kept. That nothing is required is looked up again for each session
    every SESSION_TOUCH_SECONDS, so that a new role counts soon.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxHttpRequest) -> HttpResponse:
        if not settings.TWO_STEP_ROLES or self._may_go_on(request):
            return self.get_response(request)
        if request.method == "POST":
            resubmission.keep(request)
        messages.info(
            request,
            "Your role needs two-step sign-in. Set up a passkey or an authenticator app to go on.",
        )
        return go_to(request, resolve_url("mfa_index"))

    def _may_go_on(self, request: HtmxHttpRequest) -> bool:
        path = request.path
        open_path = path == HEALTH or path.startswith((*OPEN_TO_ALL, *OPEN_PATHS, *PUBLIC_PATHS))
        if open_path or not isinstance(user := request.user, User) or user.is_demo:
            return True
        checked = float(request.session.get(SECOND_STEP_CHECKED, 0.0))
        if time.time() - checked < settings.SESSION_TOUCH_SECONDS:
            return True
        if (
            settings.TWO_STEP_ROLES.isdisjoint(roles_of(user))
            or has_second_step(user)
            or signed_in_by_organisation(request)
        ):
            request.session[SECOND_STEP_CHECKED] = time.time()
            return True
        return False


def roles_of(user: User) -> set[str]:
    """Every role that somebody has anywhere on this site."""
    found = {role for source in PERSON_ROLES for role in source.roles_of(user)}
    return found | {ADMINISTRATOR} if user.is_superuser else found


def go_to(request: HtmxHttpRequest, address: str) -> HttpResponse:
    """A redirect of the whole page, also where HTMX asked for a part of it."""
    response = (
        HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def sign_in_address(then: str) -> str:
    """A redirect to the sign-in page, with the address to return to."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': then})}"


def page_to_return_to(request: HtmxHttpRequest, *, kept: bool) -> str:
    """The page to return to: the form whose input was stored, or else the current page.

    An address that only accepts submissions has no page of its own to return to.
    """
    if kept or (request.method in {"GET", "HEAD"} and not request.htmx):
        return request.get_full_path()
    return page_in_browser(request)


def page_in_browser(request: HtmxHttpRequest) -> str:
    """The page of this site that sent the request; the home page if that is unknown."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
