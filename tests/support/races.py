"""Two at the same moment: databases of their own, and worker programs as processes of their own.

Most tests run in a transaction that is undone, in which nothing can happen at the same moment. What
a race needs is two real connections, so it has a database beside the one of other tests. On SQLite
always; where DATABASE_URL names a PostgreSQL server, it is PostgreSQL that is tested.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.support.forked import Started, start
from tests.support.own_database import own_database


@dataclass(frozen=True, slots=True)
class Race:
    """One worker program (a module of tests.support.workers) on a database of its own."""

    program: str
    env: dict[str, str]

    def start(self, part: str) -> Started:
        """Starts one part of the program."""
        return start(self.program, part, self.env)

    def run(self, part: str) -> str:
        """Runs one part of the program to its end and returns what it wrote; it must succeed."""
        started = self.start(part)
        written = started.result()
        assert started.returncode == 0, f"{started.process.name}: {written}"
        return written


def environment_for(url: str, folder: Path, **more: str) -> dict[str, str]:
    """Environment of a process that works on the database at `url`, on 15 November 2019."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "wsoa.settings",
        "DATABASE_URL": url,
        "WSOA_VAR_DIR": str(folder),
        "WSOA_TODAY": "2019-11-15",
        **more,
    }


@pytest.fixture(scope="session")
def filled_databases(
    migrated_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """The address of a database that a worker program has filled, by the program's name."""
    with ExitStack() as databases:

        @cache
        def filled(program: str) -> str:
            folder = tmp_path_factory.mktemp("filled")
            url = databases.enter_context(own_database(folder, migrated_database))
            Race(program, environment_for(url, folder)).run("fill")
            return url

        yield filled


@pytest.fixture
def race(filled_databases: Callable[[str], str], tmp_path: Path) -> Iterator[Callable[..., Race]]:
    """`race("tests.support.workers.publishing")`: the program, on a database that it has filled.

    Keyword arguments are more variables of its environment.
    """
    with ExitStack() as databases:

        def prepare(program: str, **more: str) -> Race:
            url = databases.enter_context(own_database(tmp_path, filled_databases(program)))
            return Race(program, environment_for(url, tmp_path, **more))

        yield prepare
