"""Programs as processes of their own, which begin with the libraries imported already.

A process that imports Django and the rest for itself takes a second longer, and the races start
seventy. Only libraries that ask for no settings are shared: each process reads its own. This
module is imported there first, so it imports nothing of the project.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess

PATIENCE = 120  # seconds for a program, on a machine that is busy with other things
# What takes longest to import and asks for no settings. Every process reads settings of its own.
LIBRARIES = (
    "allauth",
    "celery.app.base",
    "celery.schedules",
    "dateutil.parser",
    "django.contrib.auth.hashers",
    "django.db.models",
    "django.forms",
    "django.http",
    "django.urls",
    "factory",
    "kombu",
    "psycopg",
    "pydantic.json_schema",
    "requests",
    "sqlparse",
    "yaml",
)


@cache
def processes() -> ForkServerContext:
    """What starts processes that have imported the libraries already: a second less for each."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LIBRARIES))
    return context


@dataclass(frozen=True, slots=True)
class Started:
    """One part of a program at work, in a process of its own."""

    process: ForkServerProcess
    output: Connection

    @property
    def returncode(self) -> int | None:
        return self.process.exitcode

    def result(self) -> str:
        """What it wrote, a few words at most, when it has come to its end."""
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            raise AssertionError(f"{self.process.name} took more than {PATIENCE} seconds")
        with os.fdopen(os.dup(self.output.fileno())) as written:
            self.output.close()
            return written.read().strip()


def _play(program: str, part: str, env: dict[str, str], output: Connection) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.dup2(output.fileno(), sys.stdout.fileno())
    sys.argv = [program, part]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


def start(program: str, part: str, env: dict[str, str]) -> Started:
    """Starts a program (the name of a module) with one argument, in that environment."""
    ours, theirs = processes().Pipe(duplex=False)
    work = (program, part, env, theirs)
    process = processes().Process(target=_play, args=work, name=f"{program} {part}")
    process.start()
    theirs.close()
    return Started(process, ours)
