"""The WSGI layer that serves published files before Django."""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import brotli
import pytest

from governance.public import static_server
from governance.public.static_server import PublishedFile, PublishedFilesApp
from tests.support.wsgi import WsgiAnswer

PATH = "/published/a-plan/2019-10/"
PDF = "/published/a-plan/2019-10.pdf"
PAGE = b"<!doctype html><title>October</title>" + b"<p>Said so.</p>" * 500
PAPER = b"%PDF-1.7 " + b"7" * 900
AT = 1_573_723_800  # 14 November 2019, 9.30
HOUSE = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
}


def django(environ, start_response):
    start_response("404 Not Found", [("X-By", "Django")])
    return [b"Django"]


def finished(
    content: bytes, kind: str = "text/html; charset=utf-8", name: str = ""
) -> PublishedFile:
    return PublishedFile(hashlib.sha256(content).hexdigest(), kind, AT, name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    page, paper = finished(PAGE), finished(PAPER, "application/pdf", "a-plan-2019-10-v1.pdf")
    encodings = static_server.prepare(tmp_path, PAGE, page)
    assert static_server.prepare(tmp_path, PAPER, paper) == ()
    shown = {PATH: replace(page, encodings=encodings), PDF: paper}
    static_server.write(tmp_path / static_server.INDEX, static_server.index_text(shown))
    return tmp_path


@pytest.fixture
def layer(folder: Path) -> PublishedFilesApp:
    return PublishedFilesApp(django, folder)


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpacked"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, deflate, br;q=0.1", "br", brotli.decompress),
        ("gzip, deflate, br;q=0", "gzip", gzip.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("GZip;q=1.0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("identity", "", bytes),
        ("*;q=0", "", bytes),
        ("br; q=0.000, gzip; q=0", "", bytes),
        ("zstd, ,;;q=", "", bytes),
        ("", "", bytes),
    ],
)
def test_every_encoding_decodes_to_the_same_bytes(layer, accepted, encoding, unpacked):
    got = WsgiAnswer(layer, PATH, HTTP_ACCEPT_ENCODING=accepted)
    assert got.status == "200 OK"
    assert unpacked(got.body) == PAGE
    assert got.headers.get("Content-Encoding", "") == encoding
    assert got.headers["Content-Length"] == str(len(got.body))


def test_every_header_of_a_page(layer):
    got = WsgiAnswer(layer, PATH, HTTP_ACCEPT_ENCODING="br")
    assert {name: value for name, value in got.headers.items() if name not in HOUSE} == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Encoding": "br",
        "Content-Length": str(len(got.body)),
        "ETag": f'"{hashlib.sha256(PAGE).hexdigest()}-br"',
        "Last-Modified": "Thu, 14 Nov 2019 09:30:00 GMT",
        "Cache-Control": "public, max-age=60",
        "Vary": "Accept-Encoding",
    }
    assert got.headers.keys() >= HOUSE


def test_a_file_to_download_has_its_name_and_is_not_compressed_again(layer):
    got = WsgiAnswer(layer, PDF, HTTP_ACCEPT_ENCODING="gzip, br")
    assert got.body == PAPER
    assert got.headers["Content-Disposition"] == 'inline; filename="a-plan-2019-10-v1.pdf"'
    assert "Content-Encoding" not in got.headers


def test_each_encoding_has_a_tag_of_its_own(layer):
    tags = {
        WsgiAnswer(layer, PATH, HTTP_ACCEPT_ENCODING=each).headers["ETag"]
        for each in ("br", "gzip", "")
    }
    assert len(tags) == 3


@pytest.mark.parametrize(
    "tags",
    ['"{}-br"', 'W/"{}-br"', '"other", "{}-br"', "*", '"{}-br","other"'],
)
def test_a_cached_copy_gets_304_without_body(layer, tags):
    sha256 = hashlib.sha256(PAGE).hexdigest()
    got = WsgiAnswer(layer, PATH, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=tags.format(sha256))
    assert (got.status, got.body) == ("304 Not Modified", b"")
    assert {"ETag", "Last-Modified", "Cache-Control", "Vary"} <= got.headers.keys()
    assert not {"Content-Type", "Content-Encoding", "Content-Length"} & got.headers.keys()
    assert got.headers.keys() >= HOUSE


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (formatdate(AT, usegmt=True), "304 Not Modified"),
        (formatdate(AT + 60, usegmt=True), "304 Not Modified"),
        (formatdate(AT - 1, usegmt=True), "200 OK"),
        ("yesterday", "200 OK"),
        ("Thu, 99 Nov 99999 09:30:00 GMT", "200 OK"),
    ],
)
def test_if_modified_since_is_honoured(layer, since, status):
    assert WsgiAnswer(layer, PATH, HTTP_IF_MODIFIED_SINCE=since).status == status


