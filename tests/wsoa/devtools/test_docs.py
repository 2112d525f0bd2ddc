"""The generated parts of docs/ are current, and say what the code says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from celery.schedules import crontab

from wsoa.devtools import docs
from wsoa.devtools.variables import variable_read


@pytest.mark.parametrize("name", docs.blocks())
def test_generated_blocks_are_current(name: str) -> None:
    text = docs.current(name)
    assert (docs.DOCS / name).read_text() == text, "run: python -m wsoa.devtools.docs"


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ('os.environ.get("PORT", "8000")', ("PORT", "get")),
        ('os.environ["PORT"]', ("PORT", "get")),
        ('env.flag("DEBUG", default=False)', ("DEBUG", "flag")),
        ('number("PORT", 8000, highest=65535)', ("PORT", "number")),
        ('environ.get("HTTP_HOST")', ("", "")),
        ("os.environ.get(name)", ("", "")),
    ],
)
def test_variables_are_found_in_every_form_of_reading(
    expression: str, read: tuple[str, str]
) -> None:
    assert variable_read(ast.parse(expression, mode="eval").body) == read


@pytest.mark.parametrize(
    ("route", "address"),
    [
        ("plans/<slug:slug>/actions/<str:ref>/", "plans/<slug>/actions/<ref>/"),
        ("questions/<slug:hash_>/answer/", "questions/<hash>/answer/"),
        (r"^key/(?P<uid>[0-9A-Za-z]+)-(?P<key>.+)/$", "key/<uid>-<key>/"),
    ],
)
def test_addresses_are_readable(route: str, address: str) -> None:
    assert docs.readable(route) == address


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (5.0, "every 5 seconds"),
        (60.0, "every minute"),
        (3600.0, "every 60 minutes"),
        (crontab(hour="7", minute="30"), "daily at 07:30"),
    ],
)
def test_schedules_are_described_in_words(when: object, words: str) -> None:
    assert docs.how_often(when) == words


def test_a_document_without_its_markers_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    (tmp_path / "urls.md").write_text("# Addresses\n")
    with pytest.raises(ValueError, match="no block 'addresses'"):
        docs.current("urls.md")
