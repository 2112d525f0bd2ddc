"""The commands of the Makefile: from a fresh copy of the project to a running service.

    python3 -m wsoa.devtools.bootstrap COMMAND

COMMAND is setup, run, test, test-long, check, bench, screenshots, lock or clean.

Needs only Python 3.11. Every step first checks whether its work is done, so that a second run takes
seconds. The environment's settings for pip, npm and proxies apply.
"""

from __future__ import annotations

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  (it may well be started with an older one)
    sys.exit("wsoa: this needs Python 3.11 or newer; name one, as in: make run PYTHON=python3.11")

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable

from wsoa.devtools import checks
from wsoa.devtools import system_packages as system
from wsoa.runtime import prepare
from wsoa.runtime.console import ROOT, Log, StepError, Steps, print_line

HERE = Path(__file__).resolve().parent
LOCK = HERE / "lock"
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
RUNNING, EVERYTHING = "python.txt", "python-dev.txt"
SETUP_STEPS = 4  # system packages, environment, Python packages, assets
# If uv cannot reach an index, pip may have another configuration, so do not wait long.
UV_PATIENCE = {"UV_HTTP_TIMEOUT": "60", "UV_HTTP_RETRIES": "2"}


def main() -> int:
    """Run the command named by the first argument."""
    commands: dict[str, Callable[[], int]] = {
        "setup": setup,
        "run": run,
        "test": lambda: test(checks.test),
        "test-long": lambda: test(checks.test_long),
        "check": check,
        "bench": lambda: module("tests.bench"),
        "screenshots": lambda: module("tests.screenshots"),
        "lock": lock,
        "clean": clean,
    }
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"usage: python3 -m wsoa.devtools.bootstrap {{{','.join(commands)}}}")
    try:
        return commands[sys.argv[1]]()
    except StepError as error:
        print_line(f"wsoa: {error}")
        return 1
    except KeyboardInterrupt:
        print_line("\nwsoa: stopped")
        return 130


# --- the commands ---------------------------------------------------------------------------


def setup() -> int:
    """Set up environment, assets and database, without starting the service."""
    steps = Steps(total=SETUP_STEPS + len(prepare.jobs(demo=True, further=True)))
    install(steps, lock_file=RUNNING, strict=False)
    return entrypoint("prepare", "--demo", "--further-areas", steps=steps)


def run() -> int:
    """Do `setup`, then run the service until Ctrl-C."""
    steps = Steps(total=SETUP_STEPS + len(prepare.jobs(demo=True, further=True)) + 1)
    install(steps, lock_file=RUNNING, strict=False)
    return entrypoint("all", "--demo", steps=steps)


def test(suites: Callable[..., int]) -> int:
    """Set up with the test tools, then run the tests on each available database and broker."""
    steps = Steps(total=SETUP_STEPS)
    install(steps, lock_file=EVERYTHING, strict=system.has_apt() or required())
    return suites(Path(PYTHON), required=required())


def check() -> int:
    """Run every static check."""
    steps = Steps(total=3 + len(checks.CHECKS))
    log = open_log()
    system_packages(steps, log, for_tests=False, strict=False)
    make_environment(steps, log)
    install_packages(steps, log, lock_file=EVERYTHING)
    return checks.check(Path(PYTHON), steps, log)


def module(name: str) -> int:
    """Set up with the test tools, then run one module."""
    install(Steps(total=SETUP_STEPS), lock_file=EVERYTHING, strict=system.has_apt())
    return subprocess.run([PYTHON, "-m", name], cwd=ROOT).returncode


def lock() -> int:
    """Write the locks from pyproject.toml and package.json; UPGRADE=1 takes newer versions."""
    steps = Steps(total=3)
    log = open_log()
    make_environment(steps, log)
    install_packages(steps, log, lock_file=EVERYTHING)
    with steps.step("Writing the locks"):
        write_locks(log)
    return 0


def clean() -> int:
    """Remove everything that the other commands make, except the data in var/."""
    for name in (".venv", "build", "static/vendor", ".mypy_cache", ".ruff_cache", ".pytest_cache"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    print_line("Removed the environment, what was built and the caches; var/ keeps its data.")
    return 0


# --- their steps ----------------------------------------------------------------------------


def required() -> bool:
    """Whether a missing service is a failure, not a reason to skip tests."""
    return os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}


def open_log() -> Log:
    """The log of the output of setup commands."""
    return Log(ROOT / "var" / "log" / "setup.log")


def install(steps: Steps, *, lock_file: str, strict: bool) -> None:
    """The steps before any code of the project can run."""
    log = open_log()
    system_packages(steps, log, for_tests=lock_file == EVERYTHING, strict=strict)
    make_environment(steps, log)
    install_packages(steps, log, lock_file=lock_file)
    build_assets(steps, log)


