"""What every test of the project starts with."""

from __future__ import annotations

import pytest
from django.core.cache import caches

pytest.register_assert_rewrite("tests.support")
# Each after those that it imports itself.
pytest_plugins = (
    "tests.support.compiling",
    "tests.support.selection",
    "tests.support.once_a_run",
    "tests.support.postgres",
    "tests.support.own_database",
    "tests.support.worlds",
    "tests.support.database",
    "tests.support.caches",
    "tests.support.cast",
    "tests.support.two_areas",
    "tests.support.address_world",
    "tests.support.publishing_steps",
    "tests.support.races",
    "tests.support.celery_worker",
)


@pytest.fixture(autouse=True)
def _no_row_is_kept() -> None:
    caches["rows"].clear()
    caches["pages"].clear()
