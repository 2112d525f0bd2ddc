"""The clock of a kind of plan: when things are due, counted from what has happened. Pure.

A day is worked out only where the day that it counts from is known, and each says what it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from actions.domain.kinds.model import ClockStep, CountedIn, KindOfPlan
from actions.domain.kinds.working_days import BeyondCalendar, HolidayCalendar
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class KeyDate:
    """One step of a plan's clock: when it is due, when it happened, and in words why.

    `due` is None where it cannot be worked out; `sentence` says what is missing. `is_certain` is
    False where the number of days is not, or lies in years whose holidays are not announced.
    `is_passed` says that a later event of the plan has happened: what was due happened, too, and
    its own day was not entered.
    """

    step: ClockStep
    due: date | None
    happened: date | None
    sentence: str
    is_certain: bool
    is_passed: bool = False

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed and what was due has not happened."""
        is_open = self.happened is None and not self.is_passed
        return is_open and self.due is not None and self.due < today

    @property
    def was_late(self) -> bool:
        """Whether it happened after the day it was due."""
        return self.due is not None and self.happened is not None and self.happened > self.due


def key_dates(
    kind: KindOfPlan, events: Mapping[str, date], holidays: HolidayCalendar
) -> tuple[KeyDate, ...]:
    """The steps of a kind's clock, in its order, for a plan whose events fell on these days."""
    order = [event.key for event in kind.events]
    return tuple(
        replace(
            _key_date(kind, step, events, holidays),
            is_passed=any(key in events for key in order[order.index(step.done_by) + 1 :]),
        )
        for step in kind.clock
    )


def _key_date(
    kind: KindOfPlan, step: ClockStep, events: Mapping[str, date], holidays: HolidayCalendar
) -> KeyDate:
    happened = events.get(step.done_by)
    event = kind.event_named(step.counts_from)
    start = events.get(step.counts_from)
    if start is None:
        missing = f"Counted from {event.phrase}, and that day has not been entered."
        return KeyDate(step, None, happened, missing, step.is_certain)
    try:
        due, besides, announced = _counted(step, start, holidays)
    except BeyondCalendar as refused:
        return KeyDate(step, None, happened, str(refused), is_certain=False)
    sentence = f"{step.length} after {event.phrase}, {_day(start)}{besides}."
    return KeyDate(step, due, happened, sentence, step.is_certain and announced)


def _counted(step: ClockStep, start: date, holidays: HolidayCalendar) -> tuple[date, str, bool]:
    """The day, what was left out in counting, and whether its bank holidays are announced."""
    if step.counted_in is CountedIn.MONTHS:
        return months_after(start, step.amount), "", True
    due = holidays.after(start, step.amount)
    left_out = len(holidays.holidays_between(start, due))
    words = f"{left_out} bank holiday{'' if left_out == 1 else 's'}" if left_out else ""
    besides = f", without weekends{' and ' + words if words else ''}"
    return due, besides, due.year <= holidays.announced_to


def months_after(start: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day.

    >>> months_after(date(2019, 8, 31), 6)
    datetime.date(2020, 2, 29)
    """
    month = Month.of(start).plus(months)
    return date(month.year, month.number, min(start.day, month.last_day.day))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
