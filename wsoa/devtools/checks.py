"""`make check`, `make test` and `make test-long`: which tools run, and their summary.

Called by bootstrap.py before Django is loaded, so it needs only the standard library.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wsoa.devtools.system_packages import BROWSERS
from wsoa.runtime.console import ROOT, Log, StepError, Steps, print_line, seconds

# What the project reads from the environment; tests say all of it themselves.
OURS = (
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "FEED_REQUESTS_A_MINUTE",
    "HTTPS",
    "PORT",
    "PUBLIC_QUESTIONS_A_DAY",
    "PUBLIC_QUESTIONS_A_DAY_EACH",
    "CHAT_MESSAGES_KEPT_DAYS",
    "REDIS_URL",
    "SECRET_KEY",
    "WSOA_TODAY",
    "WSOA_VAR_DIR",
)
# With it, each of the hundreds of processes that tests start would compile the project anew.
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
# What a check looks at, and the arguments of the environment's Python that do it.
Check = tuple[str, tuple[str, ...]]
CHECKS: tuple[Check, ...] = (
    ("Lint", ("-m", "ruff", "check", ".")),
    ("Format", ("-m", "ruff", "format", "--check", ".")),
    ("Types", ("-m", "mypy")),
    ("Import contracts", ("-c", "from importlinter.cli import lint_imports_command as c; c()")),
    ("Templates", ("-m", "djlint", "templates", "--lint", "--quiet")),
    ("Template format", ("-m", "djlint", "templates", "--check", "--quiet")),
    ("Migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    ("Settings for production", ("manage.py", "check", "--deploy", "--fail-level", "WARNING")),
)


def main() -> int:
    """Run the checks that the arguments name, as the commit hook does."""
    named = [entry for entry in CHECKS if entry[0] in sys.argv[1:]]
    if not named or len(named) < len(sys.argv[1:]):
        sys.exit(f"wsoa: name one or more of {', '.join(words for words, _ in CHECKS)}")
    log = Log(ROOT / "var" / "log" / "checks.log")
    return check(Path(sys.executable), Steps(total=len(named)), log, named)


def check(python: Path, steps: Steps, log: Log, checks: Sequence[Check] = CHECKS) -> int:
    """Run every check, show the output of failed ones, and return whether any failed.

    Two at a time, each with a log of its own: mypy takes as long as all the others together.
    """
    failed: list[str] = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = []
        for words, arguments in checks:
            own = Log(log.path.with_name(f"check-{words.lower().replace(' ', '-')}.log"))
            command: list[str | Path] = [python, *arguments]
            jobs.append((words, own, pool.submit(own.run, command, env=production_like())))
        for words, own, job in jobs:
            try:
                with steps.step(words):
                    job.result()
            except StepError:
                failed.append(words)
                print_line(last_command(own))
    if failed:
        print_line(f"wsoa: {len(failed)} of {len(checks)} checks failed: {', '.join(failed)}")
        return 1
    print_line(f"All {len(checks)} checks passed.")
    return 0


def production_like() -> dict[str, str]:
    """The environment of a public server, with a secret key for one command."""
    neutral = {name: "" for name in OURS if name != "DJANGO_SETTINGS_MODULE"}
    neutral["WSOA_VAR_DIR"] = str(ROOT / "build" / "check")
    return neutral | {
        NO_BYTECODE: "",
        "DJANGO_SETTINGS_MODULE": "wsoa.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "example.org",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
        "HTTPS": "on",
    }


def last_command(log: Log) -> str:
    """The output of the last command in the log."""
    return log.path.read_text(errors="replace").rpartition("\n$ ")[2].partition("\n")[2].rstrip()


# --- tests ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Backends:
    """A database and a broker, and a pytest marker expression for the tests to run on them."""

    slug: str
    label: str
    env: dict[str, str]
    selection: str
    on_terminal: bool = True


@dataclass(frozen=True)
class Result:
    """The result of one test run."""

    backends: Backends
    code: int
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        counts = [f"{self.passed} passed"]
        counts += [f"{self.failed} failed"] if self.failed else []
        counts += [f"{self.skipped} skipped"] if self.skipped else []
        return f"{self.backends.label} ({', '.join(counts)})"


# tests/support/selection.py says what these markers mean and gives them.
EVERYTHING, CAN_DIFFER = "not long", "every_backend and not long"
LONG, LONG_CAN_DIFFER = "long or stretch", "(long or stretch) and every_backend"
# Of each of the two runs that are made at the same time: four workers on two processors, since a
# third of the time of browsers, of processes that start and of a database server is waiting.
WORKERS = "2"
SLOWEST = "10"


def test(python: Path, *, required: bool) -> int:
    """Run all tests on SQLite, and those that depend on the backend on PostgreSQL with Redis."""
    return run_suites(python, required=required, first=EVERYTHING, second=CAN_DIFFER)


def test_long(python: Path, *, required: bool) -> int:
    """Run the long tests on SQLite, and those that depend on the backend on PostgreSQL."""
    full_length = ["--hypothesis-profile=long"]
    return run_suites(python, *full_length, required=required, first=LONG, second=LONG_CAN_DIFFER)


def run_suites(python: Path, *more: str, required: bool, first: str, second: str) -> int:
    """Run one selection on SQLite and another on PostgreSQL, and print which were run.

    Both at the same time; what the second prints is kept and shown when the first has ended.
    """
    (ROOT / "build").mkdir(exist_ok=True)
    backends = [embedded(python, first)]
    absent = missing_services()
    if absent and required:
        raise StepError(f"REQUIRE_SERVICES is set, and {absent}")
    if not absent:
        backends.append(servers(python, second))
    with ThreadPoolExecutor(max_workers=len(backends)) as pool:
        jobs = [pool.submit(run_suite, python, backend, *more) for backend in backends]
        results = []
        for backend, job in zip(backends, jobs, strict=True):
            results.append(job.result())
            if not backend.on_terminal:
                print_line(output_of(backend).read_text(errors="replace").rstrip())
    print_line()
    for result in results:
        print_line(f"Exercised: {result}")
    print_line(
        f"Exercised: {browser()}"
        if browser()
        else "Not exercised: pages in a browser (no chromium)"
    )
    if absent:
        print_line(f"Not exercised: PostgreSQL and Redis ({absent})")
    return max(result.code for result in results)


def run_suite(python: Path, backends: Backends, *more: str) -> Result:
    """Run pytest once: the first with its output on the terminal, others with it in a file."""
    report = ROOT / "build" / f"tests-{backends.slug}.xml"
    report.unlink(missing_ok=True)
    print_line(f"\nTests on {backends.label}: {backends.selection}")
    started = time.monotonic()
    without = {*OURS, NO_BYTECODE}
    env = {name: value for name, value in os.environ.items() if name not in without} | backends.env
    command = [str(python), "-m", "pytest", "-m", backends.selection, "-n", WORKERS]
    # In the order of tests.support.selection: xdist would leave the longest to the end.
    command += ["--dist", "loadgroup", "--no-loadscope-reorder"]
    command += [f"--durations={SLOWEST}", f"--junitxml={report}", *more]
    with ExitStack() as files:
        shown = None
        if not backends.on_terminal:
            shown = files.enter_context(output_of(backends).open("w"))
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=shown, stderr=subprocess.STDOUT)
    print_line(f"Tests on {backends.label}: {seconds(time.monotonic() - started)}")
    return read_report(report, Result(backends, done.returncode))


def output_of(backends: Backends) -> Path:
    """Where what pytest prints is kept until it is shown."""
    return ROOT / "build" / f"tests-{backends.slug}.txt"


def read_report(report: Path, result: Result) -> Result:
    """The counts of pytest's report, if it was written."""
    try:
        suite = next(ET.parse(report).iter("testsuite"))  # noqa: S314  (pytest wrote it just now)
    except (OSError, ET.ParseError, StopIteration):
        return result
    total, failures, errors, skipped = (
        int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return Result(result.backends, result.code, total - failed - skipped, failed, skipped)


def embedded(python: Path, selection: str) -> Backends:
    """The backends of a fresh machine."""
    version = answer(python, "import sqlite3; print(sqlite3.sqlite_version)")
    return Backends("embedded", f"SQLite {version} + embedded broker", {}, selection)


def servers(python: Path, selection: str) -> Backends:
    """PostgreSQL and Redis, with their versions."""
    postgres = answer(
        python,
        "import sys, psycopg; v = psycopg.connect(sys.argv[1]).info.server_version; "
        "print(f'{v // 10000}.{v % 10000}')",
        database_url(),
    )
    redis = answer(
        python,
        "import sys, redis; print(redis.from_url(sys.argv[1]).info('server')['redis_version'])",
        redis_url(),
    )
    env = {"DATABASE_URL": database_url(), "REDIS_URL": redis_url()}
    return Backends("servers", f"PostgreSQL {postgres} + Redis {redis}", env, selection, False)


def answer(python: Path, code: str, *arguments: str) -> str:
    """The output of a line of Python in the environment; for a failure, its last line."""
    command = [str(python), "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        line = done.stderr.strip().splitlines()[-1:]
        raise StepError(f"a service answers but cannot be used: {''.join(line)}")
    return done.stdout.strip()


def database_url() -> str:
    """The PostgreSQL server on which tests may create their own database."""
    return os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/test"


def redis_url() -> str:
    """The Redis database that tests may empty."""
    return os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/9"


def missing_services() -> str:
    """The services that do not respond, in words; empty if all do."""
    wanted = (
        ("PostgreSQL", "TEST_DATABASE_URL", database_url(), 5432),
        ("Redis", "TEST_REDIS_URL", redis_url(), 6379),
    )
    return "; ".join(
        f"no {name} answers at {host(url)}:{port(url, usual)} (set {variable})"
        for name, variable, url, usual in wanted
        if not answers(host(url), port(url, usual))
    )


def host(url: str) -> str:
    """The host of a URL."""
    return urlsplit(url).hostname or "127.0.0.1"


def port(url: str, usual: int) -> int:
    """The port of a URL, or the usual one."""
    return urlsplit(url).port or usual


def answers(host: str, port: int) -> bool:
    """Whether a server listens there."""
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True


def browser() -> str:
    """The browser's own name and version."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return ""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return " ".join(words[:2])


if __name__ == "__main__":
    sys.exit(main())
