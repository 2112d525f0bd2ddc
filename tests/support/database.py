"""The database that tests start from: Sheffield's plan and the demo's people, made once a run.

Each worker has a copy. On PostgreSQL it is made from a template database, on SQLite read into
memory from a file. Tests undo what they do, so a copy stays what it was.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.support import postgres
from tests.support.once_a_run import made_once

ROOT = Path(__file__).parents[2]
IN_MEMORY = "file:memorydb_{}?mode=memory&cache=shared"


@pytest.fixture(scope="session")
def django_db_setup(
    run_folder: Path,
    worker_id: str,
    migrated_database: str,
    django_test_environment: None,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[None]:
    """Takes the place of pytest-django's own, which migrates once for each worker."""
    with django_db_blocker.unblock():
        copy = _postgres_copy if connection.vendor == "postgresql" else _sqlite_copy
        copying = copy(run_folder / "database", migrated_database, worker_id)
        next(copying)
    yield
    with django_db_blocker.unblock():
        next(copying, None)


def _sqlite_copy(folder: Path, migrated: str, worker: str) -> Iterator[None]:
    template = folder / "template.sqlite3"

    def make(_: Path) -> None:
        shutil.copy(migrated.removeprefix("sqlite:///"), template)
        _use(str(template))
        _fill()
        # In memory there is no write-ahead log, and a copy takes the mode over.
        connection.cursor().execute("PRAGMA journal_mode=DELETE")
        connection.close()

    made_once(folder, make)
    _use(IN_MEMORY.format(worker))
    connection.ensure_connection()
    with closing(sqlite3.connect(template)) as source:
        source.backup(connection.connection)
    yield


def _postgres_copy(folder: Path, migrated: str, worker: str) -> Iterator[None]:
    own = f"{postgres.RUN}_{worker}"

    def make(_: Path) -> None:
        postgres.create(postgres.TEMPLATE, like=migrated.rpartition("/")[2])
        _use(postgres.TEMPLATE)
        _fill()
        connection.close()

    made_once(folder, make)
    postgres.create(own, like=postgres.TEMPLATE)
    _use(own)
    yield
    connection.close()
    postgres.drop(own)


def _fill() -> None:
    call_command("load_plan", str(ROOT / "fixtures" / "sheffield_2019"), stdout=StringIO())
    call_command("load_demo_people", stdout=StringIO())


def _use(name: str) -> None:
    """Have Django's connection lead to the database of that name."""
    connection.close()
    connection.settings_dict["NAME"] = name
