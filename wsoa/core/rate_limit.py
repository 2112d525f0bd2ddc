"""Rate limits per client address and minute."""

import time

from django.core.cache import cache


def too_many(what: str, who: str, *, a_minute: int) -> bool:
    """Counts an attempt by `who` at `what`; returns whether this minute's limit is exceeded."""
    key = f"tries:{what}:{who}:{int(time.time() // 60)}"
    if cache.add(key, 1, timeout=120):
        return a_minute < 1
    try:
        return cache.incr(key) > a_minute
    except ValueError:  # the cache threw it away in between
        return False
