"""The cast and the plan that tests share. The plan is the real one, loaded once."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from actions.models import Plan
from wsoa.accounts.models import User

# How long an example takes says more of the machine's load than of the code.
hypothesis.settings.register_profile(
    "wsoa", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("wsoa")

ROOT = Path(__file__).parents[1]
CAST = ("lead", "nhs-lead", "accountable", "manager", "board", "publisher", "viewer")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        if not Plan.objects.exists():
            call_command("load_plan", str(ROOT / "fixtures" / "sheffield_2019"), stdout=StringIO())
            call_command("load_demo_people", stdout=StringIO())


@pytest.fixture
def sheffield(db: None) -> Plan:
    """Sheffield's plan as at 15 November 2019, in a transaction of the test's own."""
    return Plan.objects.get(slug="sheffield-2019")


@pytest.fixture
def people(sheffield: Plan) -> dict[str, User]:
    """Everybody of the demonstration, and a stranger to the plan."""
    users = {name: User.objects.get(email=f"{name}@demo.example") for name in CAST}
    return users | {"stranger": User.objects.create_user("stranger@example.org", name="Stranger")}


@pytest.fixture
def signed_in(people: dict[str, User]):  # type: ignore[no-untyped-def]
    """A browser in which one of the cast is signed in: `signed_in("lead")`."""

    def browser_of(name: str) -> Client:
        client = Client()
        client.force_login(
            people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return browser_of


@pytest.fixture(autouse=True)
def _no_row_is_kept() -> None:
    caches["rows"].clear()
    caches["pages"].clear()
