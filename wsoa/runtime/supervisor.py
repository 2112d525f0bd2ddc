"""Start several processes, watch them, and stop all of them together.

For a single machine: a container platform does this itself and runs one process in each container.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from wsoa.runtime.console import StepError, last_line, print_line, shown

RESTARTS = 3  # in a row; a child that then ran for STEADY seconds has them all again
STEADY = 60.0
PATIENCE = 8.0  # seconds to finish what is begun, when told to stop
TICK = 0.2
BIG_LOG = 5_000_000
PR_SET_PDEATHSIG = 1


class StopRequested(BaseException):
    """Ctrl-C, or a signal to end this process."""


@dataclass
class ChildProcess:
    """One process in its own group, so that its children can be stopped with it."""

    name: str
    command: Sequence[str]
    log: Path
    restarts: int = 0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it with its output in its log."""
        if self.log.exists() and self.log.stat().st_size > BIG_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        self.started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent(),
            )

    def ended(self) -> bool:
        """Whether it has stopped, or was never started."""
        return self.process is None or self.process.poll() is not None

    def how(self) -> str:
        """How it ended, in words."""
        code = self.process.returncode if self.process else 0
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def signal(self, number: signal.Signals, *, group: bool) -> None:
        """Send a signal to the process, or to all of its group."""
        if self.process is None:
            return
        try:
            (os.killpg if group else os.kill)(self.process.pid, number)
        except ProcessLookupError:
            return


def end_with_parent() -> Callable[[], None] | None:
    """On Linux, let the kernel end a child whose supervisor was killed."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps children running until one fails repeatedly or a stop is requested."""

    def __init__(self, children: Sequence[ChildProcess]) -> None:
        self.children = children
        self.asked = False
        self.ready = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            child.start()

    def wait_until(self, ready: Callable[[], bool], *, limit: float) -> None:
        """Watch until `ready` returns true. Raises StepError after `limit` seconds."""
        end = time.monotonic() + limit
        while not ready():
            if time.monotonic() > end:
                raise StepError(f"no answer within {limit:.0f} s; {self.logs()} say why")
            self.tick()
        self.ready = True

    def watch(self) -> NoReturn:
        """Watch until StopRequested or StepError."""
        while True:
            self.tick()

    def tick(self) -> None:
        """Check every child once."""
        for child in self.children:
            if child.ended() and not self.asked:
                self.restart(child)
        if self.asked:
            raise StopRequested
        time.sleep(TICK)

    def restart(self, child: ChildProcess) -> None:
        """Restart a child that ended, unless it keeps ending or never started properly."""
        if time.monotonic() - child.started > STEADY:
            child.restarts = 0
        if child.restarts == RESTARTS or not self.ready:
            does = "keeps stopping" if self.ready else "does not start"
            why = last_line(child.log.read_text(errors="replace"))
            raise StepError(
                f"{child.name} {does} ({child.how()}): {why} (all of it: {shown(child.log)})"
            )
        child.signal(signal.SIGKILL, group=True)  # what it left behind
        child.restarts += 1
        print_line(
            f"{child.name} stopped ({child.how()}); start {child.restarts} of {RESTARTS} again"
        )
        child.start()

    def stop(self) -> None:
        """Ask every child to end, then kill the rest of its group. Within 10 seconds."""
        self.asked = False
        for child in self.children:
            # Only the parent of a group: a pool's processes end when their work does.
            child.signal(signal.SIGTERM, group=False)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not all(child.ended() for child in self.children):
            if self.asked:  # Ctrl-C a second time
                break
            time.sleep(TICK / 2)
        for child in self.children:
            child.signal(signal.SIGKILL, group=True)
            if child.process:
                child.process.wait()

    def logs(self) -> str:
        """The paths of the children's logs."""
        return ", ".join(shown(child.log) for child in self.children)
