"""A gunicorn as the entrypoint starts it, and what its processes take."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.place import WORKERS, Place, failure
from wsoa.runtime.console import ROOT, StepError
from wsoa.runtime.supervisor import end_with_parent

FIRST_PORT = 8120
START_WITHIN = 60.0  # seconds
STOP_WITHIN = 8.0
MIB = 1024  # kilobytes, which is what the kernel counts in


@dataclass(frozen=True)
class Server:
    """A server that answers; `pid` is gunicorn's own process, whose children are the workers."""

    name: str
    port: int
    pid: int

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def cpu(self) -> float:
        """Milliseconds of processor time that the workers have taken so far."""
        return sum(map(cpu_of, self.workers()))

    def memory(self) -> dict[str, float]:
        """MiB of gunicorn and its workers; pages that they share count once in `pss`."""
        rollups = [
            Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in (self.pid, *self.workers())
        ]
        return {
            "rss_mib": sum(kilobytes(each, "Rss:") for each in rollups) / MIB,
            "pss_mib": sum(kilobytes(each, "Pss:") for each in rollups) / MIB,
        }


def cpu_of(pid: int) -> float:
    """Milliseconds of all threads of a process: by the scheduler's clock, else by its ticks."""
    try:
        threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in threads) / 1e6
    except (OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def kilobytes(rollup: str, name: str) -> int:
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(name))


@contextmanager
def serving(name: str, settings: str, where: Place) -> Iterator[Server]:
    """Starts a server with these settings, waits until all its workers are up, and stops it."""
    port = free_port()
    log = where.folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "wsoa.entrypoint", "web"],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings, "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )
    try:
        server = Server(name, port, process.pid)
        wait_for(server, process, log)
        yield server
    finally:
        stop(process)


def wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """StepError where it ends, or takes too long."""
    end = time.monotonic() + START_WITHIN
    while not (listens(server.port) and len(server.workers()) == WORKERS):
        if process.poll() is not None or time.monotonic() > end:
            said = log.read_text(errors="replace")
            raise failure(f"the server {server.name} does not start", said)
        time.sleep(0.1)
    time.sleep(0.5)  # a worker that has just been forked


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks gunicorn to end, and ends what is left of its group."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_WITHIN)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """The first port from FIRST_PORT on that nobody has."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise StepError(f"no free port from {FIRST_PORT} to {FIRST_PORT + 99}")
