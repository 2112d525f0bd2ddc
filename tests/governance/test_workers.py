"""A real worker on a real broker, killed in mid-work: every paper is made, and made once.

It has a database of its own, beside the one of the other tests, since those undo all they do.
Where DATABASE_URL and REDIS_URL are set, it is PostgreSQL and Redis that are tested.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from pypdf import PdfReader

from actions.models import Plan, ReportingPeriod
from governance.models import Report
from tests.conftest import ROOT
from wsoa.accounts.models import User
from wsoa.settings import environment

pytestmark = [pytest.mark.slow, pytest.mark.services, pytest.mark.django_db]
DB = "workers"
PATIENCE = 90  # seconds, on a machine that is busy with other things


@dataclass
class Place:
    """Where the worker works: its environment, its log, and what is queued for it."""

    folder: Path
    env: dict[str, str]
    plan: Plan
    worker: subprocess.Popen[bytes] | None = None

    def start_worker(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "wsoa", "worker", "-B"]
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [*command, "-c", "1", "-l", "INFO", "--pidfile="],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_worker(self) -> None:
        """The worker, its child and its clock, all at once and without a word."""
        if self.worker:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def kill_child(self) -> None:
        """The process that renders: of the worker's children the one with the most memory."""
        assert self.worker
        found = subprocess.run(
            ["ps", "-o", "rss=,pid=", "--ppid", str(self.worker.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        _, pid = max(tuple(map(int, line.split())) for line in found.stdout.splitlines())
        os.kill(pid, signal.SIGKILL)

    def queue(self, document: dict[str, object]) -> Report:
        """A request whose message was lost, or could not be sent."""
        return Report.objects.using(DB).create(
            plan=self.plan,
            period=ReportingPeriod.objects.using(DB).get(),
            content_hash=uuid.uuid4().hex * 2,
            document=document,
            as_at="2019-11-15",
            requested_by=User.objects.using(DB).get(),
            requested_at=timezone.now(),
        )

    def wait(self, report: Report, until: Callable[[Report], bool]) -> Report:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            report.refresh_from_db(using=DB)
            if until(report):
                return report
            time.sleep(0.05)
        log = (self.folder / "worker.log").read_text()[-4000:]
        raise AssertionError(f"{report.state} {report.stage} {report.tries} {report.error}\n{log}")


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database for the worker, on the server under test."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder}/wsoa.sqlite3"
        return
    import psycopg

    name = f"wsoa_workers_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def place(tmp_path: Path, settings, monkeypatch, django_db_blocker) -> Iterator[Place]:
    settings.FILES_DIR = tmp_path / "files"
    with own_database(tmp_path) as url, django_db_blocker.unblock():
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.support.workers.settings",
            "DATABASE_URL": url,
            "WSOA_VAR_DIR": str(tmp_path),
            "WSOA_TEST_QUEUE": f"test-{uuid.uuid4().hex}",
            "WSOA_TODAY": "2019-11-15",
        }
        monkeypatch.setenv("DATABASE_URL", url)
        connections.databases[DB] = environment.database("DATABASE_URL", default_path="")
        connections.configure_settings(connections.databases)
        try:
            call_command("migrate", database=DB, verbosity=0)
            place = Place(tmp_path, env, fill())
            try:
                yield place
            finally:
                place.kill_worker()
        finally:
            connections[DB].close()
            del connections[DB], connections.databases[DB]


def fill() -> Plan:
    """The few rows that a report hangs on."""
    plan = Plan.objects.using(DB).create(slug="sheffield-2019", title="Sheffield", kind="wsoa")
    ReportingPeriod.objects.using(DB).create(
        plan=plan,
        key="2019-10",
        label="Oct 2019",
        first_day="2019-10-01",
        opens="2019-10-01",
        due="2019-10-31",
        closes="2019-11-30",
    )
    User.objects.using(DB).create(email="manager@example.org", name="Manager")
    return plan


def in_mid_render(tries: int) -> Callable[[Report], bool]:
    return lambda report: report.tries == tries and 10 < report.done < 70


def ended(report: Report) -> bool:
    return report.state in {Report.State.READY, Report.State.FAILED}


def test_a_paper_is_made_though_its_child_and_then_its_worker_were_killed(place, document):
    """And what waits behind it is made too: one broken, which fails with words, and one small."""
    report = place.queue(document)
    place.start_worker()

    place.wait(report, in_mid_render(tries=1))
    place.kill_child()
    place.wait(report, in_mid_render(tries=2))
    place.kill_worker()
    broken = place.queue({"title": "Nothing else"})
    small = place.queue(document | {"areas": document["areas"][3:4]})
    place.start_worker()

    place.wait(report, ended)
    assert (report.state, report.tries) == (Report.State.READY, 3)
    assert len(PdfReader(report.path).pages) == report.pages
    assert report.path.stat().st_size == report.size
    made = report.finished_at
    place.wait(small, ended)
    assert (small.state, small.tries) == (Report.State.READY, 1)
    place.wait(broken, ended)
    assert (broken.state, broken.tries) == (Report.State.FAILED, 1)
    assert broken.error == "The frozen document has no “as_at_words”."

    time.sleep(2)  # two more rounds of what sends lost work again
    report.refresh_from_db(using=DB)
    assert (report.tries, report.finished_at) == (3, made)
    names = {report.path.name, small.path.name}
    assert {file.name for file in report.path.parent.iterdir()} == names
