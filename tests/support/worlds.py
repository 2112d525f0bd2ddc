"""Worlds that a service can be in: its database and its files as at one moment, made once a run.

A journey begins in a world, whatever journeys before it did. The world "demo" is what `make run`
shows; everybody of the cast is signed in there already.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.support import postgres
from tests.support.once_a_run import made_once
from wsoa.devtools.checks import OURS

ROOT = Path(__file__).parents[2]
SIGN_INS = "sign-ins.json"
TODAY = "2019-11-15"
SECRET_KEY = "only-for-journeys-" + "0" * 40  # the same for all, so that who is signed in stays so
# What a service keeps in files, besides its database and what is the same in every world.
FILES = ("files", "cache")


@dataclass(frozen=True)
class SqliteDatabase:
    """A database in a file, which a service may have open while it is written over."""

    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def become(self, other: SqliteDatabase) -> None:
        """Be what the other one is."""
        with (
            closing(sqlite3.connect(other.path)) as source,
            closing(sqlite3.connect(self.path, timeout=30)) as target,
        ):
            source.backup(target)

    def execute(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
            connection.execute(statement)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class PostgresDatabase:
    """A database on the server under test; whoever is connected loses it when it is made anew."""

    name: str

    @property
    def url(self) -> str:
        return postgres.address(self.name)

    def become(self, other: PostgresDatabase) -> None:
        """Be what the other one is."""
        postgres.create(self.name, like=other.name)

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def drop(self) -> None:
        postgres.drop(self.name)


Database = SqliteDatabase | PostgresDatabase


@dataclass(frozen=True)
class World:
    """What a service keeps, as at one moment, in a folder and a database of that world's own."""

    var: Path
    database: Database
    sign_ins: Mapping[str, str]  # the key of the session of everybody who is signed in

    def cookies_of(self, name: str) -> dict[str, object]:
        """A browser's state in which somebody is signed in; in Playwright's form."""
        cookie = {"name": "sessionid", "value": self.sign_ins[name], "domain": "127.0.0.1"}
        return {"cookies": [cookie | {"path": "/"}], "origins": []}


def database_in(var: Path, name: str) -> Database:
    """A database of that name: on the PostgreSQL that DATABASE_URL names, or in that folder."""
    if postgres.server():
        return PostgresDatabase(name)
    return SqliteDatabase(var / "wsoa.sqlite3")


def environment(var: Path, database: Database, redis: str) -> dict[str, str]:
    """What every process of a service is started with; nothing of the tests' own settings."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | {
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DATABASE_URL": database.url,
        "DJANGO_SETTINGS_MODULE": "wsoa.settings",
        "EMAIL_URL": f"filemail:///{var / 'mail'}",
        "HTTPS": "0",
        "REDIS_URL": redis,
        "SECRET_KEY": SECRET_KEY,
        "SESSION_IDLE_MINUTES": "600",  # everybody signs in once for all journeys of a run
        "WEB_BIND": "127.0.0.1",
        "WSOA_TODAY": TODAY,
        "WSOA_VAR_DIR": str(var),
    }


@pytest.fixture(scope="session")
def demo_folder(run_folder: Path, migrated_database: str) -> Path:
    """The folder of the world "demo", made by the first worker of a run that asks."""

    def make(folder: Path) -> None:
        make_demo(folder, migrated_database)

    return made_once(run_folder / "demo", make)


def make_demo(folder: Path, migrated: str = "") -> World:
    """The demo as `make run` makes it, with a lead of nineteen actions; everybody is signed in.

    Where the address of a database with all tables and no rows is given, it begins with a copy.
    """
    var = folder / "var"
    database = database_in(var, f"{postgres.RUN}_demo")
    if migrated:
        var.mkdir(exist_ok=True)
        _become_what_is_at(migrated, database)
    elif isinstance(database, PostgresDatabase):
        postgres.create(database.name)
    env = environment(var, database, redis="")
    _run("wsoa.entrypoint", "prepare", "--demo", env=env)
    sign_ins = _run("tests.journeys.cast", env=env).splitlines()[-1]
    (folder / SIGN_INS).write_text(sign_ins)
    return found(folder, "demo")


def _become_what_is_at(url: str, database: Database) -> None:
    if isinstance(database, PostgresDatabase):
        database.become(PostgresDatabase(url.rpartition("/")[2]))
    else:
        database.become(SqliteDatabase(Path(url.removeprefix("sqlite:///"))))


def found(folder: Path, name: str) -> World:
    """The world that was made into that folder."""
    var = folder / "var"
    sign_ins = json.loads((folder / SIGN_INS).read_text())
    return World(var, database_in(var, f"{postgres.RUN}_{name}"), sign_ins)


def copy_files(source: Path, target: Path) -> None:
    """Have one service's files where another's were, and no message in the embedded broker."""
    for message in (target / "broker" / "queue").glob("*"):
        message.unlink(missing_ok=True)
    for name in FILES:
        shutil.rmtree(target / name, ignore_errors=True)
        if (source / name).exists():
            shutil.copytree(source / name, target / name)


def _run(*module: str, env: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *module], cwd=ROOT, env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{module[0]} failed.\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
    return done.stdout
