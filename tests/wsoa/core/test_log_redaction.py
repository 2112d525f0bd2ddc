"""No token of a link gets into a log."""

from __future__ import annotations

import logging
import re

import pytest
from django.conf import settings
from django.urls import get_resolver

from wsoa.core.log_redaction import RedactingFormatter, without_tokens
from wsoa.devtools.docs import patterns


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Not Found: /u/17.abc-DEF_9/", "Not Found: /u/[removed]/"),
        (
            "Forbidden: /accounts/password/reset/key/3-cx9-ab12/",
            "Forbidden: /accounts/password/reset/key/[removed]/",
        ),
        ("/published/a/alerts/end/tok.en_1/ gone", "/published/a/alerts/end/[removed]/ gone"),
        ("/published/a/alerts/confirm/x-y/", "/published/a/alerts/confirm/[removed]/"),
        (
            "GET /accounts/oidc/leeds/login/callback/?code=abc&state=def HTTP/1.1",
            "GET /accounts/oidc/leeds/login/callback/?code=[removed]&state=[removed] HTTP/1.1",
        ),
        ("Not Found: /invitations/ab-C_1/", "Not Found: /invitations/[removed]/"),
        ("/areas/york/people/invitations/5/again/", "/areas/york/people/invitations/5/again/"),
        ("GET /calendar/x-Y.z.ics", "GET /calendar/[removed]"),
        ("/plans/sheffield-2019/actions/5.1.6/", "/plans/sheffield-2019/actions/5.1.6/"),
    ],
)
def test_tokens_are_removed_and_nothing_else(line: str, expected: str) -> None:
    assert without_tokens(line) == expected


def test_every_address_with_a_token_is_known() -> None:
    paths = [
        "/" + re.sub(r"<[^>]+>", lambda part: "SECRET" if "token" in part[0] else "x", route)
        for route, _ in patterns(get_resolver())
        if "<str:token>" in route
    ]
    assert len(paths) >= 4
    assert [path for path in paths if "SECRET" in without_tokens(path)] == []


def test_arguments_and_tracebacks_are_redacted_too() -> None:
    try:
        raise ValueError("/u/17.secret/ is wrong")
    except ValueError as fault:
        record = logging.LogRecord(
            "a", logging.ERROR, __file__, 1, "At %s", ("/u/18.secret/",), (ValueError, fault, None)
        )
    assert "secret" not in RedactingFormatter("%(message)s").format(record)


def test_every_handler_of_the_site_removes_tokens() -> None:
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {settings.LOGGING["formatters"][name]["()"] for name in formatters} == {
        "wsoa.core.log_redaction.RedactingFormatter"
    }
