"""Rate limits per client address, for a minute or a day.

An IPv6 connection usually has a whole network of addresses, so that the network counts (/64).
"""

import time
from ipaddress import IPv6Address, ip_address

from django.core.cache import cache
from django.utils.timezone import localdate

_DAY = 25 * 60 * 60  # seconds; a day in October is an hour longer


def too_many(what: str, who: str, *, a_minute: int) -> bool:
    """Counts one more attempt by `who` at `what`; returns whether the limit of this minute is
    exceeded.
    """
    minute = int(time.time() // 60)
    return _exceeds(f"tries:{what}:{counted_as(who)}:{minute}", a_minute, timeout=120)


def seconds_to_next_minute() -> int:
    """Whole seconds until the limits of `too_many` begin anew; at least 1."""
    return 60 - int(time.time()) % 60


def too_many_today(what: str, who: str, *, a_day: int) -> bool:
    """Counts one more attempt by `who` at `what`; returns whether the limit of this day, by local
    time, is exceeded.
    """
    return _exceeds(f"tries:{what}:{counted_as(who)}:{localdate()}", a_day, timeout=_DAY)


def counted_as(who: str) -> str:
    """The network of an IPv6 address, the IPv4 address within one, or the text as it is."""
    try:
        address = ip_address(who)
    except ValueError:
        return who
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


def _exceeds(key: str, most: int, timeout: int) -> bool:
    if cache.add(key, 1, timeout=timeout):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # the cache threw it away in between
        return False
