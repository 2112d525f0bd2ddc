"""Calls outward: the one place from which the service asks another host for anything.

A call goes over https to a host that the site's administrator allowed (`ALLOWED_OUTWARD_HOSTS`).
Every address that the name resolves to must be a public one, and the connection is made to one of
the addresses that were checked, so that the name cannot lead elsewhere a moment later. The
certificate is checked against the name. No redirect is followed, no proxy of the environment is
used, and an answer has at most MOST_BYTES bytes and takes at most MOST_SECONDS seconds from the
first packet to the last. It is for workers: no request of a reader waits for another host.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection

MOST_BYTES = 5 * 1024 * 1024
MOST_SECONDS = 10.0
_CHUNK = 64 * 1024
_FAULTS = (urllib3.exceptions.HTTPError, OSError, ValueError)

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class OutwardRefused(Exception):
    """The call was not made, because the address is not one that may be called. In words."""


class OutwardFailed(Exception):
    """The call was made and came to nothing: no answer, too slow, too long, or a redirect."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What another host answered."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class _Target:
    """An address that may be called, in its parts."""

    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.is_secure else 80) else f"{name}:{self.port}"


def check_address(address: str) -> None:
    """Raises OutwardRefused unless the address is one that may be called. Looks nothing up.

    For forms: whether the name leads to a public address is checked at each call.
    """
    _target(address)


def post_json(address: str, payload: Mapping[str, Any], *, seconds: float = MOST_SECONDS) -> Answer:
    """Sends JSON to an address and returns the answer, whatever its status.

    Raises OutwardRefused and OutwardFailed. An answer that redirects is a failure.
    """
    target = _target(address)
    deadline = time.monotonic() + seconds
    found = _checked_address(target, deadline)
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {
        "Host": target.host_header,
        "Content-Type": "application/json",
        "Accept": "application/json, text/plain",
        "Accept-Encoding": "identity",
        "User-Agent": "wsoa",
        "Connection": "close",
    }
    connection = _connection(target, found, deadline)
    try:
        with _stopped_at(connection, deadline) as connected:
            connection.connect()
            connected()
            connection.request("POST", target.path, body, headers, preload_content=False)
            response = connection.getresponse()
            answer = Answer(response.status, _body(response, deadline))
    except _FAULTS as fault:
        if time.monotonic() >= deadline:
            raise OutwardFailed(f"No answer within {seconds:g} seconds.") from fault
        raise OutwardFailed(f"No answer: {fault}") from fault
    finally:
        connection.close()
    if 300 <= answer.status < 400:
        raise OutwardFailed(f"The host redirects ({answer.status}), which is not followed.")
    return answer


def _target(address: str) -> _Target:
    address = address.strip()
    if not address.isascii() or not address.isprintable() or " " in address:
        raise OutwardRefused("The address is not a valid one.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as fault:
        raise OutwardRefused("The address is not a valid one.") from fault
    host = (parts.hostname or "").rstrip(".").lower()
    on_loopback = settings.OUTWARD_TEST_LOOPBACK and host in {"127.0.0.1", "::1", "localhost"}
    if parts.scheme != "https" and not (on_loopback and parts.scheme == "http"):
        raise OutwardRefused("The address must begin with https://.")
    if parts.username is not None or parts.password is not None:
        raise OutwardRefused("The address must not hold a user name or a password.")
    is_secure = parts.scheme == "https"
    if not on_loopback and (port or 443) != 443:
        raise OutwardRefused("The address must not name a port.")
    if not host:
        raise OutwardRefused("The address is not a valid one.")
    if not on_loopback and not _is_allowed(host):
        raise OutwardRefused(
            f"{host} is not one of the hosts that the administrator of this site allowed."
        )
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return _Target(host, port or (443 if is_secure else 80), path, is_secure)


def _is_allowed(host: str) -> bool:
    """By name, or by the end of the name: ".example.org" allows each host below example.org."""
    return any(
        host == allowed or (allowed.startswith(".") and host.endswith(allowed))
        for allowed in settings.ALLOWED_OUTWARD_HOSTS
    )


def _checked_address(target: _Target, deadline: float) -> str:
    """One of the addresses that the name resolves to. Raises OutwardRefused unless all of them are
    public, and OutwardFailed where there is none.
    """
    addresses = _resolved(target, deadline)
    for address in addresses:
        if not is_public(address) and not _is_test_loopback(address):
            raise OutwardRefused(f"{target.host} leads to an address inside a network.")
    if not addresses:
        raise OutwardFailed(f"{target.host} has no address.")
    return addresses[0]


def _resolved(target: _Target, deadline: float) -> list[str]:
    """What the name resolves to, unless that takes too long."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        asked = pool.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM)
        found = asked.result(timeout=max(deadline - time.monotonic(), 0))
    except TooSlow as fault:
        raise OutwardFailed(f"{target.host} could not be looked up in time.") from fault
    except (OSError, UnicodeError) as fault:
        raise OutwardFailed(f"{target.host} is not known: {fault}") from fault
    finally:
        pool.shutdown(wait=False)
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet: none that is private, loopback,
    link-local, multicast or reserved, also not within an IPv6 form of an IPv4 address.

    >>> is_public("8.8.8.8"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    found: IPAddress = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or _nat64(found)
        if inside is not None:
            return is_public(str(inside))
        if found.teredo is not None or found.is_site_local:
            return False
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    )


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within 64:ff9b::/96, or within the old form ::a.b.c.d."""
    number = int(address)
    if number >> 32 == 0x64FF9B << 64 or (number >> 32 == 0 and number > 1):
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return None


def _is_test_loopback(address: str) -> bool:
    if not settings.OUTWARD_TEST_LOOPBACK:
        return False
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def _connection(target: _Target, address: str, deadline: float) -> HTTPConnection:
    """A connection to exactly this address; the certificate is that of the name."""
    seconds = max(deadline - time.monotonic(), 0.1)
    if not target.is_secure:
        return HTTPConnection(address, target.port, timeout=seconds)
    return HTTPSConnection(
        address,
        target.port,
        timeout=seconds,
        server_hostname=target.host,
        ssl_context=ssl.create_default_context(cafile=settings.OUTWARD_CA_FILE or None),
    )


@contextmanager
def _stopped_at(connection: HTTPConnection, deadline: float) -> Iterator[Callable[[], None]]:
    """Ends the connection at the deadline, however slowly bytes come: a time-out of a socket
    begins anew with each of them.

    What it gives is to be called once connected: while an answer is read, the connection itself
    has let go of the socket.
    """
    held: list[socket.socket] = []

    def connected() -> None:
        if connection.sock is not None:
            held.append(connection.sock)

    def stop() -> None:
        connected()  # also in the middle of the TLS handshake
        for open_socket in held:
            with suppress(OSError):  # it may have ended by itself
                open_socket.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(deadline - time.monotonic(), 0), stop)
    timer.daemon = True
    timer.start()
    try:
        yield connected
    finally:
        timer.cancel()


def _body(response: Any, deadline: float) -> bytes:
    """The body. Raises OutwardFailed where it is longer than MOST_BYTES, or too slow."""
    found = bytearray()
    while chunk := response.read(_CHUNK, decode_content=False):
        found += chunk
        if len(found) > MOST_BYTES:
            raise OutwardFailed(f"The answer is longer than {MOST_BYTES // 1024 // 1024} MB.")
        if time.monotonic() >= deadline:
            raise OutwardFailed("The answer took too long.")
    if time.monotonic() >= deadline:
        raise OutwardFailed("The answer took too long.")
    return bytes(found)
