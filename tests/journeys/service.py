"""The service that the journeys go through: the real one, started as `make run` starts it.

Its database, broker, files and e-mails are its own, and are gone when it has stopped.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from wsoa.devtools.checks import OURS
from wsoa.devtools.system_packages import BROWSERS
from wsoa.runtime.prepare import DEMO_PASSWORD

ROOT = Path(__file__).parents[2]
FIRST_PORT = 8140
PORTS_EACH = 10
REDIS_DATABASES = (10, 11, 12, 13, 14)
PATIENCE = 60.0
TODAY = "2019-11-15"
PASSWORD = DEMO_PASSWORD
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
    """A port that nobody listens on, and that no other seat would choose."""
    first = FIRST_PORT + seat * PORTS_EACH
    for port in range(first, first + PORTS_EACH):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError(f"Every port from {first} to {port} is taken.")


@dataclass
class Service:
    """Sheffield's plan, the demo people, and what of web, worker and beat a journey needs.

    It stands on the PostgreSQL and Redis that `given` names, in a database of its own on
    each, or else on SQLite and the embedded broker. Several run side by side where each has a
    name and a seat of its own.
    """

    name: str
    seat: int = 0
    given: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"{self.name}-"))
        self.port = free_port(self.seat)
        self.address = f"http://127.0.0.1:{self.port}"
        self.postgres = self.given.get("DATABASE_URL", "")
        redis_database = REDIS_DATABASES[self.seat % len(REDIS_DATABASES)]
        self.redis = self._at(self.given.get("REDIS_URL", ""), str(redis_database))
        self.environment = {
            name: value for name, value in self.given.items() if name not in OURS
        } | {
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATABASE_URL": self._at(self.postgres, self.name),
            "DJANGO_SETTINGS_MODULE": "wsoa.settings",
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "HTTPS": "0",
            "PORT": str(self.port),
            "REDIS_URL": self.redis,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "WEB_BIND": "127.0.0.1",
            "WSOA_TODAY": TODAY,
            "WSOA_VAR_DIR": str(self.folder / "var"),
        }

    @staticmethod
    def _at(url: str, database: str) -> str:
        """The same server, another database; nothing where there is no server."""
        return urlsplit(url)._replace(path=f"/{database}").geturl() if url else ""

    def start(self) -> None:
        """Make the data and start the web server; returns when it answers."""
        if self.postgres:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            self._on_server(f'CREATE DATABASE "{self.name}"')
        if self.redis:
            self._empty_redis()
        done = subprocess.run(
            self._command("prepare", "--demo"),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"The service could not be prepared.\n{done.stdout}{done.stderr}")
        self.run("web")
        self.wait_until(self._answers, "the web server to answer")

    def run(self, process: str) -> None:
        """Start web, worker or beat, if it is not running yet."""
        if process in self.processes:
            return
        with self.log(process).open("ab") as log:
            self.processes[process] = subprocess.Popen(
                self._command(process),
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

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the service; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed.\n{done.stderr[-3000:]}")
        return done.stdout

    def email_to(self, address: str, saying: str = "") -> str:
        """The last e-mail that the service sent there; a worker sends it, so waits for it."""
        self.run("worker")
        found: list[str] = []

        def has_come() -> bool:
            mails = sorted((self.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
            texts = [path.read_text() for path in mails]
            whole = [text for text in texts if text.rstrip().endswith("-" * 79)]
            found[:] = [text for text in whole if f"To: {address}\n" in text and saying in text]
            return bool(found)

        self.wait_until(has_come, f"an e-mail to {address}")
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
        if self.postgres:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        if self.redis:
            self._empty_redis()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, process: str) -> Path:
        return self.folder / f"{process}.log"

    def wait_until(self, true: Callable[[], bool], what: str) -> None:
        """Look until it is so; fails with the logs when it takes too long."""
        end = time.monotonic() + PATIENCE
        while True:
            dead = [name for name, each in self.processes.items() if each.poll() is not None]
            if not dead and true():
                return
            if dead or time.monotonic() > end:
                logs = "\n".join(self.log(name).read_text()[-3000:] for name in self.processes)
                raise RuntimeError(f"Waited for {what}; ended: {dead or 'none'}.\n{logs}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "wsoa.entrypoint", *arguments]

    def _on_server(self, statement: str) -> None:
        server = self._at(self.postgres, "postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _empty_redis(self) -> None:
        with redis.from_url(self.redis) as client:
            client.flushdb()
