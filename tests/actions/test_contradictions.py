"""Contradictions of an action, kind by kind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.contradictions import ActionFacts, ContradictionKind, contradictions
from actions.domain.enums import Met, Status
from wsoa.core.months import DateKind, Month, PlanDate

TODAY = date(2019, 11, 15)
NONE = PlanDate(DateKind.NONE)


def month(key: str) -> PlanDate:
    return PlanDate(DateKind.MONTH, Month.parse(key))


def known(**changes: object) -> ActionFacts:
    """An action of which nothing contradicts anything."""
    usual: dict[str, object] = {
        "ref": "1.1.1",
        "area": "1",
        "status": Status.ON_TRACK,
        "start": month("2019-05"),
        "end": month("2020-03"),
        "shown": True,
    }
    return ActionFacts(**(usual | changes))  # type: ignore[arg-type]


def kinds(*actions: ActionFacts, today: date = TODAY) -> list[tuple[ContradictionKind, str]]:
    return [(each.kind, each.ref) for each in contradictions(actions, today)]


def test_an_action_on_track_has_no_contradictions() -> None:
    assert kinds(known()) == []
    assert kinds() == []


@pytest.mark.parametrize(
    ("status", "shown", "is_found"),
    [
        (Status.COMPLETE, False, True),
        (Status.COMPLETE, True, False),
        (Status.ON_TRACK, False, False),
        (None, False, False),
    ],
)
def test_complete_needs_evidence(status: Status | None, shown: bool, is_found: bool) -> None:
    found = kinds(known(status=status, shown=shown))
    assert found == ([(ContradictionKind.NO_EVIDENCE, "1.1.1")] if is_found else [])


def test_an_all_green_area_with_an_unmet_measure_is_a_contradiction() -> None:
    other = known(ref="1.1.2", status=Status.COMPLETE)
    judged = known(judged=(Met.NOT_YET, Met.MET))
    assert kinds(judged, other) == [(ContradictionKind.NOT_MET, "1.1.1")]


@pytest.mark.parametrize("status", [Status.AT_RISK, Status.BEHIND_NOT_STARTED, None])
def test_an_area_not_all_green_may_have_unmet_measures(status: Status | None) -> None:
    other = known(ref="1.1.2", status=status, end=NONE)
    assert kinds(known(judged=(Met.NOT_YET,)), other) == []


def test_areas_are_judged_separately() -> None:
    other = known(ref="2.1.1", area="2", status=Status.AT_RISK)
    assert kinds(known(judged=(Met.NOT_YET,)), other) == [(ContradictionKind.NOT_MET, "1.1.1")]


@pytest.mark.parametrize("judged", [(), (Met.MET,), (Met.PARTLY,)])
def test_measures_partly_met_or_not_judged_are_not_unmet(judged: tuple[Met, ...]) -> None:
    assert kinds(known(judged=judged)) == []


def test_a_vacant_post_matters_until_the_action_is_complete() -> None:
    [found] = contradictions([known(vacant=("SCC-A", "CCG-B"))], TODAY)
    assert (found.kind, found.sentence) == (
        ContradictionKind.VACANT,
        "Nobody holds SCC-A and CCG-B today.",
    )
    assert kinds(known(status=None, vacant=("SCC-A",))) == [(ContradictionKind.VACANT, "1.1.1")]
    assert kinds(known(status=Status.COMPLETE, vacant=("SCC-A",))) == []


@pytest.mark.parametrize(
    ("today", "is_found"),
    [
        (date(2019, 11, 30), False),  # 31 days before its last day
        (date(2019, 12, 1), True),
        (date(2019, 12, 31), True),
        (date(2020, 1, 1), False),  # then it is late, and said to be
    ],
)
def test_an_action_not_started_30_days_before_its_end_is_a_contradiction(
    today: date, is_found: bool
) -> None:
    action = known(status=Status.BEHIND_NOT_STARTED, end=month("2019-12"))
    assert kinds(action, today=today) == (
        [(ContradictionKind.UNBEGUN, "1.1.1")] if is_found else []
    )


def test_an_action_without_update_does_not_count_as_not_started() -> None:
    assert kinds(known(status=None, end=month("2019-11"))) == []


def test_better_than_the_dates_allow_needs_a_reason() -> None:
    late = known(end=month("2019-10"))
    [found] = contradictions([late], TODAY)
    assert found.kind is ContradictionKind.TOO_GOOD
    assert found.sentence == "The end date was October 2019: on the dates this is behind."
    assert kinds(known(end=month("2019-10"), reason="The board agreed it on 4 November.")) == []
    assert kinds(known(end=month("2019-10"), reason="  ")) == [
        (ContradictionKind.TOO_GOOD, "1.1.1")
    ]


def test_contradictions_are_sorted_by_kind_then_by_action() -> None:
    actions = [
        known(ref="1.1.1", vacant=("SCC-A",)),
        known(ref="1.1.2", status=Status.COMPLETE, shown=False),
        known(ref="1.1.3", vacant=("SCC-A",)),
    ]
    assert kinds(*actions) == [
        (ContradictionKind.NO_EVIDENCE, "1.1.2"),
        (ContradictionKind.VACANT, "1.1.1"),
        (ContradictionKind.VACANT, "1.1.3"),
    ]


months = st.builds(Month, st.integers(2018, 2021), st.integers(1, 12))
dates = st.one_of(
    st.just(NONE),
    st.just(PlanDate(DateKind.ONGOING)),
    st.builds(lambda each: PlanDate(DateKind.MONTH, each), months),
)
actions = st.builds(
    ActionFacts,
    ref=st.sampled_from(["1.1.1", "1.1.2", "2.1.1"]),
    area=st.sampled_from(["1", "2"]),
    status=st.one_of(st.none(), st.sampled_from(Status)),
    start=dates,
    end=dates,
    reason=st.sampled_from(["", "Because."]),
    shown=st.booleans(),
    judged=st.lists(st.sampled_from(Met), max_size=3).map(tuple),
    vacant=st.sampled_from([(), ("SCC-A",)]),
)
days = st.dates(date(2018, 1, 1), date(2021, 12, 31))


@given(st.lists(actions, max_size=6), days)
def test_every_contradiction_names_a_given_action_and_has_a_text(
    given_actions: list[ActionFacts], today: date
) -> None:
    found = contradictions(given_actions, today)
    assert {each.ref for each in found} <= {each.ref for each in given_actions}
    assert all(each.sentence.endswith(".") for each in found)
    assert found == contradictions(given_actions, today)


@given(actions, days)
def test_a_behind_status_is_never_reported_as_too_good(action: ActionFacts, today: date) -> None:
    found = {each.kind for each in contradictions([action], today)}
    if action.status is None or action.status.is_behind or action.status == Status.COMPLETE:
        assert ContradictionKind.TOO_GOOD not in found


@given(actions, days)
def test_ends_soon_means_within_30_days(action: ActionFacts, today: date) -> None:
    found = {each.kind for each in contradictions([action], today)}
    if ContradictionKind.UNBEGUN in found:
        assert action.end.month is not None
        assert timedelta(0) <= action.end.month.last_day - today <= timedelta(30)
