"""Working days: Monday to Friday. Bank holidays are not known here. Pure."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def next_working_day(day: date) -> date:
    """The first working day after a day.

    >>> next_working_day(date(2019, 11, 15))  # a Friday
    datetime.date(2019, 11, 18)
    """
    following = day + timedelta(days=1)
    while following.weekday() >= SATURDAY:
        following += timedelta(days=1)
    return following
