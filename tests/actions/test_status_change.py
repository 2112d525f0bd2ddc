"""What a change of status has to say: the rule, over all pairs of statuses and all dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Group, Status
from actions.domain.expected_status import is_overdue
from actions.domain.status_change import (
    ChangeKind,
    Explanation,
    Requirement,
    change_of_status,
    is_still_to_come,
    required,
    unmet,
    unmet_words,
)
from wsoa.core.months import DateKind, Month, PlanDate

TODAY = date(2019, 11, 15)
statuses = st.sampled_from(list(Status))
months = st.builds(Month, st.integers(2018, 2021), st.integers(1, 12))
days = st.dates(date(2018, 1, 1), date(2021, 12, 31))
plan_dates = st.one_of(
    st.builds(lambda month: PlanDate(DateKind.MONTH, month), months),
    st.sampled_from([PlanDate(DateKind.ONGOING), PlanDate(DateKind.NONE)]),
)
texts = st.sampled_from(["", " ", "-", "n/a", "Parents say so.", "Half of them\nare done"])
explanations = st.builds(
    Explanation, texts, texts, texts, st.none() | months, st.booleans(), st.booleans()
)
RANK = {Group.BEHIND: 0, Group.TO_PLAN: 1, Group.COMPLETE: 2}
NO_DATES = PlanDate(DateKind.NONE), PlanDate(DateKind.NONE)


@given(statuses, statuses)
def test_a_change_is_better_or_worse_by_its_group_alone(before: Status, after: Status) -> None:
    difference = RANK[after.group] - RANK[before.group]
    expected = ChangeKind.NONE
    if difference > 0:
        expected = ChangeKind.BETTER
    elif difference < 0:
        expected = ChangeKind.REOPENED if before == Status.COMPLETE else ChangeKind.WORSE
    assert change_of_status(before, after) is expected
    assert change_of_status(None, after) is ChangeKind.NONE


@given(statuses, statuses, plan_dates, plan_dates, days)
def test_a_better_status_always_needs_what_changed_and_its_evidence(
    before: Status, after: Status, start: PlanDate, end: PlanDate, today: date
) -> None:
    needed = required([before], after, start, end, today)
    better = RANK[after.group] > RANK[before.group]
    assert {Requirement.WHAT_CHANGED, Requirement.EVIDENCE} <= set(needed) or not better
    assert (Requirement.WHAT_CHANGED in needed) == (Requirement.EVIDENCE in needed) == better
    assert better == (Requirement.WHAT_CHANGED in unmet(needed, Explanation(), today))


@given(statuses, statuses, plan_dates, plan_dates, days)
def test_complete_taken_back_always_needs_a_reason(
    before: Status, after: Status, start: PlanDate, end: PlanDate, today: date
) -> None:
    needed = required([before], after, start, end, today)
    taken_back = before == Status.COMPLETE != after
    assert (Requirement.REOPENED in needed) == taken_back
    assert not (taken_back and not unmet(needed, Explanation(), today))


@given(st.sets(statuses, max_size=2), statuses, plan_dates, plan_dates, days, explanations)
def test_what_is_late_needs_a_month_to_come_or_a_request(
    before: set[Status],
    after: Status,
    start: PlanDate,
    end: PlanDate,
    today: date,
    said: Explanation,
) -> None:
    needed = required(before, after, start, end, today)
    late = is_overdue(end, after, today)
    assert (Requirement.FORECAST in needed) == late
    to_come = said.forecast is not None and said.forecast >= Month.of(today)
    lacks = Requirement.FORECAST in unmet(needed, said, today)
    assert lacks == (late and not to_come and not said.asks_for_date)


@given(st.sets(statuses, max_size=2), statuses, plan_dates, plan_dates, days)
def test_an_earlier_status_more_never_needs_less(
    before: set[Status], after: Status, start: PlanDate, end: PlanDate, today: date
) -> None:
    needed = set(required(before, after, start, end, today))
    reasons = {Requirement.REASON, Requirement.REOPENED}
    for status in before:
        alone = set(required([status], after, start, end, today))
        assert alone - reasons <= needed
        assert not alone & reasons or needed & reasons
    assert len(needed & reasons) <= 1  # one field answers both


@given(st.sets(statuses, max_size=2), statuses, plan_dates, plan_dates, days, explanations)
def test_what_was_said_is_never_asked_for_and_nothing_else_goes_through(
    before: set[Status],
    after: Status,
    start: PlanDate,
    end: PlanDate,
    today: date,
    said: Explanation,
) -> None:
    needed = required(before, after, start, end, today)
    missing = unmet(needed, said, today)
    assert set(missing) <= set(needed)
    whole = Explanation(
        "It opened.", "A survey shows it.", "The builder was late.", Month.of(today)
    )
    assert unmet(needed, whole, today) == ()
    assert set(unmet(needed, Explanation(), today)) == set(needed)
    words = unmet_words(missing, end)
    assert words.count(". ") >= len(missing)
    assert "{" not in words
    assert "was sent" not in words  # a preview of a file says them before anything is sent


def test_an_item_of_evidence_is_evidence_without_a_sentence() -> None:
    needed = required([Status.AT_RISK], Status.COMPLETE, *NO_DATES, TODAY)
    said = Explanation("All schools have the guide.")
    assert unmet(needed, said, TODAY) == (Requirement.EVIDENCE,)
    assert unmet(needed, replace(said, has_evidence_item=True), TODAY) == ()


@pytest.mark.parametrize(
    ("forecast", "to_come"),
    [(None, False), (Month(2019, 10), False), (Month(2019, 11), True), (Month(2020, 1), True)],
)
def test_a_forecast_of_this_month_is_still_to_come(forecast: Month | None, to_come: bool) -> None:
    assert is_still_to_come(forecast, TODAY) is to_come
