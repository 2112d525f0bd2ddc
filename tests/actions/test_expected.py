"""The status that the dates of an action allow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status
from actions.domain.expected_status import (
    expected_status,
    is_overdue,
    is_past_own_end_only,
    months_late,
    should_have_started,
)
from wsoa.core.months import DateKind, Month, PlanDate

SEPTEMBER = PlanDate(DateKind.MONTH, Month(2019, 9))
ONGOING = PlanDate(DateKind.ONGOING)
NONE = PlanDate(DateKind.NONE)
months = st.builds(Month, st.integers(2000, 2050), st.integers(1, 12))
days = st.dates(date(1999, 1, 1), date(2051, 12, 31))
statuses = st.sampled_from([*Status, None])


@pytest.mark.parametrize(
    ("end", "status", "today", "late"),
    [
        (SEPTEMBER, Status.ON_TRACK, date(2019, 9, 1), False),
        (SEPTEMBER, Status.ON_TRACK, date(2019, 9, 30), False),
        (SEPTEMBER, Status.ON_TRACK, date(2019, 10, 1), True),
        (SEPTEMBER, Status.AT_RISK, date(2019, 10, 1), True),
        (SEPTEMBER, Status.BEHIND_NOT_STARTED, date(2019, 10, 1), True),
        (SEPTEMBER, Status.NOT_STARTED, date(2019, 10, 1), True),
        (SEPTEMBER, None, date(2019, 10, 1), True),
        (SEPTEMBER, Status.COMPLETE, date(2020, 10, 1), False),
        (ONGOING, Status.AT_RISK, date(2030, 1, 1), False),
        (NONE, Status.AT_RISK, date(2030, 1, 1), False),
    ],
)
def test_overdue_is_past_the_end_month_and_not_complete(end, status, today, late):
    assert is_overdue(end, status, today) is late


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2019, 10, 1), 0),
        (date(2019, 10, 30), 0),
        (date(2019, 10, 31), 1),
        (date(2019, 11, 15), 1),
        (date(2020, 9, 30), 12),
    ],
)
def test_whole_months_late(today, months):
    assert months_late(SEPTEMBER, Status.AT_RISK, today) == months


@pytest.mark.parametrize(
    ("status", "today", "behind"),
    [
        (Status.NOT_STARTED, date(2019, 8, 31), False),
        (Status.NOT_STARTED, date(2019, 9, 1), True),
        (Status.BEHIND_NOT_STARTED, date(2019, 9, 1), True),
        (Status.ON_TRACK, date(2019, 9, 1), False),
        (None, date(2019, 9, 1), False),
    ],
)
def test_an_action_should_have_started_by_its_start_month(status, today, behind):
    assert should_have_started(SEPTEMBER, status, today) is behind


@given(months, statuses, days)
def test_no_action_is_overdue_within_its_end_month(month, status, today):
    if today <= month.last_day:
        assert not is_overdue(PlanDate(DateKind.MONTH, month), status, today)


@given(st.sampled_from([ONGOING, NONE]), statuses, days)
def test_an_action_without_end_is_never_overdue(end, status, today):
    assert not is_overdue(end, status, today)
    assert months_late(end, status, today) == 0


# --- the truth table: five statuses by where today stands between start and end -----------------

START = PlanDate(DateKind.MONTH, Month(2019, 5))
COMPLETE, ON_TRACK, NOT_STARTED, AT_RISK, UNBEGUN = (
    Status.COMPLETE,
    Status.ON_TRACK,
    Status.NOT_STARTED,
    Status.AT_RISK,
    Status.BEHIND_NOT_STARTED,
)
BEFORE, FIRST, WITHIN, LAST, AFTER = (
    date(2019, 4, 30),
    date(2019, 5, 1),
    date(2019, 7, 15),
    date(2019, 9, 30),
    date(2019, 10, 1),
)


@pytest.mark.parametrize(
    ("said", "before", "first", "within", "last", "after"),
    [
        (COMPLETE, COMPLETE, COMPLETE, COMPLETE, COMPLETE, COMPLETE),
        (ON_TRACK, NOT_STARTED, ON_TRACK, ON_TRACK, ON_TRACK, AT_RISK),
        (AT_RISK, NOT_STARTED, ON_TRACK, ON_TRACK, ON_TRACK, AT_RISK),
        (NOT_STARTED, NOT_STARTED, UNBEGUN, UNBEGUN, UNBEGUN, UNBEGUN),
        (UNBEGUN, NOT_STARTED, UNBEGUN, UNBEGUN, UNBEGUN, UNBEGUN),
    ],
)
def test_the_status_implied_by_the_dates(said, before, first, within, last, after):
    days = (BEFORE, FIRST, WITHIN, LAST, AFTER)
    implied = tuple(expected_status(START, SEPTEMBER, said, day).status for day in days)
    assert implied == (before, first, within, last, after)


@pytest.mark.parametrize(
    ("said", "day", "better"),
    [
        (ON_TRACK, AFTER, True),
        (NOT_STARTED, FIRST, True),
        (NOT_STARTED, AFTER, True),
        (NOT_STARTED, BEFORE, False),
        (ON_TRACK, BEFORE, False),
        (ON_TRACK, LAST, False),
        (COMPLETE, AFTER, False),
        (COMPLETE, BEFORE, False),
        (AT_RISK, WITHIN, False),
        (UNBEGUN, AFTER, False),
    ],
)
def test_a_status_better_than_the_dates_allow_needs_a_reason(said, day, better):
    assert expected_status(START, SEPTEMBER, said, day).is_better is better


@pytest.mark.parametrize(
    ("start", "end", "said", "day", "why"),
    [
        (START, SEPTEMBER, ON_TRACK, AFTER, "The end date was September 2019: on the dates this is behind."),
        (START, SEPTEMBER, NOT_STARTED, AFTER, "The end date was September 2019: on the dates this is not started and behind."),
        (START, SEPTEMBER, NOT_STARTED, FIRST, "The start date was May 2019: on the dates this is behind."),
        (START, SEPTEMBER, NOT_STARTED, BEFORE, "It starts in May 2019."),
        (START, SEPTEMBER, ON_TRACK, WITHIN, "It has begun, and ends in September 2019."),
        (START, ONGOING, ON_TRACK, AFTER, "It has begun, and has no end date."),
        (ONGOING, SEPTEMBER, NOT_STARTED, BEFORE, "The work was on-going when the plan began: on the dates this is behind."),
        (NONE, SEPTEMBER, NOT_STARTED, WITHIN, "No start date is given."),
        (START, SEPTEMBER, COMPLETE, BEFORE, "It is complete."),
    ],
)  # fmt: skip
def test_the_sentence_says_why(start, end, said, day, why):
    assert expected_status(start, end, said, day).why == why


plan_dates = st.one_of(
    st.just(ONGOING), st.just(NONE), months.map(lambda month: PlanDate(DateKind.MONTH, month))
)


@given(plan_dates, plan_dates, st.sampled_from(Status), days)
def test_the_implied_status_is_never_better_than_the_dates_allow(start, end, said, today):
    implied = expected_status(start, end, said, today).status
    assert not expected_status(start, end, implied, today).is_better


@given(plan_dates, st.sampled_from([ONGOING, NONE]), st.sampled_from(Status), days)
def test_without_an_end_only_a_late_start_can_be_behind(start, end, said, today):
    if said in (Status.ON_TRACK, Status.AT_RISK):
        assert not expected_status(start, end, said, today).status.is_behind


@given(own=months, agreed=months, status=statuses, today=days)
def test_what_is_late_is_never_counted_among_what_only_the_plan_has_over(
    own: Month, agreed: Month, status: Status | None, today: date
) -> None:
    ends = [PlanDate(DateKind.MONTH, month) for month in (own, agreed)]
    late = is_overdue(ends[1], status, today)
    past_own = is_past_own_end_only(*ends, status, today)
    assert not (late and past_own)
    assert (late or past_own) or not is_overdue(ends[0], status, today)


def test_an_agreed_later_end_counts_until_it_is_over() -> None:
    november = PlanDate(DateKind.MONTH, Month(2019, 11))
    days_and_answers = [
        (date(2019, 9, 30), False),
        (date(2019, 11, 30), True),
        (date(2019, 12, 1), False),
    ]
    for day, past_own in days_and_answers:
        assert is_past_own_end_only(SEPTEMBER, november, Status.AT_RISK, day) is past_own
    assert not is_past_own_end_only(SEPTEMBER, november, Status.COMPLETE, date(2019, 11, 1))
