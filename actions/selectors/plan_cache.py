"""What is finished is kept, in the process, until something is written to the plan.

The key holds all that a fragment shows: the plan's version, which every write raises in its own
transaction, and whatever else its maker names. Nothing has to be thrown away, nothing is stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.core.cache import caches

from actions.models import Plan

T = TypeVar("T")


def cached_for_plan(plan: Plan, *key: Hashable, make: Callable[[], T]) -> T:
    """What `make` made for this plan as it is now and this key; made now if it was not yet."""
    store = caches["pages"]
    name = hashlib.sha256(repr((plan.pk, plan.version, key)).encode()).hexdigest()
    found: T | None = store.get(name)
    if found is None:
        found = make()
        store.set(name, found)
    return found
