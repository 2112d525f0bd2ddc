"""The next span of a series, and the day its figure is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.due_dates import (
    corrected_on,
    last_over,
    moved_on,
    next_to_enter,
    span_after,
    span_around,
)
from indicators.domain.enums import Interval, SpanKind
from indicators.domain.time_spans import Span

TODAY = date(2019, 11, 15)
WITH_RHYTHM = [kind for kind in SpanKind if kind is not SpanKind.WAVE]


@pytest.mark.parametrize(
    ("kind", "around", "over"),
    [
        ("day", "2019-11-15", "2019-11-14"),
        ("month", "2019-11", "2019-10"),
        ("quarter", "2019-Q4", "2019-Q3"),
        ("year", "2019", "2018"),
        ("school_year", "2019/20", "2018/19"),
        ("financial_year", "2019/20", "2018/19"),
    ],
)
def test_the_span_around_a_day_and_the_last_finished_span(kind, around, over):
    kind = SpanKind(kind)
    assert (span_around(kind, TODAY).key, last_over(kind, TODAY).key) == (around, over)


def test_survey_waves_have_no_next_span():
    wave = Span.of(SpanKind.WAVE, "2018")
    assert (span_after(wave), last_over(SpanKind.WAVE, TODAY)) == (None, None)
    assert next_to_enter(SpanKind.WAVE, wave, TODAY) is None


@given(st.sampled_from(WITH_RHYTHM), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_consecutive_spans_have_no_gap(kind, day):
    span = span_around(kind, day)
    after = span_after(span)
    assert span.first_day <= day <= span.last_day
    assert after.first_day == span.last_day + timedelta(days=1)
    assert last_over(kind, after.first_day) == span
    assert Span.of(kind, span.key) == span


def test_the_next_span_to_enter_follows_the_latest_once_begun():
    def after(key: str | None) -> Span | None:
        return next_to_enter(SpanKind.MONTH, Span.of("month", key) if key else None, TODAY)

    assert after(None).key == "2019-10"
    assert after("2019-08").key == "2019-09"
    assert after("2019-10").key == "2019-11"
    assert after("2019-11") is None


@pytest.mark.parametrize(
    ("due", "every", "kind", "key", "moved"),
    [
        ("2019-11-15", "month", "month", "2019-10", "2019-12-15"),
        ("2019-11-15", "month", "month", "2019-09", "2019-11-15"),  # not the one waited for
        ("2019-08-15", "month", "month", "2019-10", "2019-12-15"),  # it came late
        ("2019-11-15", "month", "month", "2019-11", "2020-01-15"),  # it came early
        ("2019-10-31", "month", "month", "2019-09", "2019-11-30"),  # the last stays the last
        ("2020-01-30", "month", "month", "2019-12", "2020-02-29"),
        ("2019-11-15", "quarter", "quarter", "2019-Q3", "2020-02-15"),
        ("2019-11-15", "term", "month", "2019-10", "2020-03-15"),
        ("2019-11-15", "year", "school_year", "2018/19", "2020-11-15"),
        ("2019-11-15", "month", "year", "2019", "2019-12-15"),  # a year to date, each month
        ("2019-11-15", "day", "day", "2019-11-14", "2019-11-16"),
        ("2019-11-15", "wave", "wave", "2019", None),
        ("2019-11-15", "", "month", "2019-10", None),
    ],
)
def test_the_due_day_moves_on_when_the_figure_arrives(due, every, kind, key, moved):
    found = moved_on(date.fromisoformat(due), Interval(every), Span.of(kind, key))
    assert found == (date.fromisoformat(moved) if moved else None)


@pytest.mark.parametrize(
    ("due", "every", "kind", "key", "moved"),
    [
        ("2019-11-30", "month", "month", "2019-10", "2019-11-30"),  # over: put right
        ("2019-11-30", "month", "year", "2018", "2019-11-30"),
        ("2019-11-30", "month", "year", "2019", "2019-12-31"),  # a year to date: the next one
        ("2019-12-31", "month", "year", "2019", "2019-12-31"),  # its turn has not come
        ("2019-11-30", "term", "school_year", "2019/20", "2020-03-31"),
        ("2019-11-30", "wave", "wave", "2019", "2019-11-30"),
    ],
)
def test_a_correction_moves_the_due_day_only_while_its_span_runs(due, every, kind, key, moved):
    span = Span.of(kind, key)
    found = corrected_on(date.fromisoformat(due), Interval(every), span, TODAY)
    assert found == date.fromisoformat(moved)


@given(
    st.dates(date(2015, 1, 1), date(2025, 1, 1)),
    st.sampled_from([Interval.MONTH, Interval.QUARTER, Interval.YEAR]),
    st.dates(date(2015, 1, 1), date(2025, 1, 1)),
)
def test_the_due_day_never_moves_back_or_twice_for_one_figure(due, every, day):
    kind = {"month": "month", "quarter": "quarter", "year": "year"}[every]
    span = span_around(SpanKind(kind), day)
    moved = moved_on(due, every, span)
    assert moved >= due
    assert moved_on(moved, every, span) == moved
