"""The cast and the plan that tests share. The plan is the real one, loaded once."""

from __future__ import annotations

from io import StringIO

import hypothesis
import pytest
from django.core.cache import caches
from django.core.management import call_command

from actions.models import Plan
from tests.support.paths import SHEFFIELD

# How long an example takes says more of the machine's load than of the code.
hypothesis.settings.register_profile(
    "wsoa", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("wsoa")

# Each after those that it imports itself.
pytest_plugins = (
    "tests.support.caches",
    "tests.support.cast",
    "tests.support.once_a_run",
    "tests.support.publishing_steps",
    "tests.support.races",
    "tests.support.celery_worker",
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        if not Plan.objects.exists():
            call_command("load_plan", str(SHEFFIELD), stdout=StringIO())
            call_command("load_demo_people", stdout=StringIO())


@pytest.fixture(autouse=True)
def _no_row_is_kept() -> None:
    caches["rows"].clear()
    caches["pages"].clear()
