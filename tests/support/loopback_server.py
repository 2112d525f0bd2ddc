"""A real web server on this computer that answers as it is told to, with or without TLS."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

NAME = "chat.example.org"  # of the certificate


@dataclass
class LoopbackServer:
    """The server: its port, and what it was sent."""

    port: int
    received: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)  # that TLS asked for


@contextmanager
def loopback_server(
    answer: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None
) -> Iterator[LoopbackServer]:
    """A server whose `answer` writes to each connection once the request was read."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = LoopbackServer(listening.getsockname()[1])
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: server.names.append(name)

    def serve() -> None:
        while True:
            try:
                raw, _ = listening.accept()
            except OSError:
                return
            try:
                raw.settimeout(10)
                connection = tls.wrap_socket(raw, server_side=True) if tls else raw
                with connection:
                    server.received.append(_request(connection))
                    answer(connection)
            except OSError:
                pass  # the caller has hung up, as it should

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _request(connection: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found:
        found += connection.recv(65536)
    head, _, body = found.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def reply(status: str, body: bytes = b"", *headers: str) -> Callable[[socket.socket], None]:
    """An answer with this status, body and further header lines."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return lambda connection: connection.sendall("\r\n".join(lines).encode() + body)


def certificate(folder: Path, name: str = NAME) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context with a certificate of its own making, and the file to trust."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", str(key), "-out", str(cert), "-subj", f"/CN={name}"),
            *("-addext", f"subjectAltName=DNS:{name}"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert
