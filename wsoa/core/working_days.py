"""Working days in England: Monday to Friday without bank holidays. Pure.

The bank holidays are those of https://www.gov.uk/bank-holidays for England and Wales, worked out by
the rule of each (Banking and Financial Dealings Act 1971, and yearly proclamations), with the ones
that were proclaimed for a single year. One proclaimed in future is added to `_ONCE` or `_MOVED`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

MONDAY, SATURDAY = 0, 5
_DAY = timedelta(days=1)

# Proclaimed for one year, beside the usual ones.
_ONCE = (
    date(1999, 12, 31),  # the millennium
    date(2002, 6, 3),  # Golden Jubilee
    date(2011, 4, 29),  # a royal wedding
    date(2012, 6, 5),  # Diamond Jubilee
    date(2022, 6, 3),  # Platinum Jubilee
    date(2022, 9, 19),  # the State Funeral of Queen Elizabeth II
    date(2023, 5, 8),  # the Coronation of King Charles III
)
# Held on another day in one year.
_MOVED = {
    date(1995, 5, 1): date(1995, 5, 8),  # 50 years after VE Day
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),  # 75 years after VE Day
    date(2022, 5, 30): date(2022, 6, 2),
}


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, from 1978 on: those on a weekend by their substitute.

    >>> sorted(bank_holidays(2019))[:2]
    [datetime.date(2019, 1, 1), datetime.date(2019, 4, 19)]
    """
    easter = easter_sunday(year)
    usual = {
        easter - 2 * _DAY,
        easter + _DAY,
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    }
    days = {_MOVED.get(day, day) for day in usual} | {day for day in _ONCE if day.year == year}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while not _is_weekday(day) or day in days or _is_boxing_day_of(fixed, day):
            day += _DAY
        days.add(day)
    return frozenset(days)


def _is_boxing_day_of(fixed: date, day: date) -> bool:
    """Whether a substitute of Christmas Day would take the place of Boxing Day itself."""
    return day != fixed and (day.month, day.day) == (12, 26)


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher).

    >>> easter_sunday(2019)
    datetime.date(2019, 4, 21)
    """
    century, of_century = divmod(year, 100)
    moon = year % 19
    epact = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    full = (19 * moon + epact + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - full - of_century % 4) % 7
    back = (moon + 11 * full + 22 * weekday) // 451
    month, day = divmod(full + weekday - 7 * back + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Whether people work on that day in England.

    >>> is_working_day(date(2019, 12, 26))
    False
    """
    return _is_weekday(day) and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after a day.

    >>> next_working_day(date(2019, 12, 24))
    datetime.date(2019, 12, 27)
    """
    following = day + _DAY
    while not is_working_day(following):
        following += _DAY
    return following


def _is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + _DAY * ((MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    """Of a month of 31 days."""
    last = date(year, month, 31)
    return last - _DAY * last.weekday()
