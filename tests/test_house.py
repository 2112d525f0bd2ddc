"""How modules stand to one another: where tests share things, and who reads the audit log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

TESTS = ROOT / "tests"
MODULES = sorted(TESTS.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name_of(path) for path in MODULES}


def imported_by(path: Path) -> Iterator[str]:
    """The modules of tests that a module imports, also within functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if name in NAMES else node.module for name in inner]
        else:
            continue
        yield from (name for name in found if name == "tests" or name.startswith("tests."))


# Programs, which no test imports; they use what journeys use.
PROGRAMS = {"tests.screenshots"}
# What journeys still take from one another's test modules.
NOT_MOVED_YET = {"tests.journeys.test_content_security"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_what_is_shared_and_its_own_package_alone(path: Path) -> None:
    own = name_of(path.parent)
    for name in set(imported_by(path)) - NOT_MOVED_YET:
        package, _, module = name.rpartition(".")
        assert not module.startswith("test_"), f"{name} is a test module"
        is_own = package == own or own.startswith(f"{package}.")
        is_shared = name.startswith("tests.support") or name_of(path) in PROGRAMS
        assert is_own or is_shared, f"{name} belongs into tests.support"


@pytest.mark.parametrize("path", sorted((TESTS / "support").rglob("*.py")), ids=name_of)
def test_what_is_shared_stands_on_nothing_but_what_is_shared(path: Path) -> None:
    assert [name for name in imported_by(path) if not name.startswith("tests.support")] == []


# --- the audit log --------------------------------------------------------------------------------

PRODUCTION = sorted(
    path
    for app in ("wsoa", "actions", "indicators", "governance")
    for path in (ROOT / app).rglob("*.py")
)
# Who may read the audit log, as files or folders: history, the log itself, and what once made rows
# of it. What logic needs is a row of its own.
READERS = ("actions/presenters/history.py", "wsoa/audit/", "actions/migrations/_audit_log.py")
READS_THE_LOG = re.compile(r"AuditEvent|wsoa\.audit\.models|wsoa\.audit import .*models")


def test_the_audit_log_is_read_by_history_alone() -> None:
    reading = {
        path.relative_to(ROOT).as_posix()
        for path in PRODUCTION
        if READS_THE_LOG.search(path.read_text(encoding="utf-8"))
    }
    assert "actions/presenters/history.py" in reading
    assert sorted(path for path in reading if not path.startswith(READERS)) == []
