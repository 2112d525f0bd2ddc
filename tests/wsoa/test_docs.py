"""What the documents promise a newcomer is there: files, commands, variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
README = (ROOT / "README.md").read_text()
TABLES = ARCHITECTURE.split("## Where each question is answered")[1].split("\n## ")[0]
ANSWERS = [line.split("|")[2].strip() for line in TABLES.splitlines() if line.startswith("| ")]
PLACE = re.compile(r"[\w/.{},]*[\w}]\.(?:py|js)\b|[\w/]+/(?=$|[\s,;)])")
BRACES = re.compile(r"\{([^}]*)\}")


def places(answer: str) -> list[str]:
    """Every file and folder that an answer names, with {a,b} written out."""
    found = []
    for named in PLACE.findall(answer):
        parts = BRACES.split(named)
        choices = [part.split(",") if at % 2 else [part] for at, part in enumerate(parts)]
        found += ["".join(chosen) for chosen in product(*choices)]
    return found


def missing(answer: str) -> list[str]:
    """Those that are not there. A short name is beside the one before it, or above."""
    gone, last = [], ROOT
    for place in places(answer):
        folders = [ROOT, last, *last.parents]
        there = next((each / place for each in folders if (each / place).exists()), None)
        if there is None:
            gone.append(place)
        else:
            last = there if there.is_dir() else there.parent
    return gone


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("wsoa/x.py", ["wsoa/x.py"]),
        ("a/{b,c}.py", ["a/b.py", "a/c.py"]),
        ("a/b.py, c.py; in words: d/e.js", ["a/b.py", "c.py", "d/e.js"]),
        ("a/b/ (c.py first)", ["a/b/", "c.py"]),
    ],
)
def test_every_way_of_naming_a_file_is_read(answer: str, named: list[str]) -> None:
    assert places(answer) == named


def test_a_file_that_is_gone_is_found_missing() -> None:
    assert missing("wsoa/core/clock.py, no_such.py") == ["no_such.py"]


@pytest.mark.parametrize("answer", [each for each in ANSWERS if each not in {"File", ""}])
def test_every_file_that_the_architecture_names_is_there(answer: str) -> None:
    assert places(answer)
    assert missing(answer) == []


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md", "docs/decisions.md"])
def test_every_link_to_a_file_leads_somewhere(name: str) -> None:
    document = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md", "docs/decisions.md"])
def test_no_line_is_too_long_to_read(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    assert [line for line in lines if len(line) > 120] == []


def test_the_readme_names_every_command() -> None:
    commands = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")}
    assert {name for name in commands if name not in README} == set()


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address, as its pattern says it."""
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield here
        else:
            yield from routes(each, here)


def test_the_readme_names_every_word_of_every_address() -> None:
    ours = [route for route in routes(get_resolver()) if not route.startswith("accounts/")]
    words = {word for route in ours for word in re.sub(r"<[^>]*>", "", route).split("/")}
    listed = README.split("## Addresses")[1].split("\n## ")[0]
    assert len(ours) > 80
    assert {word for word in words if word not in listed} == set()


def test_the_readme_names_every_variable_of_the_environment() -> None:
    read = re.compile(r"(?:env\.\w+|environ\.get|number)\(\s*\"([A-Z_]+)\"")
    sources = ROOT.glob("wsoa/**/*.py")
    names = {name for path in sources for name in read.findall(path.read_text())}
    # What a WSGI server says of a request is none of them.
    names = {name for name in names if not name.startswith(("HTTP_", "PATH_"))}
    assert {name for name in names if f"`{name}`" not in README} == set()
