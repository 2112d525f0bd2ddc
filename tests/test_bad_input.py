"""Bad input: whatever is sent to whichever address, the server never answers with a fault."""

from __future__ import annotations

import random
import re
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.support.address_world import World
from tests.support.addresses import ROLES, TABLE, Access
from tests.support.savepoints import forget_pages, undone

pytestmark = [pytest.mark.django_db, pytest.mark.every_backend]
TRIES: Final = (120, 10_000)
SEED: Final = 2019
NUMBERS: Final = (
    *("0", "-1", "00", "2147483648", "9223372036854775808", "9" * 4301, "1e9", "٣", "²", "1.5"),
)
TEXTS: Final = (
    *("", " ", "\x00", "a\x00b", "%00", "%", "\ufffd", "\u202e", "😀" * 50, "é" * 300, "ﬁ"),
    *("../" * 9, "'; --", "<b>", "{{ 7 }}", "=1+1", "\r\nX: y", "a" * 70_000, "[]", "null", ","),
    *("2019-13", "0000-00", "9999-99-99", "2019-07\x00", "31/10/2019", "Infinity", "NaN"),
)
VALUES: Final = (*NUMBERS, *TEXTS)
HEADERS: Final[tuple[dict[str, str], ...]] = (
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "a\x00b"},
    {"HTTP_REFERER": "http://[broken"},
    {"HTTP_IF_NONE_MATCH": '"'},
    {"HTTP_IF_MODIFIED_SINCE": "Fri, 99 Nov 99999 00:00:00 GMT"},
    {"HTTP_RANGE": "bytes=9-0,-" + "9" * 30},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 3000},
    {"HTTP_ACCEPT_ENCODING": ";;q=,br"},
    {"HTTP_X_FORWARDED_FOR": "a, \x00"},
    {"HTTP_COOKIE": "sessionid=\x00; messages=broken; csrftoken="},
)
BODIES: Final[tuple[tuple[str, bytes], ...]] = (
    ("application/x-www-form-urlencoded; charset=utf-16", "a=b".encode("utf-16")),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
    ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&%00=%00&=&&&"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
    ("multipart/form-data; boundary=x; charset=utf-16", b"--x\r\n\r\n--x--"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a\x00"'),
    ("application/json", b"{"),
    ("text/plain; charset=utf-16", b"\x00"),
)
# Names that addresses read from their query, on whichever page.
ASKED: Final = (
    *("page", "q", "area", "status", "period", "plan", "is", "late", "tick", "close", "series"),
    *("measure", "span", "near", "line", "was", "ref", "all", "lead", "quarter", "key", "version"),
    *("action", "sort", "kind", "person", "verb", "since", "until", "subject", "next"),
    *("changed_since", "limit", "after"),
)
FIELD: Final = re.compile(r'<(?:input|textarea|select|button)\b[^>]*?\bname="([^"]+)"')


@dataclass
class Tries:
    """Requests made up from one seed: addresses, fields, values, headers and bodies."""

    world: World
    random: random.Random
    fields: dict[Access, list[str]] = field(default_factory=dict)

    def request(self) -> tuple[str, HttpResponse]:
        """Makes one request, which is undone; returns it in words, and its answer."""
        entry = self.random.choice(TABLE)
        role = self._role_for(entry)
        browser = self.world.browser(role)
        browser.raise_request_exception = False
        address = self._address(entry)
        headers = self.random.choice(HEADERS) if self.random.random() < 0.25 else {}
        with undone():
            sent, response = self._send(browser, entry, role, address, headers)
            if response.streaming:
                b"".join(response.streaming_content)
        forget_pages()
        return f"{role or 'nobody'} {address[:200]} {sent[:400]} {headers}", response

    def _send(
        self, browser: Client, entry: Access, role: str, address: str, headers: dict[str, Any]
    ) -> tuple[str, HttpResponse]:
        if entry.name == "feed-table":
            headers = headers | {"HTTP_AUTHORIZATION": f"Bearer {self.world.names['FEED_SECRET']}"}
        if self.random.choice(("get", "post", entry.method)) == "get":
            query = {name: self._value() for name in self.random.sample(ASKED, 3)}
            return f"GET {query}", browser.get(address, query, **headers)
        if self.random.random() < 0.15:
            kind, body = self.random.choice(BODIES)
            return f"POST {kind} {body[:40]!r}", browser.generic(
                "POST", address, body, kind, **headers
            )
        form = self._form(entry, role)
        return f"POST {form}", browser.post(address, form, **headers)

    def _role_for(self, entry: Access) -> str:
        """Mostly somebody who may: others never reach the view."""
        if self.random.random() < 0.1:
            return ""
        answers = zip(ROLES, entry.answers, strict=True)
        return self.random.choice(
            [role for role, answer in answers if answer in {200, 302}] or [""]
        )

    def _address(self, entry: Access) -> str:
        """The address of the table, four times of ten with one argument spoilt."""
        args = [self.world.names.get(arg, arg) for arg in entry.args]
        address = reverse(entry.name, args=args)
        if not args or self.random.random() < 0.6:
            return address
        value = quote(self._value()[:3000], safe="")
        return address.replace(quote(self.random.choice(args)), value or "-", 1)

    def _value(self) -> str:
        return self.random.choice(VALUES)

    def _form(self, entry: Access, role: str) -> dict[str, object]:
        """Some of the fields of the page at that address, and sometimes a file."""
        names = self._fields(entry, role)
        chosen = self.random.sample(names, min(len(names), self.random.randint(1, 12)))
        form: dict[str, object] = {name: self._value() for name in chosen}
        if self.random.random() < 0.2:
            content = self._value().encode(errors="replace")
            form["file"] = SimpleUploadedFile(self._file_name(), content)
        return form

    def _file_name(self) -> str:
        """A name that a browser can send; what it makes of others is not for the server to see."""
        return re.sub(r"[/\\]|\.\.", "", self._value()[:200]) or "f"

    def _fields(self, entry: Access, role: str) -> list[str]:
        if entry not in self.fields:
            args = [self.world.names.get(arg, arg) for arg in entry.args]
            with undone():
                page = self.world.browser(role).get(reverse(entry.name, args=args))
                # Whatever is streamed has to be read to its end, so that its file is closed.
                content = b"".join(page.streaming_content) if page.streaming else page.content
            found = {*FIELD.findall(content.decode(errors="replace"))}
            self.fields[entry] = sorted(found - {"csrfmiddlewaretoken"})
        return self.fields[entry]


def test_no_request_is_answered_with_a_fault_of_the_server(
    world: World, length: Callable[[int, int], int]
) -> None:
    tries = Tries(world, random.Random(SEED))
    count, faults = Counter[int](), []
    for _ in range(length(*TRIES)):
        words, response = tries.request()
        count[response.status_code] += 1
        if response.status_code >= 500:
            raised = getattr(response, "exc_info", None)
            trace = traceback.format_exception(*raised)[-2:] if raised else []
            faults.append("\n".join([words, *trace]))
    assert faults == [], "\n\n".join(faults)
    assert len(count) > 5, "every kind of answer is among them"
