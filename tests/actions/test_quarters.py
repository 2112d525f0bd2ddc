"""Which update gives the status of a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status, UpdateKind
from actions.domain.quarter_status import (
    CountedStatus,
    counting_entry,
    status_of_quarter,
    waiting_entry,
)
from actions.models import Action, Plan, StatusUpdate, Verdict
from actions.selectors.status_as_at import quarter_statuses
from tests.support.factories import ActionFactory, PeriodFactory, StatusUpdateFactory, UserFactory


@dataclass(frozen=True)
class UpdateFacts:
    status: str
    accepted: bool | None = None
    replaced: bool = False
    recorded: bool = False


def in_order(*words: UpdateFacts) -> list[UpdateFacts]:
    return list(words)


ANY_WORD = st.builds(
    UpdateFacts, st.sampled_from(Status.values), st.sampled_from([True, False, None]), st.booleans()
)
# The last word of all is never replaced: what replaces comes after what it replaces.
CHAINS = st.builds(
    lambda words, status, accepted: [*words, UpdateFacts(status, accepted)],
    st.lists(ANY_WORD, max_size=6),
    st.sampled_from(Status.values),
    st.sampled_from([True, False, None]),
)


RECORDED = UpdateFacts("not_started", recorded=True)
REPLACED = UpdateFacts("not_started", replaced=True, recorded=True)


def test_without_updates_there_is_no_status() -> None:
    assert status_of_quarter([]) is None
    assert status_of_quarter(in_order(UpdateFacts("not_started"))) == CountedStatus(
        "not_started", False
    )


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        (in_order(UpdateFacts("on_track", True)), ("on_track", True)),
        (in_order(UpdateFacts("on_track")), ("on_track", False)),
        (in_order(UpdateFacts("on_track", False)), ("on_track", False)),
        (in_order(UpdateFacts("on_track", True), UpdateFacts("at_risk")), ("on_track", True)),
        (in_order(UpdateFacts("on_track", True, True), UpdateFacts("at_risk")), ("on_track", True)),
        (
            in_order(UpdateFacts("on_track", True, True), UpdateFacts("at_risk", True)),
            ("at_risk", True),
        ),
        (
            in_order(UpdateFacts("on_track", True), UpdateFacts("at_risk", False)),
            ("on_track", True),
        ),
        (in_order(UpdateFacts("on_track"), UpdateFacts("at_risk")), ("at_risk", False)),
        (in_order(UpdateFacts("on_track"), UpdateFacts("at_risk", False)), ("on_track", False)),
        (
            in_order(UpdateFacts("on_track", None, True), UpdateFacts("at_risk", False)),
            ("at_risk", False),
        ),
        (
            in_order(UpdateFacts("on_track", False, True), UpdateFacts("at_risk")),
            ("at_risk", False),
        ),
        (in_order(RECORDED), ("not_started", True)),
        (in_order(REPLACED), ("not_started", True)),
        (in_order(REPLACED, UpdateFacts("at_risk")), ("at_risk", False)),
        (in_order(REPLACED, UpdateFacts("at_risk", False)), ("not_started", True)),
        (in_order(REPLACED, UpdateFacts("at_risk", True)), ("at_risk", True)),
    ],
)
def test_accepted_updates_count_before_submitted_and_returned_ones(words, counted) -> None:
    assert status_of_quarter(words) == CountedStatus(*counted)


@given(CHAINS)
def test_the_status_is_always_that_of_a_given_update(words: list[UpdateFacts]) -> None:
    counted = status_of_quarter(words)
    assert counted is not None
    assert counted.status in {word.status for word in words}


@given(CHAINS)
def test_the_status_is_accepted_only_if_an_update_was_accepted(words: list[UpdateFacts]) -> None:
    counted = status_of_quarter(words)
    assert counted is not None
    assert counted.accepted == any(word.accepted for word in words)


@given(CHAINS, ANY_WORD)
def test_only_acceptance_changes_an_accepted_status(
    words: list[UpdateFacts], later: UpdateFacts
) -> None:
    before = status_of_quarter(words)
    after = status_of_quarter([*words, later])
    if before and before.accepted and not later.accepted:
        assert after == before
    if later.accepted:
        assert after == CountedStatus(later.status, True)


@given(CHAINS)
def test_a_returned_update_counts_only_without_any_other(words: list[UpdateFacts]) -> None:
    word = counting_entry(words)
    assert word is not None
    if word.accepted is False:
        assert all(each.accepted is False for each in words if not each.replaced)


@given(CHAINS)
def test_the_waiting_update_is_the_latest_without_a_verdict(words: list[UpdateFacts]) -> None:
    last = words[-1]
    assert waiting_entry(words) == (last if last.accepted is None else None)


# --- against the database ---------------------------------------------------------------------


@pytest.fixture
def october(db: None):  # type: ignore[no-untyped-def]
    return PeriodFactory()


@pytest.fixture
def november(october):  # type: ignore[no-untyped-def]
    return PeriodFactory(
        plan=october.plan,
        kind="month",
        quarter=october,
        key="2019-11",
        label="Nov 2019",
        first_day=date(2019, 11, 1),
        opens=date(2019, 11, 1),
        due=date(2019, 11, 30),
        closes=date(2019, 12, 31),
    )


@pytest.fixture
def action(october) -> Action:  # type: ignore[no-untyped-def]
    return ActionFactory(outcome__area__plan=october.plan)


def judged(update: StatusUpdate, accepted: bool) -> None:
    Verdict.objects.create(
        update=update, accepted=accepted, words="Why?", by=UserFactory(), at=update.recorded_at
    )


def stands(action: Action, period) -> object:  # type: ignore[no-untyped-def]
    found = quarter_statuses(action.plan).get(action.pk, {}).get(period.pk)
    by_sql = Action.objects.with_status_in(period).get(pk=action.pk).status
    assert by_sql == (found.status if found else None)
    return found


def test_an_action_without_updates_has_no_status(action, october) -> None:
    assert stands(action, october) is None


def test_updates_of_a_month_give_the_status_of_its_quarter(action, october, november) -> None:
    first = StatusUpdateFactory(action=action, period=october, status="on_track")
    judged(first, True)
    later = StatusUpdateFactory(action=action, period=november, status="at_risk")
    held = stands(action, october)
    assert (held.status, held.accepted, held.waits) == ("on_track", True, "at_risk")
    judged(later, True)
    held = stands(action, october)
    assert (held.status, held.accepted, held.waits) == ("at_risk", True, None)


def test_a_recorded_status_counts_until_a_lead_updates_it(action, october) -> None:
    recorded = StatusUpdateFactory(
        action=action, period=october, status="on_track", kind=UpdateKind.RECORDED
    )
    assert stands(action, october).accepted is True
    StatusUpdateFactory(action=action, period=october, status="complete", supersedes=recorded)
    held = stands(action, october)
    assert (held.status, held.accepted, held.waits) == ("complete", False, None)
    assert held.unsettled is True


def test_a_risk_is_shown_before_its_update_is_accepted(action, october) -> None:
    recorded = StatusUpdateFactory(
        action=action, period=october, status="on_track", kind=UpdateKind.RECORDED
    )
    StatusUpdateFactory(
        action=action, period=october, status="at_risk", supersedes=recorded, significant_risk=True
    )
    assert stands(action, october).risk is True


@pytest.mark.parametrize("first", [True, False, None])
@pytest.mark.parametrize("second", [True, False, None])
@pytest.mark.parametrize("third", [True, False, None])
def test_the_sql_and_the_rule_agree(action, october, november, first, second, third) -> None:
    one = StatusUpdateFactory(action=action, period=october, status="on_track")
    two = StatusUpdateFactory(action=action, period=october, status="at_risk", supersedes=one)
    three = StatusUpdateFactory(action=action, period=november, status="complete")
    for update, accepted in ((one, first), (two, second), (three, third)):
        if accepted is not None:
            judged(update, accepted)
    words = [
        UpdateFacts("on_track", first, True),
        UpdateFacts("at_risk", second),
        UpdateFacts("complete", third),
    ]
    held = stands(action, october)
    assert (held.status, held.accepted) == status_of_quarter(words)


def test_the_sql_and_the_rule_agree_on_the_demonstration(sheffield: Plan) -> None:
    stands_of = quarter_statuses(sheffield)
    for period in sheffield.periods.quarters():
        by_sql = dict(sheffield.actions.with_status_in(period).values_list("pk", "status"))
        by_rule = {
            pk: held[period.pk].status
            if (held := stands_of.get(pk, {})) and period.pk in held
            else None
            for pk in by_sql
        }
        assert by_sql == by_rule
