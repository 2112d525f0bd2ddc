"""Caches that tests must not share."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture
def own_cache(settings: Any) -> None:
    """The default cache in this process's memory and empty: limits on sign-in count in it."""
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "own"}
    settings.CACHES = settings.CACHES | {"default": own}
    cache.clear()
