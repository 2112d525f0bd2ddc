"""Months and plan dates: parsing, printing and arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsoa.core.months import DateKind, Month, PlanDate, parse_printed, whole_months_past

months = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("May 2019", "2019-05"),
        ("Sept 2019", "2019-09"),
        ("Sept2019", "2019-09"),
        ("April2020", "2020-04"),
        ("Oct  2020", "2020-10"),
        ("Jul 2020", "2020-07"),
        ("June 2019", "2019-06"),
        ("Aug2020", "2020-08"),
        ("On-going", "ongoing"),
        ("Ongoing", "ongoing"),
        ("On- going", "ongoing"),
        ("-", None),
        ("–", None),
        ("", None),
    ],
)
def test_printed_dates_are_parsed(printed, meant):
    assert parse_printed(printed).export() == meant


@pytest.mark.parametrize("printed", ["Mai 2019", "2019", "13 2019", "May 19", "soon", "May 2019?"])
def test_an_invalid_printed_date_is_refused_with_a_reason(printed):
    with pytest.raises(ValueError, match=r"is not a month such as 'Sept 2019', 'On-going' or '-'"):
        parse_printed(printed)


@pytest.mark.parametrize("key", ["2019-13", "2019-00", "2019-1", "19-01", "1799-05"])
def test_an_invalid_month_key_is_refused(key):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(key)


@given(months)
def test_a_month_is_parsed_from_its_key_and_its_print(month):
    assert Month.parse(str(month)) == month
    assert parse_printed(f"{month.first_day:%B %Y}") == PlanDate(DateKind.MONTH, month)


@given(months, st.integers(-600, 600))
def test_months_can_be_added_and_counted_back(month, count):
    assert month.until(month.plus(count)) == count


@given(months)
def test_a_month_begins_on_the_first_and_its_last_day_is_before_the_next(month):
    assert month.first_day.day == 1
    assert month.last_day + timedelta(days=1) == month.plus(1).first_day


@given(months, days)
def test_no_months_are_past_within_the_end_month_or_before(end, today):
    if today <= end.last_day:
        assert whole_months_past(end, today) == 0


@given(months, st.integers(0, 240))
def test_a_whole_month_has_passed_on_the_last_day_of_the_next(end, count):
    assert whole_months_past(end, end.plus(count).last_day) == count


@given(months, days, days)
def test_months_past_never_go_down_as_days_go_by(end, one, other):
    early, late = sorted((one, other))
    assert whole_months_past(end, early) <= whole_months_past(end, late)
