"""Preparing the service before its start: tables, static files and the demo's data.

Django is loaded only when the jobs run, because other modules ask for their number before it is
installed. Every job is idempotent.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from wsoa.runtime.console import ROOT, Log, StepError, Steps, last_line

DEMO_PASSWORD = "demo"  # noqa: S105  (public, and refused anywhere but on a loopback address)
DEMO_PEOPLE = (
    ("lead@demo.example", "lead: the council's Head of SEN (SCC-HoS)"),
    ("nhs-lead@demo.example", "lead: an NHS post (CCG-CCM)"),
    ("accountable@demo.example", "accountable officer of area 5"),
    ("manager@demo.example", "programme manager"),
    ("board@demo.example", "member of the board"),
    ("publisher@demo.example", "publishes"),
    ("viewer@demo.example", "may only read"),
    ("site-administrator@demo.example", "imports official statistics; in no plan"),
)
FURTHER_PEOPLE = (
    ("york@demo.example", "programme manager of York's plan"),
    ("staffordshire@demo.example", "programme manager of Staffordshire's plan"),
    ("adviser@demo.example", "reads the plans of all three areas, side by side"),
    ("new-area@demo.example", "administers an area that has no plan yet"),
)
SHORT = 60  # letters of a command's last line that still fit beside its step


@dataclass(frozen=True)
class Job:
    """A step and the management command that does it."""

    name: str
    command: tuple[str, ...]


MIGRATE = (Job("Bringing the database up to date", ("migrate", "--no-input", "--verbosity", "1")),)
STATIC = Job("Collecting static files", ("collectstatic", "--no-input", "--verbosity", "0"))
DEMO = (
    Job("Loading Sheffield's plan", ("load_plan", "fixtures/sheffield_2019")),
    Job("Loading the demo's people", ("load_demo_people",)),
    Job("Issuing the demo's board paper", ("load_demo_board",)),
)
FURTHER = (Job("Loading York, Staffordshire and an area without a plan", ("load_demo_areas",)),)


def jobs(demo: bool, further: bool = False) -> tuple[Job, ...]:
    """The jobs to do before a start; `further` are the areas beside Sheffield in the demo."""
    return (*MIGRATE, STATIC, *(DEMO if demo else ()), *(FURTHER if further else ()))


def check_settings() -> None:
    """Load the settings; a fault in the environment becomes one line."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.SECRET_KEY
    except (ImproperlyConfigured, SystemExit) as error:
        raise StepError(last_line(str(error)).removeprefix("wsoa: ")) from error


def run(jobs: Sequence[Job], steps: Steps, var: Path) -> None:
    """Run the jobs in this process. Raises StepError with one line; the rest is in a log."""
    check_settings()
    log = Log(var / "log" / "prepare.log")
    os.chdir(ROOT)
    import django

    django.setup()
    for job in jobs:
        with steps.step(job.name) as remark:
            stamp = static_stamp(var) if job is STATIC else None
            if stamp and stamp.is_current():
                remark("already there")
                continue
            result = last_line(call(job, log))
            if job in (*DEMO, *FURTHER) and len(result) <= SHORT:
                remark(result.rstrip("."))
            if stamp:
                stamp.write()


def call(job: Job, log: Log) -> str:
    """Run a management command with its output in the log; return that output."""
    from django.core.management import CommandError, call_command
    from django.db.utils import OperationalError

    output = StringIO()
    try:
        with redirect_stdout(output), redirect_stderr(output):
            call_command(*job.command)
    except CommandError as error:
        raise StepError(last_line(str(error))) from error
    except Exception as error:
        if isinstance(error, OperationalError) and job in MIGRATE:
            why = str(error).partition("\n")[0]
            raise StepError(f"the database cannot be used: {why}") from error
        traceback.print_exc(file=output)
        raise StepError(
            f"{job.command[0]}: {last_line(str(error))} (all of it: {log.shown})"
        ) from error
    finally:
        with log.path.open("a") as file:
            file.write(f"$ {' '.join(job.command)}\n{output.getvalue()}\n")
    return output.getvalue()


# --- static files: compressing them takes seconds, so it is done when something changed ------


@dataclass(frozen=True)
class Stamp:
    """A record of which static files were collected."""

    path: Path
    digest: str

    def is_current(self) -> bool:
        """Whether the collected files are up to date."""
        collected = (self.path.parent / "static").is_dir()
        return collected and self.path.is_file() and self.path.read_text() == self.digest

    def write(self) -> None:
        """Record that they are."""
        self.path.write_text(self.digest)


def static_stamp(var: Path) -> Stamp:
    """The stamp of the static files of the project and its packages."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = os.stat(storage.path(name))
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return Stamp(var / "static.stamp", digest.hexdigest())
