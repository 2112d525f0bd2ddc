"""Clients that never finish what they send, against the web server as the entrypoint starts it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from waitress.adjustments import Adjustments

from tests.support import echo
from tests.support.paths import ROOT
from wsoa.devtools.checks import OURS
from wsoa.runtime import buffering_worker, entrypoint
from wsoa.runtime.buffering_worker import BODY_BYTES, SILENT_SECONDS, Connection
from wsoa.web import upload_handler

pytestmark = pytest.mark.services
MANY = 60
MORE_THAN_THREADS = 12  # two processes of four
# Seconds. Far from SILENT_SECONDS, when a place is free again; a busy machine needs two.
AT_MOST = 8.0
HALF_A_HEADER = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: y"
# The cookie makes Django read the body before anything else.
FORM = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=%b\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n" % (b"a" * 32)
)
ANNOUNCED_BODY = FORM + b"Content-Length: 5000\r\n\r\nlogin="
CHUNKS = FORM + b"Transfer-Encoding: chunked\r\n\r\n6\r\nlogin=\r\n"
REAL = "wsoa.wsgi:application"
ECHO = "tests.support.echo:application"


@pytest.fixture(scope="module")
def service() -> Iterator[int]:
    """The port of the service's web server; no page of it needs data here."""
    with started(REAL) as (_process, port):
        yield port


@pytest.fixture(scope="module")
def echoing() -> Iterator[int]:
    """The port of the same web server with an application that repeats what it is sent."""
    with started(ECHO) as (_process, port):
        yield port


@contextmanager
def started(application: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A web server with the command line of the entrypoint, once all its processes answer."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("wb") as log:
        process = subprocess.Popen(
            command(application, port),
            cwd=ROOT,
            env=environment(Path(folder)),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            end = time.monotonic() + 60
            while not all(answers(port) for _ in range(8)):
                assert process.poll() is None, Path(folder, "log").read_text()
                assert time.monotonic() < end, Path(folder, "log").read_text()
                time.sleep(0.2)
            yield process, port
        finally:
            stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path) -> dict[str, str]:
    """What a service with an empty database is started with; nothing of the tests' own settings."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | {
        "DJANGO_SETTINGS_MODULE": "wsoa.settings",
        "HTTPS": "off",
        "SECRET_KEY": "only-for-slow-clients-" + "0" * 40,
        "WSOA_VAR_DIR": str(var),
    }


def command(application: str, port: int) -> list[str]:
    """What `python -m wsoa.entrypoint web` becomes, with another application if need be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WEB_BIND", "127.0.0.1")
        patch.setenv("PORT", str(port))
        patch.delenv("WEB_CONCURRENCY", raising=False)
        words = entrypoint.command("web")
    assert REAL in words
    return [application if word == REAL else word for word in words]


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int, timeout: float = 10) -> bool:
    """Whether the health check answers 200 within that time."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False


def begun(port: int, sent: bytes) -> socket.socket:
    """A connection that has sent this, and then sends nothing more."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(sent)
    return connection


def answer_to(port: int, *pieces: bytes, pause: float = 0.0) -> tuple[int, Any]:
    """The status and JSON that a request gets which arrives in these pieces."""
    with closing(begun(port, b"")) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        response = http.client.HTTPResponse(connection)
        response.begin()
        content = response.read()
        return response.status, json.loads(content) if response.status == 200 else content


@pytest.mark.parametrize(
    "kinds",
    [(HALF_A_HEADER,), (ANNOUNCED_BODY,), (CHUNKS,), (b"",), (HALF_A_HEADER, ANNOUNCED_BODY)],
    ids=["half headers", "announced bodies", "chunks", "nothing sent", "headers and bodies"],
)
def test_health_check_answers_beside_60_unfinished_requests_of_each_kind(service, kinds):
    with ExitStack() as unfinished:
        for sent in kinds:
            for _ in range(MANY):
                unfinished.enter_context(closing(begun(service, sent)))
        time.sleep(0.3)
        assert [answers(service, timeout=AT_MOST) for _ in range(4)] == [True] * 4


