"""The quarters of the year in which access is reviewed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class ReviewQuarter:
    """A quarter of the calendar year, by its first day. Its review is due on its last day."""

    first_day: date

    @classmethod
    def of(cls, day: date) -> ReviewQuarter:
        """The quarter in which a day lies.

        >>> ReviewQuarter.of(date(2019, 11, 15)).first_day
        datetime.date(2019, 10, 1)
        """
        return cls(date(day.year, day.month - (day.month - 1) % 3, 1))

    @property
    def last_day(self) -> date:
        return ReviewQuarter.of(self.first_day + timedelta(days=95)).first_day - timedelta(days=1)

    @property
    def before(self) -> ReviewQuarter:
        return ReviewQuarter.of(self.first_day - timedelta(days=1))

    @property
    def label(self) -> str:
        """As pages print it.

        >>> ReviewQuarter.of(date(2019, 11, 15)).label
        'October to December 2019'
        """
        return f"{self.first_day:%B} to {self.last_day:%B} {self.last_day.year}"
