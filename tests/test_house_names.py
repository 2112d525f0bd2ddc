"""That a class, a field, a function and the variable of a loop say what they hold."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.sources import APPS, SOURCES, tree_of

# Words that do not say of what: no class bears one of them alone.
BARE_NAMES = frozenset(
    "Row Line Part Said Asked Told Known Word Words Section Standing".split()  # noqa: SIM905
)


def records_of(path: Path) -> Iterator[str]:
    """The names of a module's dataclasses and named tuples.

    The parts of frozen documents are not among them: the published schema fixes their names.
    """
    for node in ast.walk(tree_of(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            marks = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
            bases = {ast.unparse(base) for base in node.bases}
            if "dataclass" in marks or "NamedTuple" in bases:
                yield node.name


@pytest.mark.parametrize("app", APPS)
def test_no_two_records_of_an_app_share_a_name(app: str) -> None:
    records = [name for path in SOURCES[app] for name in records_of(path)]
    assert records
    assert [name for name, count in Counter(records).items() if count > 1] == []


@pytest.mark.parametrize("app", APPS)
def test_no_record_has_a_name_that_says_nothing(app: str) -> None:
    records = {name for path in SOURCES[app] for name in records_of(path)}
    assert {name for name in records if name.strip("_") in BARE_NAMES} == set()


# --- names of loops -----------------------------------------------------------------------------


def loop_names_in(text: str) -> set[str]:
    """The names that the loops and comprehensions of a module bind."""
    loops = (ast.For, ast.AsyncFor, ast.comprehension)
    return {
        name.id
        for loop in ast.walk(tree_of(text))
        if isinstance(loop, loops)
        for name in ast.walk(loop.target)
        if isinstance(name, ast.Name)
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("for each in rows:\n    pass", {"each"}),
        ("kept = [each.pk for _place, each in rows]", {"_place", "each"}),
        ("each = 1", set()),
    ],
)
def test_names_of_loops_and_comprehensions_are_found(text: str, names: set[str]) -> None:
    assert loop_names_in(text) == names


@pytest.mark.parametrize("app", APPS)
def test_no_loop_variable_is_called_each(app: str) -> None:
    faults = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES[app]
        if "each" in loop_names_in(path.read_text(encoding="utf-8"))
    }
    assert faults == set()


# --- names of fields and functions ---------------------------------------------------------------

# Words that do not say what a field holds or a function does.
BARE_FIELDS = frozenset(
    "it other say said stuff tell that thing things this told "  # noqa: SIM905
    "what which who whom whose word words".split()
)
# The files whose names are keys: of frozen documents, and of files that are read in.
KEYS = {
    "governance/papers/document/schema.py",
    "governance/papers/document/highlight_schema.py",
    "indicators/importing/schema.py",
}


def is_record(node: ast.ClassDef) -> bool:
    marks = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
    return "dataclass" in marks or "NamedTuple" in {ast.unparse(base) for base in node.bases}


def names_given_in(text: str) -> Iterator[str]:
    """The fields of records, as "Record.field", and the public functions, methods and properties
    of a module, as "Class.method" or "function".
    """
    module = tree_of(text)
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{node.name}.{inner.name}"
                elif is_record(node) and isinstance(inner, ast.AnnAssign):
                    yield f"{node.name}.{ast.unparse(inner.target)}"
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@dataclass(frozen=True)\nclass A:\n    words: str\n", ["A.words"]),
        ("class A(NamedTuple):\n    who: str\n", ["A.who"]),
        ("class A:\n    words = forms.CharField()\n", []),
        ("class A:\n    @property\n    def told(self): ...\n", ["A.told"]),
        ("def tell(): ...\ndef _tell(): ...\n", ["tell"]),
    ],
)
def test_names_of_fields_and_functions_are_found(text: str, names: list[str]) -> None:
    assert list(names_given_in(text)) == names


@pytest.mark.parametrize("app", APPS)
def test_no_field_or_function_has_a_name_that_says_nothing(app: str) -> None:
    bare = {
        name
        for path in SOURCES[app]
        if path.relative_to(ROOT).as_posix() not in KEYS
        for name in names_given_in(path.read_text(encoding="utf-8"))
        if name.rpartition(".")[2] in BARE_FIELDS
    }
    assert bare == set()


# --- words that say nothing of what they hold -----------------------------------------------------

# Verbs of speech and of standing where a noun belongs: "recorded_at", "explanation", "notified".
OLD_WORDS = {"said", "told", "tell", "tells", "deed", "deeds", "heard", "fallen"} | {
    "standing",
    "stands",
}
# `said` is a key of frozen documents, written by these.
FROZEN_KEYS = KEYS | {
    "governance/papers/quarterly/action_entries.py",
    "governance/papers/quarterly/build.py",
}


def all_names_in(text: str) -> Iterator[str]:
    """Every name that a module gives to a variable, an argument, a function or a class."""
    for node in ast.walk(tree_of(text)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("said = 1", {"said"}),
        ("def who_said(told): ...", {"who_said", "told"}),
        ("save(standing=True)", {"save", "standing"}),
        ("counts.said", {"counts"}),
    ],
)
def test_all_names_of_a_module_are_found(text: str, names: set[str]) -> None:
    assert set(all_names_in(text)) == names


@pytest.mark.parametrize("app", APPS)
def test_no_name_is_a_verb_of_speech(app: str) -> None:
    faults = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in SOURCES[app]
        if path.relative_to(ROOT).as_posix() not in FROZEN_KEYS
        for name in all_names_in(path.read_text(encoding="utf-8"))
        if OLD_WORDS & set(name.lower().strip("_").split("_"))
    }
    assert faults == set()
