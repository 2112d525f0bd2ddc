"""Where links in emails lead."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from wsoa.settings import environment

HERE = ["127.0.0.1", "localhost"]


@pytest.mark.parametrize(
    ("given", "hosts", "https", "expected"),
    [
        ("https://send.example.org/", HERE, True, "https://send.example.org"),
        ("http://127.0.0.1:8156", HERE, False, "http://127.0.0.1:8156"),
        ("", ["localhost", "send.example.org"], True, "https://send.example.org"),
        ("", [".example.org"], True, "https://example.org"),
        ("", ["*"], True, "https://localhost"),
        ("", HERE, False, "http://localhost:8001"),
        ("", ["127.0.0.1"], False, "http://127.0.0.1:8001"),
    ],
)
def test_the_site_address_is_the_setting_or_the_first_host(
    monkeypatch, given, hosts, https, expected
):
    monkeypatch.setenv("SITE_ADDRESS", given)
    monkeypatch.setenv("PORT", "8001")
    assert environment.address("SITE_ADDRESS", hosts=hosts, https=https) == expected


@pytest.mark.parametrize("given", ["send.example.org", "ftp://x", "https://x/path"])
def test_an_invalid_site_address_is_refused_with_a_reason(monkeypatch, given):
    monkeypatch.setenv("SITE_ADDRESS", given)
    with pytest.raises(ImproperlyConfigured) as told:
        environment.address("SITE_ADDRESS", hosts=HERE, https=False)
    assert str(told.value) == f"SITE_ADDRESS is {given!r}; use an address such as https://host."
