"""The modules of the production code, by app; migrations are left out."""

from __future__ import annotations

from tests.support.paths import ROOT

# From the bottom up: an app knows nothing of those after it.
APPS = ("wsoa", "actions", "indicators", "governance")
SOURCES = {
    app: [path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
    for app in APPS
}
