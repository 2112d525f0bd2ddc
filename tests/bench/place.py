"""Where the benchmark runs: a folder and a database of its own, both gone afterwards."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wsoa.devtools.checks import OURS
from wsoa.runtime.console import ROOT, StepError, cause, shown

SETTINGS = "tests.bench.settings"
FLOOR_SETTINGS = "tests.bench.floor.settings"
WORKERS = 2


@dataclass(frozen=True)
class Place:
    """The folder, and which kind of database it is."""

    folder: Path
    kind: str  # sqlite or postgresql

    def python(self, *arguments: str, settings: str = SETTINGS) -> str:
        """Run a module of the project in a process of its own; return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = done.stderr or done.stdout
            raise failure(" ".join(arguments), said)
        return done.stdout


def failure(what: str, said: str) -> StepError:
    """One line; what was said goes into a file that outlives the folder."""
    log = ROOT / "build" / "bench.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text(said)
    return StepError(f"{what}: {cause(said)} (all of it: {shown(log)})")


@contextmanager
def place() -> Iterator[Place]:
    """Sets this process's environment, which every process started here has from it.

    What the caller's environment says of this project is set aside, but for the database. The
    broker is always the embedded one: nothing here waits for it.
    """
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="wsoa-bench-") as folder:
        for name in (*OURS, "BEAT_SCHEDULE"):
            os.environ.pop(name, None)
        os.environ |= {
            "ALLOWED_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "HTTPS": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "WEB_BIND": "127.0.0.1",
            "WEB_CONCURRENCY": str(WORKERS),
            "WSOA_TODAY": "2019-11-15",
            "WSOA_VAR_DIR": folder,
        }
        if urlsplit(url).scheme not in {"postgres", "postgresql"}:
            yield Place(Path(folder), "sqlite")
            return
        with postgresql(url) as own:
            os.environ["DATABASE_URL"] = own
            yield Place(Path(folder), "postgresql")


@contextmanager
def postgresql(url: str) -> Iterator[str]:
    """A database beside the given one; its address."""
    import psycopg
    from psycopg import sql

    name = f"wsoa_bench_{os.getpid()}"
    known = url.replace("postgres://", "postgresql://", 1)
    database = sql.Identifier(name)
    try:
        with psycopg.connect(known, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
    except psycopg.Error as error:
        raise StepError(f"PostgreSQL: {str(error).strip().splitlines()[0]}") from error
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(known, autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(database))


def prepare(where: Place) -> None:
    """What the entrypoint does before a start of the demo, and the floor's two tables."""
    where.python("-m", "wsoa.entrypoint", "prepare", "--demo")
    quiet = ("--no-input", "--verbosity", "0")
    where.python("manage.py", "migrate", "--run-syncdb", *quiet, settings=FLOOR_SETTINGS)
    import django

    django.setup()
