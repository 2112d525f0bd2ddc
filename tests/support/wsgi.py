"""Asking a WSGI application without a server."""

from __future__ import annotations

from collections.abc import Callable
from wsgiref.types import WSGIApplication


class WsgiAnswer:
    """What a WSGI application answers to one request: status, headers, body.

    No header may occur twice.
    """

    def __init__(
        self, application: WSGIApplication, path: str, method: str = "GET", **environ: str
    ) -> None:
        asked = {
            "PATH_INFO": path,
            "REQUEST_METHOD": method,
            "wsgi.url_scheme": "http",
            "HTTP_HOST": "testserver",
        }
        self.status = ""
        self.headers: dict[str, str] = {}
        self.body = b"".join(application(asked | environ, self._start))

    def _start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        self.status, self.headers = status, dict(headers)
        assert len(headers) == len(self.headers)
        return lambda _data: None
