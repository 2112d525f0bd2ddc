"""These tests sign in too, so each has a cache, and with it limits, of its own."""

from tests.accounts.conftest import _own_cache  # noqa: F401
