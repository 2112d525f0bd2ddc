"""Periods: what is printed is read back, and every usual way of writing one is understood."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.due_dates import next_to_enter, span_after, span_around
from indicators.domain.enums import SpanKind
from indicators.domain.period_grammar import PeriodRefused, QuarterYear
from indicators.domain.period_words import QuarterUnclear, read_period
from indicators.domain.time_spans import Span
from wsoa.core.months import MONTH_NAMES, Month

days = st.dates(date(2001, 1, 1), date(2099, 12, 31))
REGULAR = [kind for kind in SpanKind if kind is not SpanKind.WAVE]


def around(kind: SpanKind, day: date) -> Span:
    span = span_around(kind, day)
    assert span is not None
    return span


def names_of(number: int) -> list[str]:
    return [name for name, month in MONTH_NAMES.items() if month == number]


@given(st.sampled_from(REGULAR), days)
def test_a_span_is_read_back_from_its_key_and_as_it_is_printed(kind: SpanKind, day: date) -> None:
    span = around(kind, day)
    for words in (span.key, span.printed, span.printed.upper(), f"  {span.printed}  "):
        assert read_period(kind, words) == span


@given(st.sampled_from(["%Y-%m", "%Y", "%Y/"]), days)
def test_a_survey_wave_is_read_back(form: str, day: date) -> None:
    key = f"{day:{form}}"
    key = f"{day.year}/{(day.year + 1) % 100:02}" if key.endswith("/") else key
    span = Span.of(SpanKind.WAVE, key)
    assert read_period(SpanKind.WAVE, span.key) == read_period(SpanKind.WAVE, span.printed) == span


@given(st.sampled_from(REGULAR), days)
def test_the_first_and_the_last_day_stand_for_their_span(kind: SpanKind, day: date) -> None:
    span = around(kind, day)
    if kind is SpanKind.TERM:
        return  # a day says nothing of a term, which ends when the school says
    for edge in (span.first_day, span.last_day):
        written = (f"{edge.day}/{edge.month}/{edge.year}", f"{edge:%d.%m.%Y}", f"{edge:%d %B %Y}",
                   f"{edge:%d-%b-%y}", f"{edge.isoformat()} 00:00:00")  # fmt: skip
        assert {read_period(kind, words) for words in written} == {span}


@given(days, st.data())
def test_a_month_is_read_however_it_is_written(day: date, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names_of(day.month)))
    year = day.year
    written = data.draw(
        st.sampled_from(
            [
                f"{name} {year}",
                f"{name.capitalize()}-{year % 100:02}",
                f"{name.upper()}{year}",
                f"{name}. {year}",
                f"{year} {name}",
                f"{day.month}/{year}",
                f"{day.month:02}-{year}",
                f"{day.month:02}/{year}",
                f"{year}/{day.month:02}",
                f"{year}{day.month:02}",
                f"month ending {Month.of(day).last_day:%d %B %Y}",
            ]
        )
    )
    assert read_period(SpanKind.MONTH, written).key == f"{year}-{day.month:02}"


@given(st.integers(2001, 2098), st.integers(1, 4), st.data())
def test_a_financial_quarter_is_three_months_from_april(
    year: int, number: int, data: st.DataObject
) -> None:
    two = data.draw(
        st.sampled_from(
            [f"{year}/{(year + 1) % 100:02}", f"{year}-{(year + 1) % 100:02}", f"{year}/{year + 1}"]
        )
    )
    written = data.draw(
        st.sampled_from(
            [
                f"Q{number} {two}",
                f"q{number} {two}",
                f"{two} Q{number}",
                f"Quarter {number} {two}",
                f"Qtr {number} of {two}",
                f"FY{two} Q{number}",
                f"Q{number} FY {two}",
                f"Q{number}, {two}",
            ]
        )
    )
    span = read_period(SpanKind.QUARTER, written)
    first = Month(year, 4).plus(3 * (number - 1))
    assert (span.first_day, span.last_day) == (first.first_day, first.plus(2).last_day)


@given(days, st.data())
def test_three_months_are_a_quarter(day: date, data: st.DataObject) -> None:
    span = around(SpanKind.QUARTER, day)
    first, last = span.first_day, span.last_day
    one, three = (data.draw(st.sampled_from(names_of(edge.month))) for edge in (first, last))
    written = (
        f"{one}-{three} {last.year}",
        f"{one} to {three} {last.year}",
        f"{one} {first.year} – {three} {last.year}",
        f"1 {one} {first.year} - {last.day} {three} {last.year}",
        f"{first:%d/%m/%Y} to {last:%d/%m/%Y}",
        f"quarter ending {three} {last.year}",
        f"3 months to {last:%d %B %Y}",
    )
    assert {read_period(SpanKind.QUARTER, words) for words in written} == {span}


@given(st.integers(2001, 2098), st.integers(1, 4))
def test_a_quarter_of_one_year_asks_which_year_is_meant(year: int, number: int) -> None:
    for words in (
        f"Q{number} {year}",
        f"{year} Q{number}",
        f"{year}Q{number}",
        f"quarter {number} {year}",
    ):
        with pytest.raises(QuarterUnclear) as unclear:
            read_period(SpanKind.QUARTER, words)
        choice = unclear.value.choice
        assert choice.calendar.key == f"{year}-Q{number}"
        assert choice.financial == read_period(
            SpanKind.QUARTER, f"Q{number} {year}/{(year + 1) % 100:02}"
        )
        # Both ways that the message gives to write it are understood.
        for meant in (choice.calendar, choice.financial):
            assert read_period(SpanKind.QUARTER, meant.printed) == meant
        for meant_year in QuarterYear:
            assert read_period(SpanKind.QUARTER, words, meant_year) == choice.of(meant_year)


@given(st.integers(2001, 2097), st.integers(2, 9))
def test_two_years_that_do_not_follow_each_other_are_refused(year: int, apart: int) -> None:
    for words in (f"{year}/{(year + apart) % 100:02}", f"{year}-{year + apart}", f"{year}/{year}"):
        with pytest.raises(PeriodRefused, match="two years that do not follow each other"):
            read_period(SpanKind.SCHOOL_YEAR, words)


@pytest.mark.parametrize("kind", [SpanKind.YEAR, SpanKind.SCHOOL_YEAR, SpanKind.QUARTER])
def test_a_month_in_another_series_is_called_a_month(kind: SpanKind) -> None:
    with pytest.raises(PeriodRefused, match="“2019-04” is a month, and this series has"):
        read_period(kind, "2019-04")


@given(st.text(max_size=20), st.sampled_from(list(SpanKind)))
def test_any_text_is_a_period_or_refused_with_words(words: str, kind: SpanKind) -> None:
    with suppress(PeriodRefused):
        assert read_period(kind, words).kind is kind


@pytest.mark.parametrize(
    ("kind", "typed", "key"),
    [
        ("quarter", "Q1 2019 (Apr-Jun)", "2019-Q2"),
        ("quarter", "Q4 (Jan-Mar) 2019/20", "2020-Q1"),
        ("quarter", "Q1 2019 (calendar)", "2019-Q1"),
        ("quarter", "First quarter of 2019/20", "2019-Q2"),
        ("quarter", "Oct - Dec 19", "2019-Q4"),
        ("term", "Autumn 2019", "2019/20 autumn"),
        ("term", "Spring 2020", "2019/20 spring"),
        ("term", "Summer Term 2019-20", "2019/20 summer"),
        ("term", "2019/20 spring term", "2019/20 spring"),
        ("school_year", "201314", "2013/14"),
        ("school_year", "academic year 2018/19", "2018/19"),
        ("school_year", "Sep 2018 - Aug 2019", "2018/19"),
        ("financial_year", "FY 2018-19", "2018/19"),
        ("financial_year", "year to 31 March 2019", "2018/19"),
        ("financial_year", "Apr 2018 to Mar 2019", "2018/19"),
        ("year", "Jan-Dec 2019", "2019"),
        ("year", "2019.0", "2019"),
        ("day", "Mon 30th Sept 2019", "2019-09-30"),
        ("wave", "2009-10", "2009-10"),
    ],
)
def test_other_ways_of_writing(kind: str, typed: str, key: str) -> None:
    assert read_period(SpanKind(kind), typed).key == key


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        (
            "month",
            "43709",
            "is a date as a spreadsheet numbers it (a date serial): 1 September 2019",
        ),
        ("month", "15/09/2019", "is a day, and this series has months"),
        ("month", "9/30/2019", "has the month before the day. Write the day first: 30/9/2019"),
        ("school_year", "Autumn 2019", "is a school term, and this series has school years"),
        ("school_year", "2019", "is one year, and a school year has two. Enter 2018/19 or 2019/20"),
        ("school_year", "FY2018/19", "is a financial year, and this series has school years"),
        ("year", "2018/19", "is a school year, and this series has calendar years"),
        ("quarter", "Sept 2019", "is a month, and this series has quarters"),
        ("quarter", "Dec 2019 - Feb 2020", "is not a quarter"),
        ("quarter", "Q1 (Jul-Sep) 2019", "names a quarter, and months of another one"),
        ("quarter", "Q1 FY2019", "names one year, and a financial year has two"),
        ("term", "Term 1 2019/20", "numbers a term. Name it"),
        ("day", "31/9/2019", "is not in the calendar"),
    ],
)
def test_what_is_no_such_period_is_refused_with_what_it_is(
    kind: str, typed: str, reason: str
) -> None:
    with pytest.raises(PeriodRefused) as refused:
        read_period(SpanKind(kind), typed)
    assert f"“{typed}” {reason}" in str(refused.value)


@given(days)
def test_terms_follow_each_other_without_a_gap(day: date) -> None:
    term = around(SpanKind.TERM, day)
    after = span_after(term)
    assert after is not None
    assert after.first_day == term.last_day + timedelta(days=1)
    assert term.first_day <= day <= term.last_day
    assert next_to_enter(SpanKind.TERM, term, after.first_day) == after
