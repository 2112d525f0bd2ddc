"""Commentary of a quarter: who wrote it last, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from actions.models import AreaCommentary, AreaOfWeakness, Plan, ReportingPeriod
from wsoa.audit.models import AuditEvent


def last_writers(plan: Plan, key: str) -> dict[str, AuditEvent]:
    """The event of the last change of each text of a quarter, by its subject. One query."""
    events = AuditEvent.objects.about(plan.slug).filter(
        verb__in=("write_commentary", "write_programme"), detail__period=key
    )
    return {event.subject: event for event in events.order_by("at", "pk")}


def last_written(plan: Plan, subject: str) -> AuditEvent | None:
    """The event of the last change of a text; None where it came with the plan, or is empty."""
    return AuditEvent.objects.about(plan.slug).of_subject(subject).newest_first().first()


def commentary_of(area: AreaOfWeakness, period: ReportingPeriod | None) -> AreaCommentary | None:
    """The commentary of an area for a quarter, where there are both."""
    return AreaCommentary.objects.of(period).filter(area=area).first() if period else None


def areas_without_commentary(
    period: ReportingPeriod, areas: Iterable[int]
) -> QuerySet[AreaOfWeakness]:
    """Those of these areas of the plan of which nothing is written for the quarter."""
    written = AreaCommentary.objects.of(period).with_words().values("area")
    return period.plan.areas.filter(pk__in=areas).exclude(pk__in=written)


def quarter_before(period: ReportingPeriod) -> ReportingPeriod | None:
    """The period of the same kind before this one, of the periods of its plan."""
    earlier = (
        each
        for each in period.plan.periods.all()
        if each.kind == period.kind and each.first_day < period.first_day
    )
    return max(earlier, key=lambda each: each.first_day, default=None)
