"""Two press publish together, on two real connections: one publishes, and the other is told.

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
        run("-m", "tests.support.workers.publishing", "fill")
        yield lambda how: run("-m", "tests.support.workers.publishing", how)


def test_the_second_of_two_who_press_together_is_told_who_did(meet: Meet) -> None:
    assert meet("both") == "Ann_published Ann_has_pressed_publish_already going_out 1 1"


def test_a_draft_that_is_being_published_is_not_dropped_meanwhile(meet: Meet) -> None:
    assert meet("one-drops") == "Ann_published NotADraft going_out 1"


def test_of_many_who_press_at_once_one_publishes(meet: Meet) -> None:
    assert meet("many") == "1 5 1"
