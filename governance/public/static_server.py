"""Published files, served before Django.

A publication never changes, so its responses can be prepared: a worker has written every file
beforehand, plain and compressed, and an index maps addresses to files. The index is read again when
it changes, at the cost of one `stat` for each request. Addresses that are not in the index are
passed to Django, which serves the same bytes from the database.

This layer neither sets nor reads cookies, and never reads the database.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from wsoa.web.middleware import PrivateByDefault

logger = logging.getLogger(__name__)

PREFIX: Final = "/published/"
INDEX: Final = "index.json"
INDEX_VERSION: Final = 1
# Corrections and withdrawals have to reach every reader soon.
FRESH: Final = "public, max-age=60"
ENCODINGS: Final = ("br", "gzip")  # the better one first
_COMPRESSIBLE: Final = ("text/", "application/json", "application/ld+json", "image/svg+xml")
MOST_KEPT: Final = 32 * 1024 * 1024  # bytes of files in one process
LARGEST_KEPT: Final = 4 * 1024 * 1024

Headers = list[tuple[str, str]]


def shown_folder() -> Path:
    """The folder of the published files, named by their hash, and of the index."""
    return Path(settings.FILES_DIR, "shown")


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file at one address.

    `modified` is in seconds since 1970; `name` is the file name of a download, empty for pages;
    `encodings` are the compressed copies that exist.
    """

    sha256: str
    content_type: str
    modified: int
    name: str = ""
    encodings: tuple[str, ...] = ()

    @property
    def may_be_compressed(self) -> bool:
        """Whether compression helps: PDFs and spreadsheets are compressed already."""
        return self.content_type.startswith(_COMPRESSIBLE)

    def etag(self, encoding: str) -> str:
        """A strong ETag; each encoding has its own, because its bytes differ."""
        return f'"{self.sha256}{"-" if encoding else ""}{encoding}"'


@dataclass(frozen=True, slots=True)
class FileRequest:
    """The parts of a request that the response depends on."""

    encodings: str = ""
    none_match: str = ""
    modified_since: str = ""

    @classmethod
    def by(cls, environ: WSGIEnvironment) -> FileRequest:
        return cls(
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
            environ.get("HTTP_IF_MODIFIED_SINCE", ""),
        )


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A response: status, headers and `encoding` of the file. No body unless `complete`."""

    complete: bool
    encoding: str
    headers: Headers


# --- what is answered: the same here and in Django -----------------------------------------------


def answer(finished: PublishedFile, asked: FileRequest) -> FileAnswer:
    """The response to a request for a file, without the headers that every response has."""
    encoding = chosen(asked.encodings, finished.encodings)
    headers = [*_headers_of(finished, encoding)]
    if _has_it_already(finished, encoding, asked):
        return FileAnswer(False, encoding, headers)
    return FileAnswer(True, encoding, [*headers, *_headers_of_content(finished, encoding)])


@lru_cache(maxsize=512)
def chosen(accepted: str, prepared: tuple[str, ...]) -> str:
    """The best prepared encoding that the client accepts; empty if there is none."""
    taken: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        digits = weight.replace(" ", "").removeprefix("q=")
        taken[name.strip()] = not digits or digits.strip("0.") != ""
    return next(
        (
            encoding
            for encoding in ENCODINGS
            if encoding in prepared and taken.get(encoding, taken.get("*", False))
        ),
        "",
    )


def _headers_of(finished: PublishedFile, encoding: str) -> Headers:
    return [
        ("ETag", finished.etag(encoding)),
        ("Last-Modified", formatdate(finished.modified, usegmt=True)),
        ("Cache-Control", FRESH),
        ("Vary", "Accept-Encoding"),
    ]


def _headers_of_content(finished: PublishedFile, encoding: str) -> Headers:
    headers = [("Content-Type", finished.content_type)]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    if finished.name:
        headers.append(("Content-Disposition", f'inline; filename="{finished.name}"'))
    return headers


def _has_it_already(finished: PublishedFile, encoding: str, asked: FileRequest) -> bool:
    """Whether the client's copy is current. An ETag takes precedence (RFC 9110, 13.2.2)."""
    if asked.none_match:
        tags = {tag.strip().removeprefix("W/") for tag in asked.none_match.split(",")}
        return "*" in tags or finished.etag(encoding) in tags
    if not asked.modified_since:
        return False
    try:
        return parsedate_to_datetime(asked.modified_since).timestamp() >= finished.modified
    except (ValueError, OverflowError, OSError):
        return False  # no date: as if nothing had been said


# --- the files, and the index of them -------------------------------------------------------------


def file_of(folder: Path, sha256: str, encoding: str = "") -> Path:
    return folder / f"{sha256}{'.' if encoding else ''}{encoding}"


def prepare(folder: Path, content: bytes, finished: PublishedFile) -> tuple[str, ...]:
    """Writes a file, and compressed copies if they are smaller; returns the encodings that exist.

    Existing files are kept. Raises OSError if the disk is full.
    """
    if not finished.may_be_compressed:
        _keep(file_of(folder, finished.sha256), lambda: content)
        return ()
    made = {
        "br": lambda: bytes(brotli.compress(content, quality=10)),
        "gzip": lambda: gzip.compress(content, 9, mtime=0),
    }
    for encoding, compressed in made.items():
        _keep(file_of(folder, finished.sha256, encoding), compressed)
    # Last, so that a reader that finds it finds the others too.
    _keep(file_of(folder, finished.sha256), lambda: content)
    return ENCODINGS


