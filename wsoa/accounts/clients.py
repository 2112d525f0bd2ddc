"""The client of a request: its network address, its browser, and whether somebody used it before.

A device is known by a signed cookie that it gets at a sign-in. It holds a random number for each
person who signed in there, so that failed attempts from elsewhere count apart from their own.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from wsoa.accounts.models import User

DEVICE_COOKIE_AGE: Final = 180 * 24 * 60 * 60  # seconds since the last sign-in there
MOST_PEOPLE: Final = 8  # of one device; the first to sign in is forgotten first
_SALT: Final = "wsoa.accounts.clients"
_BROWSERS: Final = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"(?:Headless)?Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS: Final = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("a Mac", r"Macintosh|Mac OS X"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


def network_address(request: HttpRequest) -> str:
    """The address of the client; of IPv6 its network, which is one household or office."""
    return str(truncate_ip(get_adapter().get_client_ip(request)))


def describe_client(user_agent: str) -> str:
    """The browser and system in words.

    >>> describe_client("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Windows'
    >>> describe_client("curl/8.5.0")
    'an unknown browser'
    """
    browser = next((name for name, mark in _BROWSERS if re.search(mark, user_agent)), "")
    system = next((name for name, mark in _SYSTEMS if re.search(mark, user_agent)), "")
    if not browser:
        return f"an unknown browser on {system}" if system else "an unknown browser"
    return f"{browser} on {system}" if system else browser


def known_device(request: HttpRequest, user: User | None) -> str:
    """The number of the device for this person; empty where they have not signed in on it."""
    return _numbers(request).get(str(user.pk), "") if user else ""


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> bool:
    """Sets the cookie by which the device is known. Returns whether the device is a new one."""
    numbers = _numbers(request)
    number = numbers.pop(str(user.pk), "")
    numbers = dict(list(numbers.items())[-(MOST_PEOPLE - 1) :])
    numbers[str(user.pk)] = number or secrets.token_urlsafe(12)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(numbers, salt=_SALT),
        max_age=DEVICE_COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return not number


def _numbers(request: HttpRequest) -> dict[str, str]:
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        found = signing.loads(cookie, salt=_SALT, max_age=DEVICE_COOKIE_AGE)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
