"""A WSGI application that answers with what it was sent, for tests of the web server itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from hashlib import sha256
from wsgiref.types import StartResponse, WSGIEnvironment

SLOW = "/slow"
LARGE = "/large"
LARGE_BYTES = 6 * 1024 * 1024
SECONDS = 1.5


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The size and hash of the body, and the headers of proxies. SLOW takes its time."""
    body = environ["wsgi.input"].read()
    if environ["PATH_INFO"] == SLOW:
        time.sleep(SECONDS)
    answer = {
        "size": len(body),
        "sha256": sha256(body).hexdigest(),
        "forwarded": environ.get("HTTP_X_FORWARDED_FOR", ""),
        "proto": environ.get("HTTP_X_FORWARDED_PROTO", ""),
        "peer": environ["REMOTE_ADDR"],
    }
    content = json.dumps(answer).encode()
    if environ["PATH_INFO"] == LARGE:
        content = bytes(LARGE_BYTES)
    start_response("200 OK", [("Content-Length", str(len(content)))])
    return [content]
