"""Databases beside the one of other tests: empty ones at any state of their migrations, and copies.

On SQLite always; where DATABASE_URL names a PostgreSQL server, they are PostgreSQL's. Both that
others are copied from are made once a run: one with the first migration of each app, as the first
installations have it, and from that one with all of them.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps

from tests.support import postgres
from tests.support.once_a_run import made_once

FILE = "wsoa.sqlite3"
APPS = ("accounts", "actions", "audit", "governance", "indicators", "mail")


def address_in(folder: Path, name: str) -> str:
    """The address of a database: of that name on the server under test, or a file in the folder."""
    return postgres.address(name) if postgres.server() else f"sqlite:///{folder}/{FILE}"


def make_database(url: str, *, like: str = "") -> None:
    """Makes the database at that address: empty, or a copy of the one at the address `like`.

    Nobody may be connected to the one that is copied.
    """
    if postgres.server():
        postgres.create(_name(url), like=_name(like))
    elif like:
        shutil.copy(_name(like), _name(url))


@contextmanager
def own_database(folder: Path, like: str = "") -> Iterator[str]:
    """The address of a database as `make_database` makes it, dropped at the end."""
    url = address_in(folder, f"{postgres.RUN}_{uuid.uuid4().hex[:8]}")
    make_database(url, like=like)
    try:
        yield url
    finally:
        if postgres.server():
            postgres.drop(_name(url))


def _name(url: str) -> str:
    """What Django calls the database at that address: on SQLite its file."""
    return url.rpartition("/")[2] if postgres.server() else url.removeprefix("sqlite:///")


def leaves() -> list[tuple[str, str]]:
    """The last migration of each app."""
    return list(MigrationLoader(None).graph.leaf_nodes())


@contextmanager
def leading_to(url: str) -> Iterator[None]:
    """Within it, Django's connection leads to the database at that address.

    The connection that was there before stays open: a database in memory lives as long as it does.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    other = type(usual)(usual.settings_dict | {"NAME": _name(url)}, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    ContentType.objects.clear_cache()  # another database may number them differently
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual
        ContentType.objects.clear_cache()


def migrate_to(*targets: tuple[str, str]) -> StateApps:
    """Brings the database to these migrations, forwards or back, and returns the models as then.

    Nothing else that `manage.py migrate` does is done: no system check, no signal.
    """
    executor = MigrationExecutor(connection)
    nodes = [executor.loader.get_migration_by_prefix(*target) for target in targets]
    models: StateApps = executor.migrate([(node.app_label, node.name) for node in nodes]).apps
    return models


@pytest.fixture(scope="session")
def first_database(
    run_folder: Path, django_test_environment: None, django_db_blocker: pytest.FixtureRequest
) -> str:
    """The address of a database of each app's first migration, without rows."""
    folder = run_folder / "first"
    url = address_in(folder, f"{postgres.RUN}_first")

    def make(_: Path) -> None:
        make_database(url)
        others = [node for node in leaves() if node[0] not in APPS]
        with django_db_blocker.unblock(), leading_to(url):
            migrate_to(*others, *((app, "0001") for app in APPS))

    made_once(folder, make)
    return url


@pytest.fixture(scope="session")
def migrated_database(
    run_folder: Path, first_database: str, django_db_blocker: pytest.FixtureRequest
) -> str:
    """The address of a database with all tables and no rows."""
    folder = run_folder / "migrated"
    url = address_in(folder, f"{postgres.RUN}_migrated")

    def make(_: Path) -> None:
        make_database(url, like=first_database)
        with django_db_blocker.unblock(), leading_to(url):
            call_command("migrate", verbosity=0)

    made_once(folder, make)
    return url


@pytest.fixture(scope="session")
def old_database(
    first_database: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[Callable[..., str]]:
    """`old_database(fill, ("mail", "0004"))`: one that was filled at first, then brought forward.

    `fill` gets the models of the first migrations, and writes the rows that were there then. What
    is returned is the database's address.
    """
    with ExitStack() as databases:

        def bring(fill: Callable[[StateApps], None], *targets: tuple[str, str]) -> str:
            folder = tmp_path_factory.mktemp("old")
            url = databases.enter_context(own_database(folder, first_database))
            with django_db_blocker.unblock(), leading_to(url):
                fill(migrate_to())
                migrate_to(*targets)
            return url

        yield bring


@pytest.fixture
def lead_to_copy(
    tmp_path: Path, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Callable[[str], StateApps]]:
    """`lead_to_copy(url)`: for the rest of the test, Django's connection leads to a copy of that
    database. Returns its models at the state of its migrations.
    """
    with ExitStack() as databases, django_db_blocker.unblock():

        def lead(url: str) -> StateApps:
            databases.enter_context(
                leading_to(databases.enter_context(own_database(tmp_path, url)))
            )
            return migrate_to()

        yield lead
