"""A real Celery worker on a real broker, which tests start and kill, with a database of its own.

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
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from actions.models import Plan, ReportingPeriod
from governance.models import Report
from tests.support.own_database import own_database
from tests.support.paths import ROOT
from tests.support.races import environment_for
from wsoa.accounts.models import LocalArea, User
from wsoa.settings import environment

DB = "workers"
PATIENCE = 90  # seconds, on a machine that is busy with other things


@dataclass
class WorkerSite:
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

    def queue(self, document: object) -> Report:
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


@pytest.fixture
def worker_site(
    tmp_path: Path, migrated_database: str, settings, monkeypatch, django_db_blocker
) -> Iterator[WorkerSite]:
    settings.FILES_DIR = tmp_path / "files"
    with own_database(tmp_path, migrated_database) as url, django_db_blocker.unblock():
        env = environment_for(
            url,
            tmp_path,
            DJANGO_SETTINGS_MODULE="tests.support.workers.settings",
            WSOA_TEST_QUEUE=f"test-{uuid.uuid4().hex}",
        )
        monkeypatch.setenv("DATABASE_URL", url)
        connections.databases[DB] = environment.database("DATABASE_URL", default_path="")
        connections.configure_settings(connections.databases)
        try:
            site = WorkerSite(tmp_path, env, fill())
            try:
                yield site
            finally:
                site.kill_worker()
        finally:
            connections[DB].close()
            del connections[DB], connections.databases[DB]


def fill() -> Plan:
    """The few rows that a report hangs on."""
    area = LocalArea.objects.using(DB).create(slug="sheffield", name="Sheffield")
    plan = Plan.objects.using(DB).create(
        slug="sheffield-2019", title="Sheffield", kind="wsoa", local_area=area
    )
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
