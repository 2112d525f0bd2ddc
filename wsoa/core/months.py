"""Months and the dates of plans: parsing, printing, arithmetic. Pure: no clock, no database.

A plan dates its actions by the month ("Sept 2019"). The month is what counts: as a start it begins
on the 1st, as an end it is over after its last day. "On-going" and "-" are special dates. See
docs/adr/0010-dates-have-month-precision.md.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_FIRST, _SECOND = "Jan Feb March April May June", "July Aug Sept Oct Nov Dec"
_PRINTED = tuple(f"{_FIRST} {_SECOND}".split())
_PRINTED_MONTH = re.compile(r"([A-Za-z]+)\.?\s*(\d{4})")


class DateKind(StrEnum):
    """What a plan gives as a date: a month, on-going, or none."""

    MONTH = "month"
    ONGOING = "ongoing"
    NONE = "none"


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month. Months can be compared and subtracted."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 2200):
            raise ValueError(f"{self.year}-{self.number} is not a month")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, key: str) -> Self:
        """Parses "2019-07". Raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", key)
        if not match:
            raise ValueError(f"{key!r} is not a month such as 2019-07")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def printed(self) -> str:
        """The month as plans print it: "Sept 2019"."""
        return f"{_PRINTED[self.number - 1]} {self.year}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        years, zero_based = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, zero_based + 1)

    def until(self, other: "Month") -> int:
        """Months from this one to the other; negative where the other is earlier."""
        return (other.year - self.year) * 12 + other.number - self.number


@dataclass(frozen=True, slots=True)
class PlanDate:
    """The meaning of a printed date: a month, "On-going", or none."""

    kind: DateKind
    month: Month | None = None

    @classmethod
    def of(cls, first_day: date | None) -> "PlanDate":
        """A month by its first day; no date for None."""
        if first_day is None:
            return cls(DateKind.NONE)
        return cls(DateKind.MONTH, Month.of(first_day))

    def export(self) -> str | None:
        """The date as the export writes it: "2019-07", "ongoing" or None."""
        if self.kind is DateKind.ONGOING:
            return "ongoing"
        return str(self.month) if self.month else None


def parse_printed(printed: str) -> PlanDate:
    """The meaning of a date as a plan prints it.

    Understands "Sept 2019", "Sept2019", "Oct  2020", "July 2019", "On-going", "Ongoing", "-"
    and an empty cell. Raises ValueError with a reason for anything else.
    """
    words = " ".join(printed.split())
    if words in {"", "-", "–", "—"}:
        return PlanDate(DateKind.NONE)
    if words.lower().replace("-", "").replace(" ", "") == "ongoing":
        return PlanDate(DateKind.ONGOING)
    match = _PRINTED_MONTH.fullmatch(words)
    if match and match[1].lower() in MONTH_NAMES:
        return PlanDate(DateKind.MONTH, Month(int(match[2]), MONTH_NAMES[match[1].lower()]))
    raise ValueError(f"{printed!r} is not a month such as 'Sept 2019', 'On-going' or '-'")


def whole_months_past(end: Month, today: date) -> int:
    """Whole months since the end month was over; 0 within the first month.

    >>> whole_months_past(Month(2019, 7), date(2019, 11, 15))
    3
    """
    months = end.until(Month.of(today))
    if today < Month.of(today).last_day:
        months -= 1
    return max(months, 0)
