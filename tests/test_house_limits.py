"""How long a file, a function and a view may be, and where the words of queries live."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.sources import SOURCES, tree_of

MODULES = [path for sources in SOURCES.values() for path in sources]
# Of tests too. What recorded an earlier version ran there as one file, on its own.
RECORDER = ROOT / "tests" / "upgrade" / "record.py"
TEST_FILES = sorted(set((ROOT / "tests").rglob("*.py")) - {RECORDER})

LONGEST_FILE = 450
LONGEST_FUNCTION = 40
LONGEST_VIEW = 19

# The rooms that ask querysets in words and compose no query themselves.
WITHOUT_QUERIES = ("forms", "presenters", "templatetags", "views")
TOLD_BY_DJANGO = {"Meta", "Kind", "Media", "Command"}
TOLD_BY_BASE = re.compile(r"AppConfig|QuerySet|TextChoices|StrictModel|UserManager")

COMPOSES = {"aggregate", "annotate", "exclude", "filter"}


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def rooms_of(path: Path) -> set[str]:
    """The rooms on the way to a module: "actions/views/home.py" is in views."""
    return {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


def parsed(path: Path) -> ast.Module:
    return tree_of(path.read_text(encoding="utf-8"))


def functions_longer_than(most: int, module: ast.Module) -> dict[str, int]:
    """The functions and methods with more lines, from `def` to their last."""
    lengths = (
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return {name: lines for name, lines in lengths if lines > most}


def classes_without_docstring(module: ast.Module) -> set[str]:
    """The public classes that do not say what they are. Django names some by its own rules, of
    which the class around them or the file tells all; querysets and models of files have theirs in
    the module.
    """
    classes = (node for node in ast.walk(module) if isinstance(node, ast.ClassDef))
    return {
        node.name
        for node in classes
        if not node.name.startswith("_")
        and node.name not in TOLD_BY_DJANGO
        and not any(TOLD_BY_BASE.search(ast.unparse(base)) for base in node.bases)
        and not ast.get_docstring(node)
    }


def queries_composed_in(module: ast.Module) -> Iterator[str]:
    """The calls that narrow or extend a queryset."""
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in COMPOSES:
            yield f"{call.lineno}: .{call.func.attr}("


@pytest.mark.parametrize(
    ("source", "most", "found"),
    [
        ("def short():\n    return 1\n", 2, {}),
        ("@mark\n@mark\ndef short():\n    return 1\n", 2, {}),
        ("class A:\n    def long(self):\n        a = 1\n        return a\n", 2, {"long": 3}),
        ("async def long():\n    a = 1\n    return a\n", 2, {"long": 3}),
    ],
)
def test_a_long_function_is_found(source: str, most: int, found: dict[str, int]) -> None:
    assert functions_longer_than(most, ast.parse(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("plan.actions.filter(ref=ref)", ["1: .filter("]),
        ("Plan.objects.all().exclude(pk=1).count()", ["1: .exclude("]),
        ("list(filter(None, names))", []),
        ("plan.actions.of_ref(ref)", []),
    ],
)
def test_a_composed_query_is_found(source: str, found: list[str]) -> None:
    assert list(queries_composed_in(ast.parse(source))) == found


def test_no_file_is_longer_than_450_lines() -> None:
    files = [*MODULES, *TEST_FILES]
    lines = {where(path): path.read_text(encoding="utf-8").count("\n") for path in files}
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines_and_no_view_than_19() -> None:
    limits = {
        path: LONGEST_VIEW if "views" in rooms_of(path) else LONGEST_FUNCTION for path in MODULES
    }
    long = {
        where(path): found
        for path, most in limits.items()
        if (found := functions_longer_than(most, parsed(path)))
    }
    assert long == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("class A:\n    x: int\n", {"A"}),
        ('class A:\n    """A thing."""\n', set()),
        ("class A(Model):\n    class Meta: ...\n", {"A"}),
        ("class _A: ...\n", set()),
        ("class AQuerySet(models.QuerySet['A']): ...\n", set()),
    ],
)
def test_a_class_that_does_not_say_what_it_is_is_found(source: str, found: set[str]) -> None:
    assert classes_without_docstring(ast.parse(source)) == found


def test_every_public_class_says_what_it_is() -> None:
    found = {where(path): classes_without_docstring(parsed(path)) for path in MODULES}
    assert {path: classes for path, classes in found.items() if classes} == {}


def test_views_forms_presenters_and_tags_compose_no_query() -> None:
    composed = {
        where(path): found
        for path in MODULES
        if rooms_of(path).intersection(WITHOUT_QUERIES)
        and (found := list(queries_composed_in(parsed(path))))
    }
    assert composed == {}
