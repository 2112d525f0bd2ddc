"""Calls outward: where they may go, what is refused, and the limits, against a real server."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.loopback_server import NAME, certificate, loopback_server, reply
from wsoa.core import outward
from wsoa.core.outward import OutwardFailed, OutwardRefused, check_address, is_public, post_json

CHAT = "https://hooks.example.org/services/T0/B0"
SENT = {"text": "9 of 89"}


@pytest.fixture
def allowed(settings: Any) -> None:
    """What a site's administrator might allow."""
    settings.ALLOWED_OUTWARD_HOSTS = ["hooks.example.org", ".logic.example.net", NAME]


@pytest.fixture
def loopback(settings: Any) -> None:
    """The setting for tests: this computer may be called."""
    settings.OUTWARD_TEST_LOOPBACK = True


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str, port: int = 443) -> list[str]:
    """Every name resolves to these addresses; the names that were asked for are listed."""
    asked: list[str] = []
    really = socket.getaddrinfo

    def found(host: str, *rest: Any, **options: Any) -> list[tuple[Any, ...]]:
        with contextlib.suppress(ValueError):
            ipaddress.ip_address(host)
            return really(host, *rest, **options)  # not a name: nothing is looked up
        asked.append(host)
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port),
            )
            for address in addresses
        ]

    monkeypatch.setattr(outward.socket, "getaddrinfo", found)
    return asked


# --- where a call may go ----------------------------------------------------------------------


@pytest.mark.parametrize("address", [CHAT, "https://a.logic.example.net:443/x?y=1"])
def test_an_allowed_host_over_https_may_be_called(allowed: None, address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://hooks.example.org/", "must begin with https://"),
        ("ftp://hooks.example.org/", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("//hooks.example.org/", "must begin with https://"),
        ("https://somebody:secret@hooks.example.org/", "user name or a password"),
        ("https://hooks.example.org@evil.example/", "user name or a password"),
        ("https://@hooks.example.org/", "user name or a password"),
        ("https://hooks.example.org:8443/", "must not name a port"),
        ("https://hooks.example.org:99999/", "not a valid one"),
        ("https://hooks.example.org\r\nHost: evil/", "not a valid one"),
        ("https://evil.example/", "not one of the hosts"),
        ("https://hooks.example.org.evil.example/", "not one of the hosts"),
        ("https://logic.example.net.evil.example/", "not one of the hosts"),
        ("https://evillogic.example.net/", "not one of the hosts"),
        ("https://127.0.0.1/", "not one of the hosts"),
        ("https://[::1]/", "not one of the hosts"),
        ("https://localhost/", "not one of the hosts"),
        ("https:///x", "not a valid one"),
        ("https://[::1", "not a valid one"),
        ("", "must begin with https://"),
    ],
)
def test_any_other_address_is_refused(allowed: None, address: str, why: str) -> None:
    with pytest.raises(OutwardRefused, match=why):
        post_json(address, SENT)


