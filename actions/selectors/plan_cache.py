"""A cache per process and plan, invalidated by every write to the plan.

A cache key holds all that the result shows: the version of the plan or the action, which every
write raises in its own transaction, and whatever else the caller names. Nothing has to be
invalidated, and nothing can be stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TypeVar

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def cache_key(*parts: Hashable) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def cached_for_plan(plan: Plan | None, *key: Hashable, make: Callable[[], T]) -> T:
    """The cached result of `make` for this version of the plan and this key.

    None for what is of no plan: then all that it shows is in the key.
    """
    return _cached(cache_key(plan and plan.pk, plan and plan.version, key), make)


def cached_for_figures(plan: Plan, *key: Hashable, make: Callable[[], T]) -> T:
    """The same for what is worked out of a plan's figures alone: statuses may change meanwhile."""
    return _cached(cache_key("figures", plan.pk, plan.figures_version, key), make)


def _cached(name: str, make: Callable[[], T]) -> T:
    store = caches["pages"]
    found: T | None = store.get(name)
    if found is None:
        found = make()
        store.set(name, found)
    return found


def cached_rows(
    keys: Mapping[K, str], render: Callable[[Collection[K]], Mapping[K, str]]
) -> dict[K, SafeString]:
    """Rendered rows of a table, by what each is of. `keys` are their cache keys; `render` makes
    those that are missing from our own templates.
    """
    store = caches["rows"]
    found = store.get_many(keys.values())
    missing = [row for row, key in keys.items() if key not in found]
    if missing:
        made = {keys[row]: str(html) for row, html in render(missing).items()}
        store.set_many(made)
        found |= made
    return {row: mark_safe(found[key]) for row, key in keys.items()}  # noqa: S308
