"""With a scanner, nothing is accepted that it did not scan, and nothing that it found."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile

from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.core.uploads import UploadRefused
from wsoa.core.virus_scan import CHUNK, refuse_infected
from wsoa.settings import environment

INFECTED = b"what the scanner takes for a virus"
Server = Callable[..., str]


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[Server]:
    """A server that speaks clamd's protocol; keyword `reply` makes it say that to everything."""
    opened: list[socket.socket] = []

    def serve(server: socket.socket, reply: bytes | None) -> None:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack(">L", sent.read(4))[0]:
                content += sent.read(size)
            found = b"Test.Virus FOUND" if INFECTED in content else b"OK"
            connection.sendall(b"stream: " + found + b"\0" if reply is None else reply)

    def start(reply: bytes | None = None, *, tcp: bool = False) -> str:
        server = socket.socket(socket.AF_INET if tcp else socket.AF_UNIX)
        server.bind(("127.0.0.1", 0) if tcp else str(tmp_path / "clamd.ctl"))
        server.listen()
        opened.append(server)
        threading.Thread(target=serve, args=(server, reply), daemon=True).start()
        return f"127.0.0.1:{server.getsockname()[1]}" if tcp else server.getsockname()

    yield start
    for server in opened:
        server.close()


def refusal(content: bytes, scanner: str) -> str:
    file = BytesIO(content)
    try:
        refuse_infected(file, "minutes.pdf", scanner)
    except UploadRefused as refused:
        return str(refused)
    finally:
        assert file.tell() == 0
    return ""


@pytest.mark.parametrize("tcp", [False, True], ids=["socket", "port"])
def test_a_file_without_a_virus_is_accepted_and_rewound(clamd: Server, tcp: bool) -> None:
    assert refusal(b"a" * (2 * CHUNK + 1), clamd(tcp=tcp)) == ""


def test_a_virus_is_refused_wherever_it_is(clamd: Server) -> None:
    said = refusal(b"a" * (CHUNK - 5) + INFECTED, clamd())
    assert said.startswith("minutes.pdf was refused by the virus scanner. It was not saved.")


@pytest.mark.parametrize("reply", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"OK", b"\0"])
def test_what_was_not_scanned_is_refused(clamd: Server, reply: bytes) -> None:
    assert "could not be scanned for viruses just now" in refusal(b"a", clamd(reply))


@pytest.mark.parametrize("scanner", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_without_an_answer_every_file_is_refused(scanner: str) -> None:
    assert "could not be scanned for viruses just now" in refusal(b"a", scanner)


def test_without_a_scanner_every_file_is_accepted() -> None:
    assert refusal(INFECTED, "") == ""


def test_the_field_of_every_form_asks_the_scanner(clamd: Server, settings) -> None:
    class Upload(forms.Form):
        file = ScannedFileField()

    settings.VIRUS_SCANNER = clamd()
    form = Upload(files={"file": SimpleUploadedFile("minutes.pdf", INFECTED)})
    assert not form.is_valid()
    assert "refused by the virus scanner" in form.errors["file"][0]


@pytest.mark.parametrize("value", ["clamd", "host:port", ":3310"])
def test_a_wrong_address_stops_the_start(monkeypatch, value: str) -> None:
    monkeypatch.setenv("VIRUS_SCANNER", value)
    with pytest.raises(ImproperlyConfigured, match="VIRUS_SCANNER is"):
        environment.scanner("VIRUS_SCANNER")
