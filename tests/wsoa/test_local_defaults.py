"""`manage.py` needs no variable once `make` was run here; a server's key has no default."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEY = "k" * 50
SHOWN = "print(s.SECRET_KEY, s.WSOA_TODAY, s.HTTPS, s.ALLOWED_HOSTS)"


def manage(var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What the settings come to, in an environment that says nothing but `more`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    code = f"from django.conf import settings as s; {SHOWN}"
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env=kept | {"WSOA_VAR_DIR": str(var)} | more,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A data folder as `make setup` leaves it, as far as settings go."""
    (tmp_path / "secret_key").write_text(KEY)
    return tmp_path


def test_manage_uses_the_defaults_of_make(var):
    done = manage(var)
    assert done.stderr == ""
    assert done.stdout.strip() == (f"{KEY} 2019-11-15 False ['127.0.0.1', 'localhost', '[::1]']")


def test_the_environment_takes_precedence(var):
    assert f"{KEY} 2020-01-31 False" in manage(var, WSOA_TODAY="2020-01-31").stdout


def test_with_a_key_in_the_environment_local_defaults_are_ignored(var):
    done = manage(var, SECRET_KEY="s" * 50, ALLOWED_HOSTS="plan.example.org")
    assert done.stdout.strip() == f"{'s' * 50} None True ['plan.example.org']"


def test_without_a_key_it_stops_with_one_line(tmp_path):
    done = manage(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("wsoa: SECRET_KEY is not set; ")
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "secret_key").exists()


def test_an_invalid_key_stops_it_with_one_line(var):
    (var / "secret_key").write_text("short")
    done = manage(var)
    assert done.returncode == 1
    assert done.stderr.startswith("wsoa: SECRET_KEY is only 5 characters long")


@pytest.mark.parametrize("process", ["web", "worker", "beat", "migrate"])
def test_a_server_needs_a_key_of_its_own(var, process):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "wsoa.entrypoint", process],
        cwd=ROOT,
        env=kept | {"WSOA_VAR_DIR": str(var)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stdout.strip().splitlines()[-1]
