"""The actions that had evidence on a day."""

from __future__ import annotations

from datetime import date

from actions.models import Evidence, Plan


def actions_with_evidence(plan: Plan, day: date) -> set[int]:
    """Actions with an item of evidence on that day. One query."""
    items = Evidence.objects.on_show_on(day).filter(action__plan=plan)
    return set(items.values_list("action", flat=True))
