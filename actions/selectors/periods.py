"""Reading of reporting periods: which is open, closed, current, and how each is named.

All functions work on periods that were read already, in order of time; none asks the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.timezone import localtime

from actions.models import ReportingPeriod


def name_of(period: ReportingPeriod) -> str:
    """ "October 2019"."""
    return f"{period.first_day:%B %Y}"


def is_closed(period: ReportingPeriod, day: date) -> bool:
    """Whether the period is locked, or past its last day."""
    return period.locked_at is not None or period.closes < day


def closed_on(period: ReportingPeriod) -> date:
    """The day on which a closed period closed: when it was locked, or its last day."""
    if period.locked_at is None:
        return period.closes
    return min(localtime(period.locked_at).date(), period.closes)


def open_period(periods: Sequence[ReportingPeriod], today: date) -> ReportingPeriod | None:
    """The latest of a plan's periods that takes updates; as `PeriodQuerySet.open_on` has it."""
    taking = _taking_updates(periods, today)
    return taking[-1] if taking else None


def other_open_periods(periods: Sequence[ReportingPeriod], today: date) -> list[ReportingPeriod]:
    """The earlier periods that still take corrections, latest first."""
    return _taking_updates(periods, today)[-2::-1]


def _taking_updates(periods: Sequence[ReportingPeriod], today: date) -> list[ReportingPeriod]:
    return [
        period
        for period in periods
        if period.locked_at is None and period.opens <= today <= period.closes
    ]


def quarter_before(
    period: ReportingPeriod, periods: Iterable[ReportingPeriod]
) -> ReportingPeriod | None:
    """The quarter before that of the period: what was complete in it is not asked about again."""
    of_quarter = period.quarter_id or period.pk
    quarters = quarters_of(periods)
    begins = next(
        (quarter.first_day for quarter in quarters if quarter.pk == of_quarter), period.first_day
    )
    earlier = [quarter for quarter in quarters if quarter.first_day < begins]
    return earlier[-1] if earlier else None


def why_nothing_is_open(periods: Sequence[ReportingPeriod], today: date) -> str:
    """A sentence on which period closed last and which opens next; empty if one is open."""
    if open_period(periods, today):
        return ""
    closed = [period for period in periods if period.opens <= today and is_closed(period, today)]
    coming = [period for period in periods if period.opens > today]
    words = []
    if closed:
        last = closed[-1]
        words.append(f"{name_of(last)} closed to updates on {closed_on(last):%-d %B %Y}.")
    if coming:
        words.append(f"{name_of(coming[0])} opens on {coming[0].opens:%-d %B %Y}.")
    return " ".join(words) or "The plan has no reporting rounds yet."


def quarters_of(periods: Iterable[ReportingPeriod]) -> list[ReportingPeriod]:
    """The quarters among these periods, without the months of rounds in between."""
    return [period for period in periods if period.kind == ReportingPeriod.Kind.QUARTER]


def begun_quarters(periods: Iterable[ReportingPeriod], day: date) -> list[ReportingPeriod]:
    """The quarters that have begun by that day: they, or the round of one of their months, opened.

    An update of such a month is the status of its quarter. Until an action has one, the status of
    the quarter before stands (`quarter_status.status_shown`).
    """
    periods = list(periods)
    by_month = {period.quarter_id for period in periods if period.opens <= day}
    return [
        quarter
        for quarter in quarters_of(periods)
        if quarter.opens <= day or quarter.pk in by_month
    ]


def open_period_as_at(periods: Iterable[ReportingPeriod], day: date) -> ReportingPeriod | None:
    """The latest period that took updates on that day, whatever became of it since."""
    taking = [
        period
        for period in periods
        if period.opens <= day <= period.closes
        and (period.locked_at is None or localtime(period.locked_at).date() > day)
    ]
    return taking[-1] if taking else None
