"""The days of a plan from which its key dates are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.models import Plan


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """The day of an event and where it is from."""

    day: date
    source: str


def recorded_days(plan: Plan) -> dict[str, RecordedDay]:
    """By event: the day that was recorded last, and what the plan itself prints. One query.

    The end of the inspection and the approval are printed in the plan; what is recorded as an
    event comes before them.
    """
    printed = {"inspected": plan.inspected_to, "approved": plan.approved_on}
    found = {key: RecordedDay(day, plan.source) for key, day in printed.items() if day}
    for event, day, source in plan.events.values_list("event", "day", "source"):
        if day is None:
            found.pop(event, None)
        else:
            found[event] = RecordedDay(day, source)
    return found