def test_an_etag_takes_precedence_over_a_date(layer):
    got = WsgiAnswer(
        layer,
        PATH,
        HTTP_IF_NONE_MATCH='"another"',
        HTTP_IF_MODIFIED_SINCE=formatdate(AT, usegmt=True),
    )
    assert got.status == "200 OK"


def test_head_has_the_headers_and_no_body(layer):
    got, head = WsgiAnswer(layer, PATH), WsgiAnswer(layer, PATH, "HEAD")
    assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (PATH, "POST"),
        (PATH, "DELETE"),
        (PATH, "OPTIONS"),
        ("/published/", "GET"),
        ("/published/a-plan/", "GET"),
        (PATH.removesuffix("/"), "GET"),
        (f"{PATH}../2019-10/", "GET"),
        (f"{PATH}\x00", "GET"),
        ("/published/a-plan/2019-10/\xff\xfe", "GET"),
        ("/plans/a-plan/", "GET"),
        ("", "GET"),
    ],
)
def test_unknown_addresses_are_passed_to_django(layer, path, method):
    assert WsgiAnswer(layer, path, method).headers == {"X-By": "Django"}


@pytest.mark.parametrize("host", ["", "elsewhere.example", "testserver.elsewhere.example", "a b"])
def test_other_hosts_are_passed_to_django(layer, host):
    assert WsgiAnswer(layer, PATH, HTTP_HOST=host).headers == {"X-By": "Django"}


def test_a_new_index_is_read_at_once(layer, folder):
    assert WsgiAnswer(layer, PATH).status == "200 OK"
    static_server.write(folder / static_server.INDEX, static_server.index_text({}))
    assert WsgiAnswer(layer, PATH).headers == {"X-By": "Django"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"version": 1}',
        b'{"version": 1, "shown": {"/a": {}}}',
        b"\xff",
    ],
)
def test_an_unreadable_index_passes_requests_to_django(layer, folder, content, caplog):
    static_server.write(folder / static_server.INDEX, content)
    assert WsgiAnswer(layer, PATH).headers == {"X-By": "Django"}
    assert "cannot be read" in caplog.text


def test_an_index_of_another_version_passes_requests_to_django(layer, folder):
    static_server.write(folder / static_server.INDEX, b'{"version": 2, "shown": {}}')
    assert WsgiAnswer(layer, PATH).headers == {"X-By": "Django"}


def test_without_an_index_or_folder_requests_are_passed_to_django(layer, folder, tmp_path):
    (folder / static_server.INDEX).unlink()
    assert WsgiAnswer(layer, PATH).headers == {"X-By": "Django"}
    assert WsgiAnswer(PublishedFilesApp(django, tmp_path / "nowhere"), PATH).headers == {
        "X-By": "Django"
    }


def test_a_missing_file_is_passed_to_django(layer, folder):
    for path in folder.glob(f"{hashlib.sha256(PAGE).hexdigest()}*"):
        path.unlink()
    assert WsgiAnswer(layer, PATH).headers == {"X-By": "Django"}


def test_the_memory_cache_is_bounded(layer, monkeypatch):
    monkeypatch.setattr(static_server, "MOST_KEPT", len(PAGE) + 10)
    for path in (PATH, PDF, PATH):
        assert WsgiAnswer(layer, path).status == "200 OK"
    assert layer.kept_bytes == sum(map(len, layer.kept.values())) <= len(PAGE) + 10


def test_under_https_a_plain_request_is_passed_to_django(folder, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 100
    layer = PublishedFilesApp(django, folder)
    assert WsgiAnswer(layer, PATH).headers == {"X-By": "Django"}
    secure = WsgiAnswer(layer, PATH, HTTP_X_FORWARDED_PROTO="https")
    assert secure.headers["Strict-Transport-Security"] == "max-age=100"


def test_files_are_written_atomically(tmp_path, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    static_server.write(tmp_path / "one", b"before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        static_server.write(tmp_path / "one", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert (tmp_path / "one").read_bytes() == b"before"
