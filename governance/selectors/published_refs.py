"""Which references a plan's publications have printed."""

from __future__ import annotations

import json
from typing import Any

from actions.models import Plan


def published_refs(plan: Plan) -> frozenset[str] | None:
    """The references of areas, outcomes and actions in all that was ever published of the plan,
    also where it was withdrawn; None where nothing was.
    """
    documents = list(plan.papers.quarterly().published().values_list("frozen", flat=True))
    if not documents:
        return None
    return frozenset(ref for frozen in documents for ref in _refs_in(json.loads(frozen)))


def _refs_in(document: dict[str, Any]) -> list[str]:
    refs = []
    for area in document.get("areas", ()):
        refs.append(area["ref"])
        for outcome in area["outcomes"]:
            refs += [outcome["ref"], *(action["ref"] for action in outcome["actions"])]
    return refs
