"""Console output: one line for each step, one line for a failure.

Used before anything is installed, so it needs only the standard library. Output of commands goes to
a log; a failure is shown with its cause, its fix, and the name of the log.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What a log says, and what it means to the person who has to do something about it.
CAUSES: tuple[tuple[str, str], ...] = (
    (r"No space left on device", "the disk is full: free some space and run this again"),
    (r"Read-only file system", "this folder is read-only: copy the project to one of yours"),
    (r"Permission denied", "a file here belongs to somebody else: change its owner, or use a copy"),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|EINTEGRITY",
        "a download is not the file that the lock names: run this again, and if it stays, "
        "ask who runs your package mirror",
    ),
    (
        r"(?i)temporary failure (in name resolution|resolving)|name or service not known"
        r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network is unreachable|connection refused"
        r"|connection timed out|dns error|failed to fetch|error sending request|could not resolve"
        r"|proxyerror",
        "the package index cannot be reached: check the network and the proxy, and run this again",
    ),
    (
        r"No matching distribution found",
        "the package index does not have a package that the lock names",
    ),
)


class StepError(Exception):
    """A failure to show at the terminal; the message is one line."""


def print_line(text: str = "", *, end: str = "\n") -> None:
    """Print immediately, even into a pipe."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def seconds(duration: float) -> str:
    """A duration in words.

    >>> seconds(0.04), seconds(2.34), seconds(81.2)
    ('0.0 s', '2.3 s', '81 s')
    """
    return f"{duration:.0f} s" if duration >= 10 else f"{duration:.1f} s"


def last_line(text: str) -> str:
    """The last line that is not empty."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def cause(output: str) -> str:
    """The cause of a failed command: a known cause with its fix, or the last line of output."""
    for pattern, meaning in CAUSES:
        if re.search(pattern, output):
            return meaning
    return last_line(output)


@dataclass
class Log:
    """The file with the output of the commands of one run."""

    path: Path

    def __post_init__(self) -> None:
        try:
            # A mode holds for the last folder of a path only, and what is here is nobody else's.
            self.path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            self.path.write_text("")
        except OSError as error:
            raise StepError(f"cannot write {self.shown}: {error.strerror}") from error

    @property
    def shown(self) -> str:
        """The path in a short but clear form."""
        return shown(self.path)

    def run(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        limit: float | None = None,
    ) -> str:
        """Run a command in the project's folder and return its output. Raises StepError."""
        arguments = [str(part) for part in command]
        with self.path.open("a") as log:
            log.write(f"\n$ {' '.join(arguments)}\n")
            log.flush()
            start = log.tell()
            try:
                code = subprocess.run(
                    arguments,
                    cwd=ROOT,
                    env={**os.environ, **(env or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    timeout=limit,
                ).returncode
            except (OSError, subprocess.TimeoutExpired) as error:
                raise StepError(f"{error}") from error
        output = self.path.read_bytes()[start:].decode(errors="replace")
        if code:
            raise StepError(f"{cause(output)} (all of it: {self.shown})")
        return output


def shown(path: Path) -> str:
    """A path relative to the project's folder."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@dataclass
class Steps:
    """Numbers the steps of one run and times each: ``[3/7] Installing ... 21 s``."""

    total: int
    done: int = 0
    warnings: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, words: str) -> Iterator[Callable[[str], None]]:
        """Announce a step; yields a function that adds a remark to its line."""
        self.done += 1
        print_line(f"[{self.done}/{self.total}] {words} ... ", end="")
        remarks: list[str] = []
        started = time.monotonic()
        try:
            yield remarks.append
        except BaseException as error:
            print_line("failed" if isinstance(error, Exception) else "stopped")
            raise
        ending = ", ".join([*remarks, seconds(time.monotonic() - started)])
        print_line(ending)
        while self.warnings:
            print_line(f"      {self.warnings.pop(0)}")

    def warn(self, line: str) -> None:
        """Print a warning under the step; the work continues."""
        self.warnings.append(line)
