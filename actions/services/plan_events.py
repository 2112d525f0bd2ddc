"""The days from which a plan's key dates are counted."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from actions.models import Plan, PlanEvent
from actions.services.locking import lock_and_bump_plan
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today

LONGEST_SOURCE = 300


class PlanEventRefused(Exception):
    """The day was not saved. The message is for the person."""


@transaction.atomic
def record_plan_event(
    *, by: User, plan: Plan, event: str, day: date | None, source: str
) -> PlanEvent:
    """Records the day of an event of the kind; without a day, that it was entered by mistake.

    What was recorded before stays in the history; the last row counts. Raises PlanEventRefused for
    an event that the kind does not have, a day still to come, or without a source.
    """
    known = {found.key: found for found in plan.kind_of_plan.events}
    if event not in known:
        raise PlanEventRefused("Choose what happened from the list")
    if day is not None and day > today():
        raise PlanEventRefused("Date must be today or in the past")
    source = " ".join(source.split())[:LONGEST_SOURCE]
    if not source:
        raise PlanEventRefused("Enter where the date is from, for example the letter with its date")
    lock_and_bump_plan(plan.pk)
    made = PlanEvent.objects.create(plan=plan, event=event, day=day, source=source, by=by, at=now())
    moment = f"{day.day} {day:%B %Y}" if day else "taken back"
    record_audit(
        by=by,
        verb="record_plan_event",
        plan=plan,
        subject=known[event].title,
        summary=f"{known[event].title}: {moment}",
        detail={"day": day.isoformat() if day else None, "source": source},
    )
    return made
