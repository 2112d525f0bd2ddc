"""Every audit event is recorded inside a transaction, held by reading the code.

A test runs in a transaction of its own, so a service that records an event outside of one passes
every test and fails on a server, after its change was saved.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tests.support.paths import ROOT
from tests.support.sources import tree_of

APPS = ("actions", "governance", "indicators", "wsoa")
RECORDER = "record_audit"

Place = tuple[str, str]  # a module and a function in it


def _is_atomic(node: ast.expr) -> bool:
    return "atomic" in {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)} | {
        part.id for part in ast.walk(node) if isinstance(part, ast.Name)
    }


def _called_by(node: ast.AST, *, within_atomic: bool) -> Iterator[str]:
    """The names that a function calls; without those in a `with transaction.atomic()`, if asked."""
    is_block = isinstance(node, ast.With) and any(
        _is_atomic(part.context_expr) for part in node.items
    )
    if is_block and not within_atomic:
        return
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            yield node.func.attr  # self.name() and module.name()
    for child in ast.iter_child_nodes(node):
        yield from _called_by(child, within_atomic=within_atomic)


def open_to_no_transaction(modules: Mapping[str, str]) -> set[Place]:
    """The functions that record an event, or call one that does, and that nothing makes atomic.

    Those of them that other functions call are left out: their callers are in the set, or atomic.
    """
    calls: dict[Place, set[Place]] = {}
    functions: list[tuple[str, ast.FunctionDef, dict[str, Place]]] = []
    for module, text in modules.items():
        tree = tree_of(text)
        here = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        names: dict[str, Place] = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        } | {node.name: (module, node.name) for node in here}
        functions += [(module, node, names) for node in here]
    called: set[Place] = set()
    for module, node, names in functions:
        inside = {names[name] for name in _called_by(node, within_atomic=True) if name in names}
        called |= inside - {(module, node.name)}
        if not any(_is_atomic(decorator) for decorator in node.decorator_list):
            outside = {
                names[name] for name in _called_by(node, within_atomic=False) if name in names
            }
            calls.setdefault((module, node.name), set()).update(outside)
    needing: set[Place] = {("wsoa.audit.services", RECORDER)}
    while more := {place for place, found in calls.items() if found & needing} - needing:
        needing |= more
    return {place for place in needing - called if place[1] != RECORDER}


def _product() -> dict[str, str]:
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text()
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }


def test_every_audit_event_is_recorded_in_a_transaction() -> None:
    assert open_to_no_transaction(_product()) == set()


def test_an_event_outside_of_a_transaction_is_found() -> None:
    head = "from wsoa.audit.services import record_audit\n"
    helper = head + "def _record():\n    record_audit()\n"
    view = "from services import save\ndef view():\n    save()\n"

    def found(body: str) -> set[Place]:
        return open_to_no_transaction({"services": helper + body, "views": view})

    assert found("def save():\n    _record()\n") == {("views", "view")}
    assert found("@transaction.atomic\ndef save():\n    _record()\n") == set()
    within = "def save():\n    with transaction.atomic():\n        _record()\n"
    assert found(within) == set()
    assert found(within + "    record_audit()\n") == {("views", "view")}
