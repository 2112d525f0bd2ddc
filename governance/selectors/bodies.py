"""The bodies that oversee a plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions.domain.readiness import ReadinessFinding, ReadinessKind
from actions.models import Plan


def deciding_bodies(plan: Plan) -> Iterable[tuple[int, str]]:
    """The key and the name of each, in the plan's order."""
    return plan.bodies.values_list("pk", "name")


def missing_governance(plan: Plan, day: date) -> Iterable[ReadinessFinding]:
    """A plan that no board, committee or forum oversees; a plan without a meeting on that day or
    later.
    """
    if not plan.bodies.exists():
        text = "no board, committee or forum oversees the plan"
        yield ReadinessFinding(ReadinessKind.NO_GOVERNANCE, text)
    elif not plan.meetings.filter(held_on__gte=day).exists():
        text = "no meeting of a board, committee or forum is planned"
        yield ReadinessFinding(ReadinessKind.NO_GOVERNANCE, text)
