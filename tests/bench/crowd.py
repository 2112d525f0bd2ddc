"""Eight clients at once, from one process that takes next to nothing of the processors' time."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.bench.client import Browser
from wsoa.runtime.console import StepError

CLIENTS = 8


@dataclass(eq=False)
class Client:
    """A connection, and what it has received of the answer that it waits for."""

    port: int
    received: bytes = b""
    connection: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.received = b""
        self.connection.sendall(request)

    def receive(self) -> bool:
        """Takes what has come; whether that was the last of it."""
        part = self.connection.recv(1 << 18)
        if not part:
            raise StepError("the server closed a connection in the middle of an answer")
        self.received += part
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return False
        length = head.lower().partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
        return len(body) >= int(length) if length else body.endswith(b"0\r\n\r\n")

    @property
    def status(self) -> int:
        return int(self.received.split(maxsplit=2)[1])


def written(browser: Browser, method: str, path: str, body: bytes = b"") -> bytes:
    """A request with the browser's cookies, as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{browser.server.port}"]
    lines += [f"{name}: {value}" for name, value in browser.headers().items()]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def crowd(port: int, requests: Iterator[bytes], expected: int) -> tuple[int, float]:
    """Sends all the requests, eight at a time; how many there were, and the seconds they took.

    StepError where an answer is another than expected.
    """
    with ExitStack() as open_ones, selectors.DefaultSelector() as selector:
        clients = [Client(port) for _ in range(CLIENTS)]
        for client in clients:
            open_ones.enter_context(client.connection)
        answered, busy = 0, 0
        started = time.perf_counter()
        for client, request in zip(clients, requests, strict=False):
            client.send(request)
            selector.register(client.connection, selectors.EVENT_READ, client)
            busy += 1
        while busy:
            ready = selector.select(timeout=60)
            if not ready:
                raise StepError("the server has not answered for a minute")
            for key, _ in ready:
                client = key.data
                if not client.receive():
                    continue
                if client.status != expected:
                    raise StepError(f"the answer was {client.status} and not {expected}")
                answered += 1
                request = next(requests, b"")
                if request:
                    client.send(request)
                else:
                    selector.unregister(client.connection)
                    busy -= 1
        return answered, time.perf_counter() - started


def for_seconds(request: bytes, limit: float) -> Iterator[bytes]:
    """The same request again and again."""
    end = time.perf_counter() + limit
    while time.perf_counter() < end:
        yield request
