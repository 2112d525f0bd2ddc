"""Working days: Monday to Friday without the bank holidays of England and Wales. Pure.

The holidays are data, each day with its name, in `bank_holidays.toml`; substitute days are the days
on which they were kept. A day that the table does not reach is refused rather than guessed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

SATURDAY: Final = 5


class BeyondCalendar(ValueError):
    """A day lies outside the years whose bank holidays are known. The message is for people."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(
            f"Working days can be counted from {first} to {last}: the bank holidays of other years "
            f"are not here."
        )


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The bank holidays of some whole years.

    After `announced_to` they are by rule: the government has not announced them yet, and may add
    one.
    """

    names: Mapping[date, str]
    source: str
    announced_to: int

    @property
    def first_year(self) -> int:
        return min(self.names).year

    @property
    def last_year(self) -> int:
        return max(self.names).year

    def is_working_day(self, day: date) -> bool:
        """Whether it is neither at a weekend nor a bank holiday. Raises BeyondCalendar."""
        if not self.first_year <= day.year <= self.last_year:
            raise BeyondCalendar(self.first_year, self.last_year)
        return day.weekday() < SATURDAY and day not in self.names

    def after(self, start: date, working_days: int) -> date:
        """The day that is so many working days after another, which is not counted itself.

        Raises ValueError for fewer than one, or BeyondCalendar.
        """
        if working_days < 1:
            raise ValueError("Working days are counted from one")
        day, left = start, working_days
        while left:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days come after `start`, up to and with `end`; none for an earlier end.

        Raises BeyondCalendar.
        """
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def holidays_between(self, start: date, end: date) -> list[tuple[date, str]]:
        """The holidays after `start`, up to and with `end`, in order."""
        return sorted((day, name) for day, name in self.names.items() if start < day <= end)


@cache
def england() -> HolidayCalendar:
    """The calendar of England."""
    text = Path(__file__).with_name("bank_holidays.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    names = {day: name for year in data["years"] for name, day in year.items()}
    return HolidayCalendar(names, data["source"], data["announced_to"])
