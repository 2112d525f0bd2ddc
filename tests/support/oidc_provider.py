"""A real OpenID Connect provider on this computer, which knows whoever names themselves."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests


@contextmanager
def oidc_provider(claims: Mapping[str, object]) -> Iterator[int]:
    """Runs the provider with one person's claims; gives its port."""
    number = _free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(number)]
    provider = subprocess.Popen(
        [*command, "--user-claims", json.dumps(claims)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(number)
        yield number
    finally:
        provider.terminate()
        provider.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            requests.get(f"http://localhost:{port}/.well-known/openid-configuration", timeout=5)
        except requests.ConnectionError:
            assert time.monotonic() < end, "the provider does not answer"
            time.sleep(0.1)
        else:
            return