def system_packages(steps: Steps, log: Log, *, for_tests: bool, strict: bool) -> None:
    """Pango and fonts; for tests also a browser and poppler. Unless `strict`, only warns."""
    needs = system.FOR_TESTS if for_tests else system.FOR_PDF
    words = (
        "Looking for pango, fonts, chromium and poppler"
        if for_tests
        else ("Looking for pango and fonts, which PDFs need")
    )
    with steps.step(words) as remark:
        try:
            installed = system.install(needs, log=log)
        except StepError as error:
            if strict:
                raise
            remark("not complete")
            steps.warn(f"Without them PDFs are off. {error}" if not for_tests else str(error))
        else:
            remark(f"installed {', '.join(installed)}" if installed else "all there")


def make_environment(steps: Steps, log: Log) -> None:
    """A virtual environment of the project's own in .venv."""
    with steps.step("Making a Python environment in .venv") as remark:
        if environment_works():
            remark("already there")
            return
        if system.missing(system.FOR_VENV) and not system.python_is_from_the_system():
            raise StepError("this Python has no ensurepip; name another: make run PYTHON=python3")
        system.install(system.FOR_VENV, log=log)
        log.run([sys.executable, "-m", "venv", "--clear", VENV])


def environment_works() -> bool:
    """Whether .venv holds a Python that starts, is new enough, and has pip."""
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        answer = subprocess.run([PYTHON, "-c", question], capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install_packages(steps: Steps, log: Log, *, lock_file: str) -> None:
    """Install the locked packages, by hash: with uv, or with pip if uv cannot connect."""
    with steps.step("Installing Python packages from the lock") as remark:
        if is_stamped(lock_file):
            remark("already there")
            return
        stamp(lock_file).unlink(missing_ok=True)
        try:
            log.run(
                [PYTHON, "-m", "pip", "install", "--require-hashes", "-r", str(LOCK / "uv.txt")]
            )
            uv = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON]
            log.run([*uv, "--require-hashes", "-r", LOCK / lock_file], env=uv_environment())
        except StepError:
            remark("with pip, because uv did not get through")
            log.run([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", LOCK / lock_file])
        mark(lock_file)


def uv_environment() -> dict[str, str]:
    """Time limits for uv, unless the environment sets its own."""
    return {name: value for name, value in UV_PATIENCE.items() if name not in os.environ}


def build_assets(steps: Steps, log: Log) -> None:
    """Build static/vendor/; without it pages are unstyled but complete."""
    with steps.step("Building the front-end assets") as remark:
        assets = HERE / "assets.py"
        try:
            if not log.run([PYTHON, assets]):
                remark("already there")
        except StepError as error:
            remark("not built")
            steps.warn(f"Pages will be plain, though complete: {error}")


def stamp(lock_file: str) -> Path:
    """The file that records which state of a lock is installed in .venv."""
    return VENV / f".installed-{lock_file}"


def digest(lock_file: str) -> str:
    """The hash of a lock and of the installer's lock."""
    return hashlib.sha256(
        (LOCK / lock_file).read_bytes() + (LOCK / "uv.txt").read_bytes()
    ).hexdigest()


def is_stamped(lock_file: str) -> bool:
    """Whether .venv has the packages of the current lock."""
    return stamp(lock_file).is_file() and stamp(lock_file).read_text() == digest(lock_file)


def mark(lock_file: str) -> None:
    """Record that .venv is up to date; the longer lock includes the shorter."""
    for name in {lock_file, RUNNING}:
        stamp(name).write_text(digest(name))


def write_locks(log: Log) -> None:
    """Write the locks without a package index: the installing machine chooses it."""
    more = ["--upgrade"] if os.environ.get("UPGRADE", "") not in {"", "0"} else []
    folder = LOCK.relative_to(ROOT)  # a lock repeats the paths that it was given
    compile_ = [PYTHON, "-m", "uv", "pip", "compile", "--universal", "--generate-hashes"]
    compile_ += ["--no-emit-index-url", "--no-header", "--python-version", "3.11", *more]
    for name, sources in {
        RUNNING: ["pyproject.toml"],
        EVERYTHING: ["pyproject.toml", "--group", "dev", "-c", f"{folder}/{RUNNING}"],
        "uv.txt": ["--group", "build"],
        "node.txt": ["--group", "node"],
    }.items():
        log.run([*compile_, *sources, "-o", f"{folder}/{name}"])
    npm = shutil.which("npm")
    if npm is None:
        raise StepError("the Python locks are written; package-lock.json needs npm")
    log.run([npm, "update" if more else "install", "--package-lock-only", "--prefix", LOCK])


def entrypoint(*arguments: str, steps: Steps) -> int:
    """Replace this process with the project's entrypoint, which continues the step count."""
    counting = ["--steps", f"{steps.done}/{steps.total}"]
    os.chdir(ROOT)
    os.execv(PYTHON, [PYTHON, "-m", "wsoa.entrypoint", *arguments, *counting])  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
