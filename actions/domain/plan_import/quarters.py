"""The quarters of a plan that comes in from a file. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from wsoa.core.months import Month

MOST_AHEAD: Final = 12  # quarters after today
EVERY: Final = 3  # months


@dataclass(frozen=True, slots=True)
class NewQuarter:
    """A quarter by the month it is named after, and its days."""

    month: Month
    opens: date
    due: date
    closes: date


def quarters_for(reported: Iterable[Month], ends: Iterable[Month], today: date) -> list[NewQuarter]:
    """The quarters of a plan: those that its file reports on, and from then on every third month.

    `ends` are the ends of its actions: the last quarter is the first at or after all of them. There
    is always one that is open or to come. Each closes before the next opens.
    """
    months = sorted(set(reported))
    now = Month.of(today)
    if not months:
        months = [Month(now.year, (now.number - 1) // EVERY * EVERY + 1)]
    last_end = max([*ends, now])
    most = months[-1].until(now) // EVERY + MOST_AHEAD
    while most > 0 and (months[-1] < last_end or months[-1].last_day < today):
        months.append(months[-1].plus(EVERY))
        most -= 1
    following: list[Month | None] = [*months[1:], None]
    return [_quarter(month, after) for month, after in zip(months, following, strict=True)]


def _quarter(month: Month, after: Month | None) -> NewQuarter:
    closes = month.plus(1)
    if after is not None and after <= closes:
        closes = after.plus(-1)
    return NewQuarter(month, month.first_day, month.last_day, closes.last_day)
