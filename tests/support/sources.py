"""The modules of the production code, by app; migrations are left out."""

from __future__ import annotations

import ast
from functools import cache

from tests.support.paths import ROOT

# From the bottom up: an app knows nothing of those after it.
APPS = ("wsoa", "actions", "indicators", "governance")
SOURCES = {
    app: [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
    for app in APPS
}


@cache
def tree_of(text: str) -> ast.Module:
    """The syntax tree of a module's text, parsed once for all tests that look at it."""
    return ast.parse(text)
