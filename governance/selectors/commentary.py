"""Current commentary of a quarter."""

from __future__ import annotations

from actions.models import AreaCommentary, AreaOfWeakness, ProgrammeCommentary, ReportingPeriod


def area_commentary(area: AreaOfWeakness, period: ReportingPeriod) -> AreaCommentary:
    """The current commentary of an area for a quarter; an empty one if there is none."""
    current = AreaCommentary.objects.current().of(period).filter(area=area).with_people().first()
    current = current or AreaCommentary()
    current.area, current.period = area, period
    return current


def programme_commentary(period: ReportingPeriod) -> ProgrammeCommentary:
    """The current text on the programme as a whole; an empty one if there is none."""
    current = ProgrammeCommentary.objects.current().of(period).with_people().first()
    current = current or ProgrammeCommentary()
    current.period = period
    return current


def quarter_before(period: ReportingPeriod) -> ReportingPeriod | None:
    """The period of the same kind before this one, of the periods of its plan."""
    earlier = (
        other
        for other in period.plan.periods.all()
        if other.kind == period.kind and other.first_day < period.first_day
    )
    return max(earlier, key=lambda other: other.first_day, default=None)
