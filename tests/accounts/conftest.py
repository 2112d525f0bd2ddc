"""Somebody with a password, and the sign-in form filled in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.support.cast import PASSWORD
from wsoa.accounts.models import User


@pytest.fixture(autouse=True)
def _own_cache(own_cache: None) -> None:
    """Sign-in limits count in the cache: every test has one of its own."""


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
