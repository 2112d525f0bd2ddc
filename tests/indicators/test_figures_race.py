"""Two people enter the same figure at once, on two real connections.

On SQLite always; where DATABASE_URL is set, it is PostgreSQL that is tested.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.governance.test_workers import own_database

pytestmark = [pytest.mark.slow, pytest.mark.services]
Meet = Callable[[str], str]


@pytest.fixture
def meet(tmp_path: Path) -> Iterator[Meet]:
    with own_database(tmp_path) as url:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "wsoa.settings",
            "DATABASE_URL": url,
            "WSOA_VAR_DIR": str(tmp_path),
            "WSOA_TODAY": "2019-11-15",
        }

        def run(*command: str) -> str:
            done = subprocess.run(
                (sys.executable, *command),
                cwd=ROOT,
                env=env,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                timeout=120,
            )
            return done.stdout.strip()

        run("manage.py", "migrate", "-v0")
        run("-m", "tests.support.workers.entering_figures", "fill")
        yield lambda how: run("-m", "tests.support.workers.entering_figures", how)


def test_of_two_first_figures_of_one_span_the_second_is_told(meet: Meet) -> None:
    assert meet("two-enter-one-span") == "saved FigureConflict 91.0"


def test_of_two_corrections_of_one_figure_the_second_is_told(meet: Meet) -> None:
    assert meet("two-correct-one-figure") == "saved FigureConflict 80.0 91.0"


def test_a_file_that_is_confirmed_twice_at_once_is_saved_once(meet: Meet) -> None:
    assert meet("one-confirms-twice") == "saved DoneAlready 2"
