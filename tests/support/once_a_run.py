"""What all workers of one test run share: made by whichever needs it first, on disk.

Each run has a folder of its own, so that nothing of an earlier run is ever taken for new.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MADE = ".made"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that all workers of this run see; pytest removes it some runs later."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder with what `make` puts into it, once a run; other workers wait for it meanwhile.

    Where `make` fails, it fails for the worker that called it, and the next one tries anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / ".lock"):
        if not (folder / MADE).exists():
            make(folder)
            (folder / MADE).touch()
    return folder


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Lets one process at a time through, whichever it is; a process that dies lets go."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
