"""The people of the demonstration, Sheffield’s plan, and browsers with somebody signed in."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client

from actions.models import Plan
from wsoa.accounts.models import User

CAST = ("lead", "nhs-lead", "accountable", "manager", "board", "publisher", "viewer")
SITE_ADMINISTRATOR = "site-administrator"  # who is in no plan and no local area
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "heron lantern quarry"


def browser_of(user: User) -> Client:
    """A browser in which `user` has just signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    prove(client, user)
    return client


def prove(client: Client, user: User, *, minutes_ago: float = 0) -> None:
    """Has the session hold a proof of who somebody is, from so many minutes ago."""
    session = client.session
    record = {"method": "password", "at": time.time() - minutes_ago * 60}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def site_administrator() -> User:
    """Who looks after what all local areas share."""
    return User.objects.get(email=f"{SITE_ADMINISTRATOR}@demo.example")


def all_people() -> dict[str, User]:
    """The cast by name, the site administrator, and a stranger to every plan, who is created."""
    users = {name: User.objects.get(email=f"{name}@demo.example") for name in CAST}
    users[SITE_ADMINISTRATOR] = site_administrator()
    return users | {"stranger": User.objects.create_user("stranger@example.org", name="Stranger")}


@pytest.fixture
def sheffield(db: None) -> Plan:
    """Sheffield's plan as at 15 November 2019, as pages read it, in the test's own transaction."""
    return Plan.objects.with_area().get(slug="sheffield-2019")


@pytest.fixture
def people(sheffield: Plan) -> dict[str, User]:
    """Everybody of the demonstration, and a stranger to the plan."""
    return all_people()


@pytest.fixture
def signed_in(people: dict[str, User]) -> Callable[[str], Client]:
    """A browser in which one of the cast is signed in: `signed_in("lead")`."""
    return lambda name: browser_of(people[name])
