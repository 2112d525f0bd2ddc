"""A cache for each test, because sign-in rate limits count in it."""

import pytest


@pytest.fixture(autouse=True)
def _own_cache(own_cache: None) -> None:
    """Sign-in limits count in the cache."""
