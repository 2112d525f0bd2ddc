"""Who closed or reopened the periods of a plan, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.models import Plan
from wsoa.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class PeriodEvent:
    """What the audit log has of a period's closing or reopening."""

    verb: str
    who: str
    day: date
    reason: str


def last_period_events(plan: Plan) -> dict[str, PeriodEvent]:
    """The last closing or reopening of each period, by the subject of the audit event."""
    events = AuditEvent.objects.about(plan.slug).filter(verb__in=("close", "reopen"))
    columns = ("subject", "verb", "actor_name", "at", "detail")
    return {
        subject: PeriodEvent(verb, who, localtime(at).date(), detail.get("reason", ""))
        for subject, verb, who, at, detail in events.order_by("at", "pk").values_list(*columns)
    }
