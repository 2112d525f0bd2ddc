"""The floor of the benchmark is our models with bare settings, and has to load as they grow."""

from __future__ import annotations

import os
import subprocess
import sys

from wsoa.runtime.console import ROOT


def test_the_floor_of_the_benchmark_loads():
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--settings", "tests.bench.floor.settings"],
        cwd=ROOT,
        env=os.environ | {"SECRET_KEY": "s" * 20 + "0123456789" * 3},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
