"""Sign-in limits count in the cache: every test has one of its own."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from wsoa.accounts.models import User

PASSWORD = "heron lantern quarry"


@pytest.fixture(autouse=True)
def _own_cache(settings) -> None:  # type: ignore[no-untyped-def]
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "accounts"}
    settings.CACHES = settings.CACHES | {"default": own}
    cache.clear()


@pytest.fixture
def ada(db: None) -> User:
    """Somebody who was invited and has a password."""
    return User.objects.create_user("ada@council.example", PASSWORD, name="Ada Officer")


@pytest.fixture
def sign_in(client: Client) -> Callable[..., object]:
    """Fills in the sign-in form: `sign_in("ada@council.example", "…")`."""

    def fill_in(email: str, password: str, **more: object) -> object:
        return client.post("/accounts/login/", {"login": email, "password": password}, **more)

    return fill_in
