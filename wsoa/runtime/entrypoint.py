"""The entrypoint of the project, for `make run`, containers and tests.

    python -m wsoa.entrypoint web|worker|beat       one process, which replaces this one
    python -m wsoa.entrypoint all [--demo]          all three on this machine, until Ctrl-C
    python -m wsoa.entrypoint migrate               bring the database up to date
    python -m wsoa.entrypoint prepare [--demo]      that, and static files, and the demo's data
    python -m wsoa.entrypoint health web|worker|beat   exit code 0 if it works

Configuration comes from the environment; an invalid value ends the start with one line that names
the variable.
"""

from __future__ import annotations

import argparse
import errno
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from wsoa.runtime import prepare
from wsoa.runtime.console import ROOT, StepError, Steps, print_line, seconds
from wsoa.runtime.local_defaults import use_local_defaults, var_folder
from wsoa.runtime.supervisor import ChildProcess, StopRequested, Supervisor

PROCESSES = ("web", "worker", "beat")
DEMO_FLAGS = ("--demo", "--further-areas")
READY_WITHIN = 90.0  # seconds; a slow laptop needs about ten
STALE_BEAT = 600.0  # seconds; beat writes its schedule every three minutes


def main() -> int:
    """Run the command line; a failure is one line and exit code 1."""
    arguments = parse()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsoa.settings")
    try:
        if arguments.demo:
            use_local_defaults()
        if arguments.mode in PROCESSES:
            prepare.check_settings()
            become(arguments.mode)
        if arguments.mode == "health":
            return health(arguments.process)
        if arguments.mode == "all":
            return run_all(demo=arguments.demo, counted=arguments.steps)
        jobs = prepare.jobs(arguments.demo, arguments.further_areas)
        if arguments.mode == "migrate":
            jobs = prepare.MIGRATE
        prepare.run(jobs, steps_from(arguments.steps, own=len(jobs)), var_folder())
    except StepError as error:
        print_line(f"wsoa: {error}")
        return 1
    return 0


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="wsoa.entrypoint")
    parser.add_argument("mode", choices=[*PROCESSES, "all", "migrate", "prepare", "health"])
    parser.add_argument("process", nargs="?", choices=PROCESSES, default="web", help="for health")
    parser.add_argument(
        "--demo", action="store_true", help="Sheffield's plan, on this machine only"
    )
    parser.add_argument(
        "--further-areas",
        action="store_true",
        help="for prepare: York, Staffordshire and an area without a plan; `all --demo` has them",
    )
    parser.add_argument("--steps", default="", help=argparse.SUPPRESS)  # done/total so far
    return parser.parse_args()


def steps_from(counted: str, own: int) -> Steps:
    """Steps that continue the count of the calling process."""
    if not counted:
        return Steps(total=own)
    done, total = counted.split("/")
    return Steps(total=int(total), done=int(done))


# --- the environment ------------------------------------------------------------------------


def number(name: str, default: int, *, highest: int) -> int:
    """A whole number from 1 to `highest` from an environment variable."""
    raw = os.environ.get(name) or str(default)
    if not raw.isdecimal() or not 1 <= int(raw) <= highest:
        raise StepError(f"{name} is {raw!r}; use a whole number from 1 to {highest}.")
    return int(raw)


def bind() -> tuple[str, int]:
    """The address and port that the web server listens on."""
    return os.environ.get("WEB_BIND") or "0.0.0.0", number("PORT", 8000, highest=65535)  # noqa: S104


# --- one process ----------------------------------------------------------------------------


def command(name: str) -> list[str]:
    """The command line of one of the three processes."""
    return [sys.executable, "-m", *{"web": web, "worker": worker, "beat": beat}[name]()]


def web() -> list[str]:
    """The command of gunicorn. Loading the app before forking halves memory and start-up time.

    Its worker class keeps slow clients from the threads.
    """
    host, port = bind()
    shared = Path("/dev/shm")  # noqa: S108  (a heartbeat on a slow disk looks like a dead worker)
    return [
        *("gunicorn", "wsoa.wsgi:application", "--bind", f"{host}:{port}", "--preload"),
        *("--worker-class", "wsoa.runtime.buffering_worker.BufferingWorker", "--threads", "4"),
        *("--workers", str(number("WEB_CONCURRENCY", 2, highest=64))),
        *("--graceful-timeout", "5", "--no-control-socket"),
        *(("--worker-tmp-dir", str(shared)) if os.access(shared, os.W_OK) else ()),
    ]


def worker() -> list[str]:
    """The command of Celery's worker, without gossip between workers, which is not needed."""
    concurrency = number("WORKER_CONCURRENCY", 1, highest=64)
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    return [*celery("worker"), "--concurrency", str(concurrency), *quiet]