def read_checked(folder: Path, sha256: str, encoding: str) -> bytes | None:
    """The bytes of a file or of its compressed copy; None if it is missing or was changed.

    A change is logged: what is in the file is not what was published.
    """
    try:
        content = file_of(folder, sha256, encoding).read_bytes()
        if hashlib.sha256(_DECODED[encoding](content)).hexdigest() == sha256:
            return content
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, brotli.error) as error:
        logger.error("A published file cannot be read: %s", error)
        return None
    logger.error("A published file is not what was made: %s", sha256)
    return None


_DECODED: Final[dict[str, Callable[[bytes], bytes]]] = {
    "": bytes,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


def _keep(path: Path, make: Callable[[], bytes]) -> None:
    if not path.exists():
        write(path, make())


def write(path: Path, content: bytes) -> None:
    """Writes a file atomically, even if the power fails."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def index_text(finished: dict[str, PublishedFile]) -> bytes:
    """The index of these files as JSON."""
    shown = {path: asdict(file) for path, file in sorted(finished.items())}
    return json.dumps({"version": INDEX_VERSION, "shown": shown}, indent=0).encode()


def read_index(content: bytes) -> dict[str, PublishedFile]:
    """The files by address, in WSGI spelling; empty for an index of another version.

    Raises ValueError, KeyError or TypeError if the content is not an index.
    """
    index: dict[str, Any] = json.loads(content)
    if index["version"] != INDEX_VERSION:
        return {}
    return {
        path.encode().decode("latin-1"): PublishedFile(
            **entry | {"encodings": tuple(entry["encodings"])}
        )
        for path, entry in index["shown"].items()
    }


class PublishedFilesApp:
    """The WSGI layer before Django. Its state is replaced as a whole, so that threads need no
    lock.
    """

    def __init__(self, django: WSGIApplication, folder: Path) -> None:
        self.django = django
        self.folder = folder
        self.index = folder / INDEX
        self.seen: tuple[int, ...] = ()
        self.shown: dict[str, PublishedFile] = {}
        self.kept: dict[tuple[str, str], bytes] = {}
        self.kept_bytes = 0
        self.house = {secure: house_headers(secure=secure) for secure in (True, False)}
        self.allowed = lru_cache(maxsize=64)(_is_own_host)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(PREFIX) and environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            answered = self.answered(path, environ, start_response)
            if answered is not None:
                return answered
        return self.django(environ, start_response)

    def answered(
        self, path: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes] | None:
        """The response, or None if the request is for Django."""
        finished = self.known().get(path)
        secure = _is_secure(environ)
        if finished is None or (settings.SECURE_SSL_REDIRECT and not secure):
            return None
        if not self.allowed(environ.get("HTTP_HOST", "")):
            return None
        response = answer(finished, FileRequest.by(environ))
        if not response.complete:
            start_response("304 Not Modified", [*response.headers, *self.house[secure]])
            return ()
        body = self.body(finished.sha256, response.encoding)
        if body is None:
            return None
        length = ("Content-Length", str(len(body)))
        start_response("200 OK", [*response.headers, length, *self.house[secure]])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def known(self) -> dict[str, PublishedFile]:
        """The files of the current index."""
        try:
            stat = os.stat(self.index)
        except OSError:
            return {}
        seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
        if seen != self.seen:
            try:
                self.shown = read_index(self.index.read_bytes())
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                logger.exception("The index of published papers cannot be read")
                self.shown = {}
            self.kept, self.kept_bytes = {}, 0
            self.seen = seen
        return self.shown

    def body(self, sha256: str, encoding: str) -> bytes | None:
        """The bytes of a file, cached in memory; None if the file is missing or was changed."""
        key = (sha256, encoding)
        content = self.kept.get(key)
        if content is not None:
            return content
        content = read_checked(self.folder, sha256, encoding)
        if content is not None and len(content) <= LARGEST_KEPT:
            if self.kept_bytes + len(content) > MOST_KEPT:
                self.kept, self.kept_bytes = {}, 0
            self.kept[key] = content
            self.kept_bytes += len(content)
        return content


def house_headers(*, secure: bool) -> Headers:
    """The headers that Django's own middleware adds to every response, computed once."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", PREFIX, PREFIX
    request.META = {
        "wsgi.url_scheme": "https" if secure else "http",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443" if secure else "80",
    }
    request.is_secure = lambda: secure  # type: ignore[method-assign]
    response = HttpResponse()
    del response.headers["Content-Type"]
    for middleware in (XFrameOptionsMiddleware, CSPMiddleware, SecurityMiddleware):
        # Their way out only; the way in may lead elsewhere.
        middleware(lambda _request: response).process_response(request, response)
    PrivateByDefault(lambda _request: response)(request)
    del response.headers["Cache-Control"]  # that of the file itself says that all may keep it
    return [*response.headers.items()]


def _is_secure(environ: WSGIEnvironment) -> bool:
    """Whether the request used HTTPS, by Django's rules."""
    trusted = settings.SECURE_PROXY_SSL_HEADER
    if trusted and (forwarded := environ.get(trusted[0])) is not None:
        return bool(forwarded.split(",")[0].strip() == trusted[1])
    return bool(environ.get("wsgi.url_scheme") == "https")


def _is_own_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
