"""What it costs each worker to have all tests before it: modules are compiled once a run, and what
was collected is no garbage to look for.

Every worker imports every module of tests, and pytest compiles it to show the values of what is
asserted: in a fresh copy of the project, more than half of the time that collecting takes. Each
worker therefore begins with a share of its own; what others compiled meanwhile it reads from disk.
"""

from __future__ import annotations

import gc
import importlib
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def share_of(worker: int, workers: int, modules: list[str]) -> list[str]:
    """The modules that one of the workers compiles. Each module is in one share."""
    return modules[worker::workers]


def module_names() -> list[str]:
    """The names of the modules that pytest collects."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Imports the share of this worker, where the whole of the tests is run."""
    given = getattr(session.config, "workerinput", None)
    if given is None or session.config.args != session.config.getini("testpaths"):
        return
    worker, workers = int(given["workerid"].removeprefix("gw")), given["workercount"]
    for name in share_of(worker, workers, module_names()):
        # What fails here fails again where it is collected, and is reported there.
        with suppress(Exception, pytest.skip.Exception):
            importlib.import_module(name)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Has the garbage collector leave alone what was collected: ten thousand tests and all modules
    stay until the end, and it would walk through them again and again.
    """
    gc.collect()
    gc.freeze()
