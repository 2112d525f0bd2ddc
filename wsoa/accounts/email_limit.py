"""The limit of emails that anybody can have sent to an address: codes and links to reset.

Anybody can type anybody's address. So that nobody is flooded, one client gets one email sent to an
address in five minutes, code or link. Clients count apart, so that nobody can keep the owner of an
address from asking for a code; all those together on which the owner never signed in have a limit
of their own, which a stranger with many addresses meets.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from wsoa.accounts.clients import known_device, network_address
from wsoa.accounts.models import User

PAUSE: Final = 5 * 60  # seconds between two emails for one client and address
STRANGERS: Final = 12  # emails to one address for all unknown clients together, in an hour
HOUR: Final = 60 * 60

REFUSED: Final = (
    "We have sent an email to this address in the last 5 minutes. Use the newest email, and check "
    "the junk folder. You can ask for another one when the 5 minutes are over"
)


def may_email(request: HttpRequest, address: str) -> bool:
    """Counts one more email to this address; returns whether it may be sent."""
    address = address.strip().lower()
    device = known_device(request, User.objects.filter(email=address).first())
    client = device or network_address(request)
    if not cache.add(_key("pair", address, client), 1, timeout=PAUSE):
        return False
    return bool(device) or _one_more_of_strangers(address)


def forget_email(request: HttpRequest, address: str) -> None:
    """Lets the next email to this address be sent at once, as after a successful sign-in."""
    address = address.strip().lower()
    user = User.objects.filter(email=address).first()
    for client in (known_device(request, user), network_address(request)):
        cache.delete(_key("pair", address, client))


def _one_more_of_strangers(address: str) -> bool:
    key = _key("strangers", address)
    if cache.add(key, 1, timeout=HOUR):
        return True
    try:
        return cache.incr(key) <= STRANGERS
    except ValueError:  # it ran out in between
        return True


def _key(*parts: str) -> str:
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"email-limit:{digest}"
