"""Bank holidays agree with the rules of the calendar; working days with counting by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.kinds.clock import months_after
from actions.domain.kinds.working_days import BeyondCalendar, england

YEARS = range(2014, 2033)
# What was proclaimed apart from the rules, as GOV.UK listed it.
MOVED = {
    (2020, "early may"): date(2020, 5, 8),
    (2022, "spring"): date(2022, 6, 2),
}
ADDED = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}


def by_rule(year: int) -> set[date]:
    """The eight days of a year, worked out apart from the table."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    mondays = [day for day in days if day.year == year and day.weekday() == 0]
    found = {easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)}
    found.add(MOVED.get((year, "early may"), next(day for day in mondays if day.month == 5)))
    found.add(MOVED.get((year, "spring"), [day for day in mondays if day.month == 5][-1]))
    found.add([day for day in mondays if day.month == 8][-1])
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in found:  # the next weekday that is free
            day += timedelta(days=1)
        found.add(day)
    return found | {day for day in ADDED if day.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_the_table_has_the_days_of_each_year(year: int) -> None:
    """Whichever of two days is the substitute: the days are the same."""
    assert {day for day in england().names if day.year == year} == by_rule(year)


def test_it_reaches_over_the_years_that_plans_need() -> None:
    calendar = england()
    assert (calendar.first_year, calendar.last_year) == (YEARS[0], YEARS[-1])
    assert calendar.announced_to >= 2027
    assert "gov.uk/bank-holidays" in calendar.source


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2018, 12, 21), 1, date(2018, 12, 24)),  # over a weekend
        (date(2018, 12, 24), 1, date(2018, 12, 27)),  # Christmas
        (date(2021, 12, 24), 1, date(2021, 12, 29)),  # both days on substitute days
        (date(2021, 12, 31), 1, date(2022, 1, 4)),  # New Year’s Day on a Saturday
        (date(2019, 4, 18), 1, date(2019, 4, 23)),  # Easter
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # Jubilee
        (date(2020, 5, 7), 1, date(2020, 5, 11)),  # VE Day, on a Friday
        (date(2019, 1, 1), 70, date(2019, 4, 9)),
        (date(2019, 2, 1), 70, date(2019, 5, 15)),  # Good Friday, Easter Monday, early May
    ],
)
def test_days_counted_by_hand(start: date, days: int, due: date) -> None:
    assert england().after(start, days) == due
    assert england().between(start, due) == days


DAYS = st.dates(date(2014, 1, 1), date(2031, 6, 1))


@given(start=DAYS, days=st.integers(1, 120))
def test_counting_on_and_back_agree(start: date, days: int) -> None:
    calendar = england()
    due = calendar.after(start, days)
    assert calendar.is_working_day(due)
    assert calendar.between(start, due) == days
    assert calendar.between(start, due - timedelta(days=1)) == days - 1
    assert calendar.after(calendar.after(start, days), 1) == calendar.after(start, days + 1)


@pytest.mark.parametrize("start", [date(2013, 12, 1), date(2032, 12, 20)])
def test_years_without_holidays_are_refused(start: date) -> None:
    with pytest.raises(BeyondCalendar, match="2014 to 2032"):
        england().after(start, 30)


@given(start=DAYS, months=st.integers(0, 48))
def test_months_end_on_the_same_day_or_the_last(start: date, months: int) -> None:
    due = months_after(start, months)
    assert (due.year - start.year) * 12 + due.month - start.month == months
    assert due.day == start.day or (due + timedelta(days=1)).day == 1
