"""Two real processes send the digests of one day at the same moment: each leaves once.

On SQLite always; where DATABASE_URL is set, it is PostgreSQL that is tested.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.governance.test_workers import own_database
from tests.support.workers.reminders import PEOPLE

pytestmark = [pytest.mark.slow, pytest.mark.services]


@pytest.mark.parametrize(
    "of", ["tests.support.workers.reminders", "tests.support.workers.due_figures"]
)
def test_two_workers_at_the_same_moment_never_send_twice(tmp_path: Path, of: str):
    letters = tmp_path / "letters"
    with own_database(tmp_path) as url:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "wsoa.settings",
            "DATABASE_URL": url,
            "WSOA_VAR_DIR": str(tmp_path),
            "WSOA_TODAY": "2019-11-15",
            "WSOA_TEST_LETTERS": str(letters),
        }

        worker = (sys.executable, "-m", of)
        for command in ((sys.executable, "manage.py", "migrate", "-v0"), (*worker, "fill")):
            subprocess.run(command, cwd=ROOT, env=env, check=True)
        both = [
            subprocess.Popen(
                [*worker, "send"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        told = [process.communicate(timeout=120)[0].split() for process in both]

        assert [process.returncode for process in both] == [0, 0]
        sent = [int(sent) for sent, _ in told]
        assert sum(sent) == PEOPLE
        assert all(sent), "only one of the two worked: nothing was tested"
        assert [failed for _, failed in told] == ["0", "0"]
        left = letters.read_text().splitlines()
        assert len(left) == len(set(left)) == PEOPLE
        assert len({line.split()[0] for line in left}) == PEOPLE
