"""One person with a browser: signed in, on one connection that is kept open."""

from __future__ import annotations

import gzip
import http.client
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import brotli

from tests.bench.counting import HEADER
from tests.bench.server import Server
from wsoa.runtime.console import StepError

IDLE = 1.0  # seconds, after which gunicorn may be about to close a connection
ENCODINGS = "gzip, deflate, br"  # as browsers ask
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """A response, how long it took to the last byte, and what it took."""

    status: int
    location: str
    body: bytes  # as it was sent
    encoding: str
    seconds: float
    queries: int

    @property
    def content(self) -> bytes:
        """The body as it was before it was compressed."""
        if self.encoding == "gzip":
            return gzip.decompress(self.body)
        if self.encoding == "br":
            return bytes(brotli.decompress(self.body))
        return self.body

    @property
    def text(self) -> str:
        return self.content.decode()


class Browser:
    """Keeps cookies and a connection to one server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.used = 0.0

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept-Encoding": ENCODINGS, "Cookie": cookies}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, self.headers())

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), self.headers() | form)

    def token(self, path: str) -> str:
        """The CSRF token of a page's form."""
        found = TOKEN.search(self.get(path).text)
        if found is None:
            raise StepError(f"{path} has no form with a token")
        return found[1]

    def sign_in(self, email: str, password: str) -> None:
        """Through the form, as a person does."""
        fields = {"csrfmiddlewaretoken": self.token("/accounts/login/")}
        answer = self.post("/accounts/login/", fields | {"login": email, "password": password})
        if answer.status != 302 or "sessionid" not in self.cookies:
            raise StepError(f"{email} could not sign in: the answer was {answer.status}")

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if time.monotonic() - self.used > IDLE:
            self.connection.close()
            self.connection.connect()
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        taken = time.perf_counter() - started
        self.used = time.monotonic()
        for line in response.headers.get_all("Set-Cookie") or ():
            self._keep(line)
        return Answer(
            status=response.status,
            location=response.headers.get("Location", ""),
            body=content,
            encoding=response.headers.get("Content-Encoding", ""),
            seconds=taken,
            queries=int(response.headers.get(HEADER, 0)),
        )

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.coded_value
