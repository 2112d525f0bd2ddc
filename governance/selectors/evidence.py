"""The actions that had evidence on a day."""

from __future__ import annotations

from datetime import date

from actions.models import Evidence, Plan


def actions_with_evidence(plan: Plan, day: date) -> set[int]:
    """Actions with an item of evidence on that day. One query."""
    items = Evidence.objects.filter(action__plan=plan, added_at__date__lte=day)
    items = items.exclude(withdrawn_at__date__lte=day)
    return set(items.values_list("action", flat=True))
