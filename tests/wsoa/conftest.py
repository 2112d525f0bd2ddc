"""These tests sign in too, so each has a cache, and with it limits, of its own."""

import pytest


@pytest.fixture(autouse=True)
def _own_cache(own_cache: None) -> None:
    """Sign-in limits count in the cache."""