def beat() -> list[str]:
    """The command of Celery's scheduler. Exactly one of these may run."""
    return [*celery("beat"), "--schedule", str(beat_schedule()), "--pidfile="]


def celery(kind: str) -> list[str]:
    """The common beginning of both Celery commands."""
    return ["celery", "-A", "wsoa", kind, "--loglevel", "INFO"]


def beat_schedule() -> Path:
    """The file in which beat stores its state."""
    return Path(os.environ.get("BEAT_SCHEDULE") or var_folder() / "beat-schedule")


def become(name: str) -> None:
    """Replace this process, so that a container's signals reach the new one directly."""
    os.execv(sys.executable, command(name))  # noqa: S606


# --- all of them ----------------------------------------------------------------------------


def run_all(*, demo: bool, counted: str) -> int:
    """Prepare the data, start the three processes, print when they are ready, and watch them."""
    jobs = prepare.jobs(demo, further=demo)
    steps = steps_from(counted, own=len(jobs) + 1)
    refuse_taken_port(*bind())
    (var_folder() / "log").mkdir(mode=0o700, parents=True, exist_ok=True)
    children = [ChildProcess(process, command(process), log_of(process)) for process in PROCESSES]
    if not prepared(steps, demo=demo):
        return 1
    steps.done += len(jobs)
    supervisor = Supervisor(children)
    try:
        with steps.step("Starting web server, worker and beat"):
            supervisor.start()
            supervisor.wait_until(healthy, limit=READY_WITHIN)
        print_line(ready(demo=demo, logs=supervisor.logs()))
        supervisor.watch()
    except StopRequested:
        return 0
    finally:
        print_line("\nStopping ... ", end="")
        started = time.monotonic()
        supervisor.stop()
        print_line(
            f"web server, worker and beat have stopped, {seconds(time.monotonic() - started)}"
        )


def prepared(steps: Steps, *, demo: bool) -> bool:
    """Run `prepare` in its own process, so that Django's memory is freed afterwards."""
    counting = f"{steps.done}/{steps.total}"
    arguments = ["prepare", "--steps", counting, *(DEMO_FLAGS if demo else ())]
    own = [sys.executable, "-m", "wsoa.entrypoint", *arguments]
    return subprocess.run(own, cwd=ROOT, check=False).returncode == 0


def refuse_taken_port(host: str, port: int) -> None:
    """Raises StepError if another program uses the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise StepError(
                    f"another program has port {port}: stop it, or choose another port, "
                    f"as in PORT={port + 1} make run"
                ) from error
            raise StepError(f"cannot listen on {host}, port {port}: {error.strerror}") from error


def log_of(name: str) -> Path:
    """The log of one of the processes."""
    return var_folder() / "log" / f"{name}.log"


def ready(*, demo: bool, logs: str) -> str:
    """The message to print once the service runs."""
    host, port = bind()
    # By its name, where it has one: browsers keep no passkey for an address of numbers.
    named = "localhost" if host in {"0.0.0.0", "127.0.0.1"} else host  # noqa: S104
    lines = ["", f"Ready: http://{named}:{port}/"]
    if demo:
        people = (*prepare.DEMO_PEOPLE, *prepare.FURTHER_PEOPLE)
        width = max(len(email) for email, _ in people)
        lines += ["", f"Sign in as (the password of each is “{prepare.DEMO_PASSWORD}”):"]
        lines += [f"  {email:<{width}}  {role}" for email, role in people]
        lines += ["", f"The demo runs as at {os.environ['WSOA_TODAY']}."]
    return "\n".join([*lines, f"Logs: {logs}", "Ctrl-C stops all of it."])


# --- health ---------------------------------------------------------------------------------


def healthy() -> bool:
    """Whether the web server reports that it, the database and the broker work."""
    host, port = bind()
    local = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    # http.client and not urllib: no proxy stands between this process and itself.
    connection = http.client.HTTPConnection(local, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": known_host()})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def known_host() -> str:
    """A host name that the site accepts."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    return "127.0.0.1" if first in {"", "*"} else first.removeprefix(".")


def health(name: str) -> int:
    """Exit code 0 if this container's process works, judged by its responses."""
    if name == "web":
        return 0 if healthy() else 1
    if name == "beat":
        schedule_files = beat_schedule().parent.glob(f"{beat_schedule().name}*")
        return (
            0
            if any(time.time() - file.stat().st_mtime < STALE_BEAT for file in schedule_files)
            else 1
        )
    node = f"celery@{socket.gethostname()}"
    ping = [sys.executable, "-m", "celery", "-A", "wsoa", "inspect", "ping", "-d", node]
    return subprocess.run([*ping, "--timeout", "5"], capture_output=True, check=False).returncode
