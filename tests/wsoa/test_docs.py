"""The documents refer to existing files, links and contents."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob(".github/**/*.md"), *DOCS.rglob("*.md")])
TABLES = (
    (DOCS / "architecture.md").read_text().split("## Where each question is answered")[1]
).split("\n## ")[0]
ANSWERS = [line.split("|")[2].strip() for line in TABLES.splitlines() if line.startswith("| ")]
PLACE = re.compile(r"[\w/.{},-]*[\w}]\.(?:py|js|css|html|md|yaml)\b|[\w/-]+/(?=$|[\s,;)])")
BRACES = re.compile(r"\{([^}]*)\}")
BLOCK = re.compile(r"<!-- generated: (.*) -->.*?<!-- end of \1 -->", re.DOTALL)


def name_of(document: Path) -> str:
    """How a test names a document: by its path in the repository."""
    return str(document.relative_to(ROOT))


def places(answer: str) -> list[str]:
    """Every file and folder that an answer names, with {a,b} written out."""
    found = []
    for named in PLACE.findall(answer.replace("`", "")):
        parts = BRACES.split(named)
        choices = [part.split(",") if at % 2 else [part] for at, part in enumerate(parts)]
        found += ["".join(chosen) for chosen in product(*choices)]
    return found


def missing(answer: str) -> list[str]:
    """The named files that do not exist. A short name is looked up beside or above the one
    before it.
    """
    gone, last = [], ROOT
    for place in places(answer):
        folders = [ROOT, last, *last.parents]
        there = next((folder / place for folder in folders if (folder / place).exists()), None)
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
        ("`a/b/` (c.py first)", ["a/b/", "c.py"]),
    ],
)
def test_every_notation_of_a_file_name_is_understood(answer: str, named: list[str]) -> None:
    assert places(answer) == named


def test_a_missing_file_is_reported() -> None:
    assert missing("docs/index.md, no_such.py") == ["no_such.py"]


@pytest.mark.parametrize("answer", [answer for answer in ANSWERS if answer not in {"File", ""}])
def test_every_file_in_the_architecture_exists(answer: str) -> None:
    assert places(answer)
    assert missing(answer) == []


# A path from the root of the project, as a document names a file: `actions/rules.py`.
SOURCE_FILE = re.compile(
    r"`((?:wsoa|actions|indicators|governance|templates|static|tests|fixtures)/[\w/.-]+\.\w+)`"
)


def test_every_source_file_in_the_documents_exists() -> None:
    faults = [
        (name_of(document), file)
        for document in DOCUMENTS
        for file in SOURCE_FILE.findall(document.read_text())
        if not (ROOT / file).exists()
    ]
    assert faults == []


def test_every_link_to_a_file_has_a_target() -> None:
    faults = [
        (name_of(document), link)
        for document in DOCUMENTS
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]*)?\)", document.read_text())
        if not (document.parent / link).exists()
    ]
    assert faults == []


def test_lines_of_running_text_are_not_too_long() -> None:
    """Names in `backticks` do not count: they are paths, and change when a file is moved."""
    faults = [
        (name_of(document), line)
        for document in DOCUMENTS
        for line in BLOCK.sub("", document.read_text()).splitlines()
        if not line.startswith("|") and len(re.sub(r"`[^`]*`", "", line)) > 120
    ]
    assert faults == []


def test_the_contents_list_every_document() -> None:
    index = (DOCS / "index.md").read_text()
    links = {(DOCS / link).resolve() for link in re.findall(r"\]\(([^)#:\s]+)\)", index)}
    folders = {link.parent for link in links if link.name == "index.md" and link.parent != DOCS}
    listed = links | {page for page in DOCS.rglob("*.md") if page.parent in folders}
    assert {path for path in DOCS.rglob("*.md") if path not in listed} == {DOCS / "index.md"}


@pytest.mark.parametrize("folder", ["adr", "guide", "how-to"])
def test_the_contents_of_a_folder_list_each_page(folder: str) -> None:
    index = (DOCS / folder / "index.md").read_text()
    pages = {page.name for page in (DOCS / folder).glob("*.md")} - {"index.md"}
    assert {page for page in pages if f"]({page})" not in index} == set()


@pytest.mark.parametrize("decision", sorted(DOCS.glob("adr/[0-9]*.md")), ids=lambda path: path.stem)
def test_every_decision_record_has_context_options_and_outcome(decision: Path) -> None:
    text = decision.read_text()
    assert re.match(r"# \S", text)
    said = re.findall(r"^(?:\*\*|#+ )(Context|Options|Outcome)", text, re.MULTILINE)
    assert {"Context", "Options", "Outcome"} - set(said) == set()


def test_decision_numbers_are_unique() -> None:
    numbers = [path.name[:4] for path in DOCS.glob("adr/[0-9]*.md")]
    assert len(numbers) == len(set(numbers))