def test_without_an_allowed_host_nothing_may_be_called(settings: Any) -> None:
    assert settings.ALLOWED_OUTWARD_HOSTS == []
    with pytest.raises(OutwardRefused):
        check_address(CHAT)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.9.9",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:a00:1::",  # 6to4 of 10.0.0.1
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "ff02::1",
    ],
)
def test_an_allowed_name_that_leads_inside_is_refused(
    allowed: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert not is_public(address)
    for addresses in ([address], ["93.184.215.14", address], [address, "93.184.215.14"]):
        resolving_to(monkeypatch, *addresses)
        with pytest.raises(OutwardRefused, match="inside a network"):
            post_json(CHAT, SENT)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_no_ipv6_form_of_an_address_opens_what_ipv4_closes(number: int) -> None:
    inside = ipaddress.IPv4Address(number)
    if not is_public(str(inside)):
        for form in (0xFFFF << 32, 0x64FF9B << 96):
            assert not is_public(str(ipaddress.IPv6Address(form | number)))


# --- the call ---------------------------------------------------------------------------------


def test_a_call_sends_json_and_reads_the_answer(loopback: None) -> None:
    with loopback_server(reply("202 Accepted", b"1")) as server:
        answer = post_json(f"http://127.0.0.1:{server.port}/hook?sig=a", SENT)
    assert (answer.status, answer.body, answer.is_success) == (202, b"1", True)
    head, _, body = server.received[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?sig=a HTTP/1.1\r\n")
    assert json.loads(body) == SENT
    assert b"cookie" not in head.lower()


def test_tls_goes_to_the_checked_address_with_the_name(
    loopback: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context, trusted = certificate(tmp_path, "localhost")
    settings.OUTWARD_CA_FILE = str(trusted)
    with loopback_server(reply("200 OK"), context) as server:
        asked = resolving_to(monkeypatch, "127.0.0.1", port=server.port)
        assert post_json(f"https://localhost:{server.port}/", SENT).status == 200
    assert asked == ["localhost"]  # once: what is called is what was checked
    assert server.names == ["localhost"]
    assert f"Host: localhost:{server.port}".encode() in server.received[0]


def test_a_certificate_of_another_name_or_maker_is_refused(
    loopback: None, settings: Any, tmp_path: Path
) -> None:
    context, trusted = certificate(tmp_path, NAME)
    with loopback_server(reply("200 OK"), context) as server:
        for file in (str(trusted), ""):
            settings.OUTWARD_CA_FILE = file
            with pytest.raises(OutwardFailed, match="CERTIFICATE_VERIFY_FAILED"):
                post_json(f"https://localhost:{server.port}/", SENT)
    assert server.received == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 X", "308 Y"])
def test_a_redirect_is_not_followed(loopback: None, status: str) -> None:
    with loopback_server(reply("200 OK")) as elsewhere:
        there = f"Location: http://127.0.0.1:{elsewhere.port}/"
        redirecting = loopback_server(reply(status, b"", there))
        with redirecting as server, pytest.raises(OutwardFailed, match="redirects"):
            post_json(f"http://127.0.0.1:{server.port}/", SENT)
        assert elsewhere.received == []


def test_a_proxy_of_the_environment_is_not_used(
    loopback: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with loopback_server(reply("200 OK")) as proxy, loopback_server(reply("204 X")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert post_json(f"http://127.0.0.1:{server.port}/", SENT).status == 204
        assert proxy.received == []


@pytest.mark.parametrize("is_known", [True, False])
def test_an_answer_of_6_mb_is_refused(loopback: None, is_known: bool) -> None:
    def answer(connection: socket.socket) -> None:
        length = f"Content-Length: {6 * 1024 * 1024}\r\n" if is_known else ""
        connection.sendall(f"HTTP/1.1 200 OK\r\n{length}\r\n".encode())
        for _ in range(6):
            connection.sendall(b"x" * 1024 * 1024)

    long_answer = loopback_server(answer)
    with long_answer as server, pytest.raises(OutwardFailed, match="longer than 5 MB"):
        post_json(f"http://127.0.0.1:{server.port}/", SENT)


@pytest.mark.parametrize("part", ["head", "body", "silence"])
def test_a_slow_drip_ends_at_the_deadline(loopback: None, part: str) -> None:
    def answer(connection: socket.socket) -> None:
        begun = b"HTTP/1.1 200 OK\r\n" if part == "head" else b"HTTP/1.1 200 OK\r\n\r\n"
        if part != "silence":
            connection.sendall(begun)
        with contextlib.suppress(OSError):
            for _ in range(100):
                time.sleep(0.1)
                if part != "silence":
                    connection.sendall(b"a")

    with loopback_server(answer) as server:
        begun = time.monotonic()
        with pytest.raises(OutwardFailed):
            post_json(f"http://127.0.0.1:{server.port}/", SENT, seconds=0.6)
        assert time.monotonic() - begun < 5


def test_a_name_that_is_slow_to_look_up_ends_at_the_deadline(
    allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outward.socket, "getaddrinfo", lambda *_, **__: time.sleep(2))
    with pytest.raises(OutwardFailed, match="could not be looked up in time"):
        post_json(CHAT, SENT, seconds=0.2)


def test_a_host_that_does_not_answer_is_a_failure(loopback: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(OutwardFailed, match="No answer"):
        post_json(f"http://127.0.0.1:{port}/", SENT)


def test_the_limits_are_those_that_were_promised() -> None:
    assert (outward.MOST_BYTES, outward.MOST_SECONDS) == (5 * 1024 * 1024, 10.0)
