"""The calendar of a plan: every quarter and round, with its state today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.domain.enums import PeriodEventKind
from actions.models import PeriodEvent, Plan, ReportingPeriod
from actions.selectors.periods import is_closed, open_period, why_nothing_is_open
from actions.selectors.plan_periods import periods_of


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """One period: its days, its state, and the changes that are possible today."""

    key: str
    name: str
    counts_for: str  # for a month: the quarter whose status its updates make
    opens: date
    due: date
    closes: date
    state: str
    more: tuple[str, ...]
    late: bool
    asked: bool  # leads are asked about this one
    can_extend: bool
    can_close: bool
    can_reopen: bool


@dataclass(frozen=True, slots=True)
class PeriodCalendar:
    """The reporting periods of a plan in order of time."""

    lines: tuple[CalendarPeriod, ...]
    asked: str  # the period that leads are asked about today, or nothing
    why_nothing: str


def calendar(plan: Plan, today: date) -> PeriodCalendar:
    """Every period of the plan in chronological order. Two queries."""
    periods = periods_of(plan)
    quarters = {period.pk: period for period in periods}
    closings = PeriodEvent.objects.of_plan(plan).closings().with_people()
    last = {event.period_id: event for event in closings}
    now = open_period(periods, today)
    lines = [
        _calendar_period(period, quarters, last.get(period.pk), today, period == now)
        for period in periods
    ]
    return PeriodCalendar(
        lines=tuple(lines),
        asked=f"{now.first_day:%B %Y}" if now else "",
        why_nothing=why_nothing_is_open(periods, today),
    )


def period_state(period: ReportingPeriod, today: date) -> str:
    """The confirmation message after a change to a period."""
    name = f"{period.first_day:%B %Y}"
    if period.locked_at:
        return f"{name} is closed to updates."
    if period.opens > today:
        return f"{name} opens on {period.opens:%-d %B %Y}."
    return f"{name} is open: due by {period.due:%-d %B}, closes after {period.closes:%-d %B %Y}."


def _calendar_period(
    period: ReportingPeriod,
    periods: dict[int, ReportingPeriod],
    event: PeriodEvent | None,
    today: date,
    asked: bool,
) -> CalendarPeriod:
    quarter = periods.get(period.quarter_id) if period.quarter_id else None
    closed = is_closed(period, today)
    return CalendarPeriod(
        key=period.key,
        name=f"{period.first_day:%B %Y}",
        counts_for=f"{quarter.first_day:%B %Y}" if quarter else "",
        opens=period.opens,
        due=period.due,
        closes=period.closes,
        state=_state(period, event, today),
        more=tuple(_more(period, event, today)),
        late=not closed and today > period.due,
        asked=asked,
        can_extend=not closed,
        can_close=not closed and period.opens <= today,
        can_reopen=closed,
    )


def _state(period: ReportingPeriod, event: PeriodEvent | None, today: date) -> str:
    if period.locked_at:
        closed = event if event and event.kind == PeriodEventKind.CLOSED else None
        return f"Locked on {localtime(period.locked_at):%-d %B %Y}{_by(closed)}"
    if period.closes < today:
        return "Closed"
    if period.opens > today:
        return f"Not yet open, opens in {_days(period.opens, today)}"
    if period.due == today:
        return "Open, due today"
    if period.due > today:
        return f"Open, due in {_days(period.due, today)}"
    return f"Late: was due {_days(period.due, today)} ago"


def _more(period: ReportingPeriod, event: PeriodEvent | None, today: date) -> Iterable[str]:
    if period.due < today <= period.closes and not period.locked_at:
        last = period.closes == today
        yield "It closes after today." if last else f"It closes in {_days(period.closes, today)}."
    if event and event.kind == PeriodEventKind.REOPENED and not period.locked_at:
        day = f"{localtime(event.at):%-d %B %Y}"
        yield f"Reopened on {day}{_by(event)}, because: {event.reason}"


def _by(event: PeriodEvent | None) -> str:
    return f" by {event.by.name}" if event and event.by else ""


def _days(day: date, today: date) -> str:
    count = abs((day - today).days)
    return f"{count} day{'' if count == 1 else 's'}"
