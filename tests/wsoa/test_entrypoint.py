"""The entrypoint, run as people and containers run it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml

from tests.support.cast import CAST, SITE_ADMINISTRATOR
from tests.support.paths import ROOT
from wsoa.runtime import prepare

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, **more: str) -> dict[str, str]:
    """A fresh environment without any settings of this test run."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DATABASE_URL", "REDIS_URL"}
        and not name.startswith(("WSOA_", "PYTEST_", "EMAIL_URL", "HTTPS"))
    }
    return kept | {"WSOA_VAR_DIR": str(var)} | more


def entrypoint(*words: str) -> list[str]:
    return [sys.executable, "-m", "wsoa.entrypoint", *words]


@contextmanager
def running(var: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`all --demo` up to "Ready", and what it said until then."""
    service = subprocess.Popen(
        entrypoint("all", "--demo"),
        cwd=ROOT,
        env=environment(var, PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        assert service.stdout
        for line in service.stdout:
            said += line
            if "Ctrl-C stops" in line:
                break
        yield service, said
    finally:
        service.send_signal(signal.SIGINT)
        service.communicate(timeout=20)


def signs_in(address: str) -> bool:
    """Whether the viewer can sign in there, with the cookies and the token that it sets."""
    kept = urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(kept, urllib.request.ProxyHandler({}))
    page = browser.open(f"{address}/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    fields = {"login": "viewer@demo.example", "password": "demo", "csrfmiddlewaretoken": token[1]}
    sent = urllib.request.Request(f"{address}/accounts/login/", urlencode(fields).encode())
    sent.add_header("Origin", address)
    with browser.open(sent) as answer:
        return answer.geturl() == f"{address}/" and "Sign out" in answer.read().decode()


@pytest.fixture
def prepared(demo_folder: Path, tmp_path: Path) -> Path:
    """What `prepare --demo` made of a database without rows, as the journeys have it too."""
    return Path(shutil.copytree(demo_folder / "var", tmp_path / "var"))


@pytest.mark.parametrize("demo", [True, False])
def test_tables_are_made_before_anything_else(demo):
    assert [job.command[0] for job in prepare.jobs(demo)][:2] == ["migrate", "collectstatic"]


def test_the_demo_starts_responds_and_stops(prepared):
    port = free_port()
    began = time.monotonic()
    with running(prepared, port) as (service, said):
        assert time.monotonic() - began < 60
        assert "0 made, 8 there already" in said
        assert f"Ready: http://localhost:{port}/" in said
        further = [email.partition("@")[0] for email, _ in prepare.FURTHER_PEOPLE]
        assert re.findall(r"(\S+)@demo\.example", said) == [*CAST, SITE_ADMINISTRATOR, *further]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            assert json.load(answer) == {"database": True, "broker": True}
        assert signs_in(f"http://localhost:{port}")
    assert service.returncode == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz")
    assert (prepared / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "eighty", "PORT is 'eighty'"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL begins with 'mysql'"),
        ("REDIS_URL", "amqp://x", "REDIS_URL is 'amqp://x'"),
        ("WSOA_TODAY", "tomorrow", "WSOA_TODAY is 'tomorrow'"),
        ("SECRET_KEY", "short", "SECRET_KEY is only 5 characters long"),
        ("DEBUG", "perhaps", "DEBUG is 'perhaps'"),
        ("ALLOWED_HOSTS", "plan.example.org", "HTTPS is off, which only serves this computer"),
    ],
)
def test_an_invalid_value_stops_the_start_with_one_line(tmp_path, name, value, told):
    more = {"PORT": str(free_port())} | {name: value}
    done = subprocess.run(
        entrypoint("all", "--demo"),
        cwd=ROOT,
        env=environment(tmp_path, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    lines = (done.stdout + done.stderr).strip().splitlines()
    assert told in lines[-1]
    assert "Traceback" not in done.stdout + done.stderr


def test_a_taken_port_stops_the_start_with_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            entrypoint("all", "--demo"),
            cwd=ROOT,
            env=environment(tmp_path, PORT=port),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert port in done.stdout.strip().splitlines()[-1]


# --- the containers, by reading: there is no engine to run them where tests run --------------


def test_every_service_has_a_health_check():
    services = COMPOSE["services"]
    assert set(services) == {"web", "worker", "beat", "migrate", "postgres", "redis"}
    for name in ("worker", "beat", "postgres", "redis"):
        assert services[name]["healthcheck"]["test"], name
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_containers_use_this_entrypoint_and_are_not_root():
    assert 'ENTRYPOINT ["python", "-m", "wsoa.entrypoint"]' in DOCKERFILE
    for name in ("web", "worker", "beat", "migrate"):
        assert COMPOSE["services"][name]["command"] == [name]
    stages = DOCKERFILE.split("\nFROM ")
    assert "\nUSER app\n" in stages[-1]
    assert {COMPOSE["services"][name]["user"] for name in ("postgres", "redis")} == {
        "postgres",
        "redis",
    }


def test_no_secret_is_in_the_files():
    values = COMPOSE["x-app"]["environment"] | COMPOSE["services"]["postgres"]["environment"]
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert values[name].startswith("${" + name + ":?")
    assert not re.search(r"(SECRET_KEY|PASSWORD)=[A-Za-z0-9]", DOCKERFILE)
