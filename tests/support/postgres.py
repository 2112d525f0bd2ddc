"""Databases on the PostgreSQL server that DATABASE_URL names, for tests to make and drop."""

from __future__ import annotations

import os
import uuid
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

# What the names of a run's databases begin with. Its workers inherit it from the controller, and
# two runs side by side leave each other's databases alone.
RUN = os.environ.setdefault("WSOA_TEST_RUN", f"test_wsoa_{uuid.uuid4().hex[:8]}")
TEMPLATE = f"{RUN}_template"


def server(environment: dict[str, str] | None = None) -> str:
    """The address that DATABASE_URL gives where it is PostgreSQL's; else an empty string."""
    url = (os.environ if environment is None else environment).get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def address(database: str) -> str:
    """The address of another database on that server."""
    return urlsplit(server())._replace(path=f"/{database}").geturl()


def create(name: str, *, like: str = "") -> None:
    """Make a database anew, empty or as another one is. Whoever is connected to either loses it."""
    drop(name)
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        statement = SQL("CREATE DATABASE {}").format(Identifier(name))
        if like:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [like]
            )
            statement += SQL(" TEMPLATE {}").format(Identifier(like))
        connection.execute(statement)
        # Tests kill workers and never the server, so that no commit has to wait for the disk.
        connection.execute(
            SQL("ALTER DATABASE {} SET synchronous_commit = off").format(Identifier(name))
        )


def drop(name: str) -> None:
    """Remove a database, if it is there, and end whoever is connected to it."""
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        statement = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(Identifier(name)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove what is left of this run's databases, once no worker needs them any more."""
    if hasattr(session.config, "workerinput") or not server():
        return
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [RUN]
        ).fetchall()
    for (name,) in found:
        drop(name)
