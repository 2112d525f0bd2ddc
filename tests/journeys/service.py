"""The service that the journeys go through: the real one, started as `make run` starts it.

Its database, broker, files and emails are its own, and are gone when it has stopped.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import redis

from tests.support import postgres
from tests.support.worlds import (
    SIGN_INS,
    PostgresDatabase,
    World,
    copy_files,
    database_in,
    environment,
    found,
)
from wsoa.devtools.system_packages import BROWSERS
from wsoa.runtime.prepare import DEMO_PASSWORD

ROOT = Path(__file__).parents[2]
FIRST_PORT = 8140
PORTS_EACH = 10
MOST_SEATS = 4
REDIS_DATABASES = (10, 11, 12, 13, 14)
PATIENCE = 60.0
PASSWORD = DEMO_PASSWORD
CLOSE_WAIT = "08"  # in /proc/net/tcp: the other side has gone, this one is still at work
VERSIONS = 10_000  # more than any journey writes
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_program() -> str | None:
    """The browser of this machine, if it has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def free_port(seat: int) -> int:
    """A port that nobody listens on, and that no other seat would choose.

    The run on PostgreSQL goes on beside that on SQLite, and has ports of its own.
    """
    seats_before = MOST_SEATS if postgres.server() else 0
    first = FIRST_PORT + (seats_before + seat) * PORTS_EACH
    for port in range(first, first + PORTS_EACH):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError(f"Every port from {first} to {port} is taken.")


@dataclass
class Service:
    """Web, worker and beat, as far as a journey needs them, in one of the worlds.

    It stands on the PostgreSQL and Redis that the environment names, in a database of its own on
    each, or else on SQLite and the embedded broker. Several run side by side where each has a
    name and a seat of its own.
    """

    name: str
    seat: int = 0
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict, init=False)
    world: World | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"{self.name}-"))
        self.var = self.folder / "var"
        self.port = free_port(self.seat)
        self.address = f"http://127.0.0.1:{self.port}"
        self.database = database_in(self.var, self.name)
        server = os.environ.get("REDIS_URL", "") if postgres.server() else ""
        own = str(REDIS_DATABASES[self.seat % len(REDIS_DATABASES)])
        self.redis = urlsplit(server)._replace(path=f"/{own}").geturl() if server else ""
        self.environment = environment(self.var, self.database, self.redis)
        self.environment["PORT"] = str(self.port)
        self.environment["SITE_ADDRESS"] = self.address  # links in emails keep to its cookies
        self._entered = count(1)
        self._observer: sqlite3.Connection | None = None
        self._version_seen: object = None

    def start(self, world: World) -> None:
        """Enter a world and start the web server; returns when it answers."""
        self.var.mkdir()
        for same_everywhere in ("static", "static.stamp"):
            (self.var / same_everywhere).symlink_to(world.var / same_everywhere)
        self.enter(world)
        self.run("web")
        self.wait_until(self.answers, "the web server to answer")

    def enter(self, world: World) -> None:
        """Be in that world, as nobody has changed it yet. Ends worker and beat first.

        The web server goes on. What it has kept of finished pages goes by the versions of plan
        and actions, so each time these go on from where no journey has been.
        """
        self.end("worker")
        self.end("beat")
        self.wait_until(self._has_nobody_left_behind, "requests of the journey before to end")
        shutil.rmtree(self.var / "mail", ignore_errors=True)
        shutil.rmtree(self.var / "cache", ignore_errors=True)
        if self.redis:
            self._empty_redis()
        if self.world is world and not self._has_changed():
            return
        self.database.become(world.database)
        further = VERSIONS * next(self._entered)
        self.database.execute(f"UPDATE actions_plan SET version = version + {further}")
        self.database.execute(f"UPDATE actions_action SET version = version + {further}")
        copy_files(world.var, self.var)
        self.world = world
        self._version_seen = self._version()

    def keep(self, folder: Path, name: str) -> None:
        """Make what is here now a world of that name. Ends worker and beat first."""
        assert self.world
        self.end("worker")
        self.end("beat")
        (folder / "var").mkdir(exist_ok=True)
        (folder / SIGN_INS).write_text(json.dumps(self.world.sign_ins))
        kept = found(folder, name)
        kept.database.become(self.database)
        copy_files(self.var, kept.var)

    def run(self, process: str) -> None:
        """Start web, worker or beat, if it is not running yet."""
        if process in self.processes:
            return
        with self.log(process).open("ab") as log:
            self.processes[process] = subprocess.Popen(
                [sys.executable, "-m", "wsoa.entrypoint", process],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def end(self, process: str) -> None:
        """End one of them, if it is running."""
        ended = self.processes.pop(process, None)
        if ended:
            ended.terminate()
            ended.wait(timeout=30)

    def manage(self, *arguments: str, may_fail: bool = False) -> str:
        """Run a management command beside the service; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if may_fail:
            return done.stdout + done.stderr
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed.\n{done.stderr[-3000:]}")
        return done.stdout

    def email_to(self, address: str, saying: str = "") -> str:
        """The last email that the service sent there; a worker sends it, so waits for it."""
        self.run("worker")
        found: list[str] = []

        def has_come() -> bool:
            mails = sorted((self.var / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
            texts = [path.read_text() for path in mails]
            whole = [text for text in texts if text.rstrip().endswith("-" * 79)]
            found[:] = [text for text in whole if f"To: {address}\n" in text and saying in text]
            return bool(found)

        self.wait_until(has_come, f"an email to {address}")
        return found[-1]

    def stop(self) -> None:
        """End every process and remove what they kept."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()
        if self._observer:
            self._observer.close()
        self.database.drop()
        if self.redis:
            self._empty_redis()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, process: str) -> Path:
        return self.folder / f"{process}.log"

    def wait_until(
        self, true: Callable[[], bool], what: str, *, within: float = PATIENCE, every: float = 0.1
    ) -> None:
        """Look every so many seconds until it is so; fails with the logs when it takes too long."""
        end = time.monotonic() + within
        while True:
            dead = [name for name, each in self.processes.items() if each.poll() is not None]
            if not dead and true():
                return
            if dead or time.monotonic() > end:
                logs = "\n".join(self.log(name).read_text()[-3000:] for name in self.processes)
                raise RuntimeError(f"Waited for {what}; ended: {dead or 'none'}.\n{logs}")
            time.sleep(every)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def _has_nobody_left_behind(self) -> bool:
        """Whether no request is being answered whose browser has gone: it could still write."""
        table = Path("/proc/net/tcp")
        if not table.exists():
            return True
        local = f":{self.port:04X}"
        sockets = (line.split()[1:4] for line in table.read_text().splitlines()[1:])
        return not any(at.endswith(local) and state == CLOSE_WAIT for at, _, state in sockets)

    def _has_changed(self) -> bool:
        """Whether anybody has written to the database since this world was entered."""
        return isinstance(self.database, PostgresDatabase) or self._version() != self._version_seen

    def _version(self) -> object:
        """A number that another one takes the place of when somebody writes to the database."""
        if isinstance(self.database, PostgresDatabase):
            return None
        if self._observer is None:
            self._observer = sqlite3.connect(self.database.path)
        return self._observer.execute("PRAGMA data_version").fetchone()

    def _empty_redis(self) -> None:
        with redis.from_url(self.redis) as client:
            client.flushdb()
