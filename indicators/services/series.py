"""Starting a new series of an indicator."""

from __future__ import annotations

from django.db import transaction

from actions.services.locking import lock_and_bump_figures
from indicators.domain.enums import SeriesKind, SetupPart, SpanKind
from indicators.models import Indicator, IndicatorChange, Series
from indicators.services.figure_entry import EntryRefused
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now

LONGEST_NAME = 120


class SeriesRefused(EntryRefused):
    """The series cannot be started. The message says why."""


@transaction.atomic
def start_series(
    *, by: User, indicator: Indicator, name: str, kind: SeriesKind, span_kind: SpanKind, source: str
) -> Series:
    """Starts a series of an indicator, for example for one of the services that it counts.

    Raises SeriesRefused if the name is taken, or for an official series, which has to be mapped.
    """
    lock_and_bump_figures(indicator.plan_id)
    name = " ".join(name.split())
    if kind is SeriesKind.OFFICIAL:
        raise SeriesRefused("To add an official statistic, choose it from the published measures")
    if not name:
        raise SeriesRefused("Enter a name for the series")
    others = list(indicator.series.all())
    if any(other.name.casefold() == name.casefold() for other in others):
        raise SeriesRefused(f"There is already a series called “{name}”. Enter a different name")
    series = Series.objects.create(
        indicator=indicator,
        order=max((other.order for other in others), default=0) + 1,
        name=name,
        kind=kind,
        span_kind=span_kind,
        source=source,
        headline_place=None if others else 1,
    )
    _keep_change(by, indicator, name)
    record_audit(
        by=by,
        verb="series",
        plan=indicator.plan,
        subject=f"indicator {indicator.key}",
        summary=f"Added the series “{name}” of {indicator.short_title}",
        detail={"series": series.pk},
    )
    return series


def _keep_change(by: User, indicator: Indicator, name: str) -> None:
    IndicatorChange.objects.create(
        indicator=indicator,
        part=SetupPart.NEW_SERIES,
        summary=f"Added the series “{name}”",
        by=by,
        at=now(),
    )
