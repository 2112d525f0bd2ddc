"""Ending the measuring of an indicator or of one of its series, and taking it up again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from actions.services.locking import lock_and_bump_figures
from indicators.domain.enums import EndKind, SetupPart
from indicators.models import EndEvent, Indicator, Series
from indicators.selectors.ends import ends_by, last_span_of
from indicators.selectors.free_text import quote_fault
from indicators.services.indicator_setup import SetupRefused
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.reasons import fault_in_reason

NO_REASON_FOR_END = "Enter the reason, for example “collection cancelled”"
LONGEST_REASON = 300


@transaction.atomic
def end_measuring(
    *,
    by: User,
    indicator: Indicator,
    kind: EndKind,
    day: date,
    reason: str,
    series: Series | None = None,
) -> EndEvent:
    """Records that an indicator, or one of its series, is measured no longer from a day, or again.

    It stays in lists with the reason; no more figures are asked for. The end of what has ended
    already corrects that end: its day, its kind or its reason. Raises SetupRefused without a
    reason, for a day in the future or before the period of the last figure began, or if it has that
    state already.
    """
    if fault := fault_in_reason(reason, NO_REASON_FOR_END):
        raise SetupRefused(fault, "reason")
    lock_and_bump_figures(indicator.plan_id)
    reason = " ".join(reason.split()).rstrip(".")
    _refuse_quote(indicator, reason)
    _refuse_future(day)
    ends = ends_by([indicator.pk], today())
    ended = ends.of_series.get(series.pk) if series else ends.of_indicators.get(indicator.pk)
    _refuse_same(kind, ended, day, reason)
    if kind is not EndKind.RESUMED:
        _refuse_before_figures(indicator, series, day)
    event = EndEvent.objects.create(
        indicator=indicator, series=series, kind=kind, day=day, reason=reason, by=by, at=now()
    )
    name = f"the series “{series.name}” of {indicator.short_title}" if series else str(indicator)
    record_audit(
        by=by,
        verb="end-measuring" if kind is not EndKind.RESUMED else "resume-measuring",
        plan=indicator.plan,
        subject=f"indicator {indicator.key}",
        summary=f"{kind.label}: {name}, from {day.day} {day:%B %Y}",
        detail={"event": event.pk, "part": SetupPart.SERIES if series else SetupPart.DEFINITION},
    )
    return event


def _refuse_future(day: date) -> None:
    if day > today():
        raise SetupRefused("Day must be today or in the past", "day")


def _refuse_quote(indicator: Indicator, reason: str) -> None:
    if fault := quote_fault([indicator], reason, "reason"):
        raise SetupRefused(fault, "reason")


def _refuse_before_figures(indicator: Indicator, series: Series | None, day: date) -> None:
    last = last_span_of(indicator, series)
    if last is not None and day < last.first_day:
        raise SetupRefused(
            f"Day must be on or after {last.first_day.day} {last.first_day:%B %Y}, because there "
            f"is a figure for {last.printed}. Enter the day from which nothing is measured",
            "day",
        )


def _refuse_same(kind: EndKind, ended: EndEvent | None, day: date, reason: str) -> None:
    if kind is EndKind.RESUMED and ended is None:
        raise SetupRefused("It is still measured, so there is nothing to take up again", "kind")
    if ended is None:
        return
    if (ended.kind, ended.day, ended.reason) == (kind, day, reason):
        raise SetupRefused(
            f"It is measured no longer: {ended.sentence}. To correct that, change the day or the "
            "reason",
            "kind",
        )
    if kind is EndKind.RESUMED and day < ended.day:
        raise SetupRefused(
            f"Day must be on or after {ended.day.day} {ended.day:%B %Y}, on which it ended", "day"
        )
