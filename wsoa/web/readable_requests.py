"""What a request may hold, decided once, where it comes in.

No view, form or database sees a NUL character or a body in an encoding that is not expected.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

logger = logging.getLogger(__name__)

NUL: Final = "\x00"
REPLACEMENT: Final = "\ufffd"
PAGE_HEADERS: Final = ("HTTP_REFERER", "HTTP_HX_CURRENT_URL")
ENCODINGS: Final = {"utf-8", "utf8", "us-ascii", "ascii"}


class ReadableRequests:
    """Removes NUL characters from a request, and refuses a body that is not UTF-8.

    PostgreSQL stores no NUL, nobody can type one, and text pasted from a PDF file may hold one: a
    value loses it, and an address with one is another address, which does not exist. A value that
    is too large for the database or for a date is answered with 400 and logged as an error: the
    form should have refused it in words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_params and not _is_expected(request.content_params):
            return HttpResponse(
                "The request is not in UTF-8. Nothing was saved. Send it in UTF-8.",
                status=400,
                content_type="text/plain; charset=utf-8",
            )
        if NUL in request.path_info:
            request.path_info = request.path_info.replace(NUL, REPLACEMENT)
            request.path = request.path.replace(NUL, REPLACEMENT)
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = without_nul(request.GET)  # type: ignore[assignment]
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if NUL not in value
        }
        for name in PAGE_HEADERS:
            if not _is_address(request.META.get(name, "")):
                del request.META[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Runs when the person is known, before the form is read: file uploads depend on both."""
        if request.method == "POST" and any(
            NUL in text for name, values in request.POST.lists() for text in (name, *values)
        ):
            request.POST = without_nul(request.POST)  # type: ignore[assignment]

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, DataError | OverflowError):
            return None
        logger.error("A value was refused by the database: %s", request.path, exc_info=fault)
        return render(request, "400.html", status=400)


def without_nul(sent: QueryDict) -> QueryDict:
    """The same names and values without NUL characters."""
    cleaned = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        cleaned.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    cleaned._mutable = False
    return cleaned


def _is_expected(content_params: dict[str, str]) -> bool:
    return content_params.get("charset", "utf-8").lower() in ENCODINGS


def _is_address(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True
