"""The bodies that oversee a plan."""

from __future__ import annotations

from collections.abc import Iterable

from actions.models import Plan


def deciding_bodies(plan: Plan) -> Iterable[tuple[int, str]]:
    """The key and the name of each, in the plan's order."""
    return plan.bodies.values_list("pk", "name")
