"""EMAIL_URL with a folder of files: it never depends on where the process was started."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from wsoa.settings.environment import email


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("filemail:///mail", "var/mail"),
        ("filemail:///out/mail", "var/out/mail"),
        ("filemail:////srv/mail", "/srv/mail"),
    ],
)
def test_a_folder_is_under_var_or_absolute(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, folder: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    found = email("EMAIL_URL", var=tmp_path / "var")
    assert found["EMAIL_FILE_PATH"] == str(tmp_path / folder)


@pytest.mark.parametrize(
    "url", ["filemail://mail", "filemail://mail/x", "filemail:mail", "filemail:///"]
)
def test_what_names_no_folder_stops_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(
        ImproperlyConfigured, match="use filemail:///mail for the folder"
    ) as stopped:
        email("EMAIL_URL", var=tmp_path)
    assert "\n" not in str(stopped.value)


def test_another_url_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://user:password@host:587")
    assert email("EMAIL_URL", var=tmp_path)["EMAIL_HOST"] == "host"
