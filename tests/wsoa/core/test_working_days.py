"""Working days: weekdays without the bank holidays of England."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as some

from wsoa.core.working_days import bank_holidays, easter_sunday, is_working_day, next_working_day

# As https://www.gov.uk/bank-holidays prints them for England and Wales.
PRINTED = {
    2018: "1 Jan, 30 Mar, 2 Apr, 7 May, 28 May, 27 Aug, 25 Dec, 26 Dec",
    2019: "1 Jan, 19 Apr, 22 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
    2020: "1 Jan, 10 Apr, 13 Apr, 8 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    2021: "1 Jan, 2 Apr, 5 Apr, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
    2022: "3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec",
    2023: "2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
    2024: "1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
    2025: "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
    2026: "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    2027: "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
}
DAYS = some.dates(date(1978, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize("year", PRINTED)
def test_the_bank_holidays_are_those_that_the_government_publishes(year):
    assert ", ".join(f"{day:%-d %b}" for day in sorted(bank_holidays(year))) == PRINTED[year]


@given(some.integers(1583, 4000))
def test_easter_is_where_another_algorithm_finds_it(year):
    assert easter_sunday(year) == easter(year)


@given(some.integers(1978, 2200))
def test_a_year_has_its_eight_bank_holidays_each_on_a_weekday_of_that_year(year):
    days = bank_holidays(year)

    assert len(days) >= 8
    assert all(day.weekday() < 5 and day.year == year for day in days)


@given(DAYS)
def test_the_next_working_day_is_the_first_after_the_day(day):
    following = next_working_day(day)

    between = [day + timedelta(days=n) for n in range(1, (following - day).days)]
    assert is_working_day(following)
    assert not any(map(is_working_day, between))
    assert following > day
    assert (following - day).days <= 6  # Christmas Eve on a Thursday or Friday


def test_what_is_taken_down_on_christmas_eve_is_confirmed_after_the_holidays():
    assert next_working_day(date(2019, 12, 24)) == date(2019, 12, 27)
    assert next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)  # over Easter
