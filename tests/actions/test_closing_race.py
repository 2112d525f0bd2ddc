"""Somebody saves while the period is being closed, on two real connections.

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
        run("-m", "tests.support.workers.closing_period", "fill")
        yield lambda how: run("-m", "tests.support.workers.closing_period", how)


def test_nothing_is_saved_in_a_period_that_was_closed_meanwhile(meet: Meet) -> None:
    assert meet("save-while-it-closes") == "closed PeriodClosed 0"


def test_what_is_being_saved_is_saved_before_the_period_closes(meet: Meet) -> None:
    assert meet("close-while-one-saves") == "saved closed 1 True"


def test_nobody_is_in_the_way_of_another_for_good(meet: Meet) -> None:
    assert meet("all-at-once") == "0 True"