def test_health_check_answers_beside_clients_that_read_nothing(echoing):
    asked = f"GET {echo.LARGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with ExitStack() as unread:
        for _ in range(MORE_THAN_THREADS):
            unread.enter_context(closing(begun(echoing, asked)))
        time.sleep(2)
        assert [answers(echoing, timeout=AT_MOST) for _ in range(4)] == [True] * 4


def test_slow_request_arrives_whole(echoing):
    body = b"x=" + b"y" * 200_000
    head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % len(body)
    sent = head + body
    pieces = [sent[:20], sent[20:60], sent[60:5000], sent[5000:]]
    status, found = answer_to(echoing, *pieces, pause=0.2)
    assert (status, found["size"], found["sha256"]) == (200, len(body), sha256(body).hexdigest())


def test_chunked_request_arrives_whole(echoing):
    head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    status, found = answer_to(echoing, head, b"3\r\nabc\r\n", b"2\r\nde\r\n", b"0\r\n\r\n")
    assert (status, found["size"], found["sha256"]) == (200, 5, sha256(b"abcde").hexdigest())


def test_headers_of_the_proxy_reach_the_application(echoing):
    head = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
        b"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.1\r\n"
        b"X_Forwarded_For: 198.51.100.7\r\n\r\n"
    )
    _status, found = answer_to(echoing, head)
    assert found["forwarded"] == "203.0.113.9, 192.0.2.1"
    assert (found["proto"], found["peer"]) == ("https", "127.0.0.1")


def test_body_that_no_page_takes_is_refused_unread(echoing):
    head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n"
    status, _content = answer_to(echoing, head % BODY_BYTES)
    assert status == 413
    assert upload_handler._READ_AND_DROPPED == BODY_BYTES


def test_request_that_has_arrived_is_answered_before_the_server_stops():
    with started(ECHO) as (process, port), ExitStack() as unfinished:
        unfinished.enter_context(closing(begun(port, HALF_A_HEADER)))
        found: list[tuple[int, Any]] = []
        asked = f"GET {echo.SLOW} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        client = threading.Thread(target=lambda: found.append(answer_to(port, asked)))
        client.start()
        time.sleep(0.5)
        began = time.monotonic()
        process.terminate()
        process.wait(timeout=15)
        client.join(timeout=15)
        assert [status for status, _content in found] == [200]
        assert time.monotonic() - began < 5


@pytest.mark.long
def test_silent_connection_is_closed(service):
    with closing(begun(service, HALF_A_HEADER)) as connection:
        connection.settimeout(SILENT_SECONDS + 15)
        assert connection.recv(1) == b""


# --- the space for large bodies ---------------------------------------------------------------


@pytest.fixture
def connected() -> Iterator[Callable[[int], Connection]]:
    """Opens connections of one process, each with a body of which so much has arrived."""
    server = SimpleNamespace(active_channels={}, tasks=[])
    server.add_task = server.tasks.append
    adjustments = Adjustments(inbuf_overflow=buffering_worker.BODY_IN_MEMORY)
    with ExitStack() as sockets:

        def connect(arrived: int) -> Connection:
            ours, theirs = socket.socketpair()
            sockets.enter_context(closing(theirs))
            connection = Connection(server, ours, ("", 0), adjustments, map={})
            sockets.callback(connection.handle_close)
            connection.received(b"POST / HTTP/1.1\r\nContent-Length: 900000\r\n\r\n")
            connection.received(bytes(arrived))
            return connection

        yield connect


def test_large_body_is_refused_while_others_fill_the_space(connected, monkeypatch):
    monkeypatch.setattr(buffering_worker, "BODIES_BYTES", 500_000)
    first, second = connected(200_000), connected(200_000)
    second.received(bytes(50_000))
    assert not second.requests
    third = connected(140_000)
    third.received(b"more")
    [refused] = third.requests
    assert refused.error.code == 503
    refused.close()
    assert not first.requests


def test_small_body_is_taken_however_much_of_others_waits(connected, monkeypatch):
    monkeypatch.setattr(buffering_worker, "BODIES_BYTES", 100_000)
    connected(200_000)
    small = connected(1_000)
    small.received(bytes(1_000))
    assert not small.requests
