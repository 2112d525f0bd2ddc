"""Requests for a new end date and decisions on them. The planned end never changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.domain.date_ledger import EndDateMove, NewEnd, months_in_all, moves_in_words
from actions.domain.enums import Slippage, Status
from actions.models import Action, DateChange
from actions.selectors.deciders import deciders
from actions.selectors.updates import current_update
from actions.services.date_changes import (
    AlreadyDecided,
    NewEndRefused,
    ask_for_new_end,
    decide_on_new_end,
)
from actions.services.updates import UpdateContent, submit_update
from tests.support.decisions import WHY_REFUSED, decided_by
from wsoa.audit.models import AuditEvent
from wsoa.core.months import Month

TO_DECEMBER = NewEnd(Month(2019, 12), Slippage.SLIPPED, "Waits for a new post.")


@pytest.fixture
def action(sheffield) -> Action:
    """Ends in July 2019, and nobody has asked for another date yet."""
    return sheffield.actions.get(ref="1.1.1")


def test_a_requested_date_changes_nothing_until_it_is_agreed(action, people):
    before = (action.version, action.plan.version)
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)

    action.refresh_from_db()
    action.plan.refresh_from_db()
    assert (action.end.month, action.agreed_end.month) == (Month(2019, 7), Month(2019, 7))
    assert (change.from_month, change.to_month) == (date(2019, 7, 1), date(2019, 12, 1))
    assert change.agreed is None
    assert (action.version, action.plan.version) == (before[0] + 1, before[1] + 1)
    assert AuditEvent.objects.latest("pk").summary == (
        "Requested a new end date: July 2019 to Dec 2019"
    )


def test_a_request_is_attributed_to_the_lead_post(sheffield, people):
    action = sheffield.actions.get(ref="6.1.1")
    change = ask_for_new_end(
        by=people["lead"],
        action=action,
        new_end=NewEnd(action.end.month.plus(1), Slippage.SLIPPED, "A post is vacant."),
    )
    assert change.post.code == "SCC-HoS"


def test_an_agreed_date_counts_and_the_original_is_kept(action, people):
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    decide_on_new_end(
        by=people["accountable"],
        change=change,
        agreed=True,
        **decided_by(change.action.plan, "Inclusion & SEND Improvement Board"),
    )

    action.refresh_from_db()
    change.refresh_from_db()
    assert (action.end.month, action.agreed_end.month) == (Month(2019, 7), Month(2019, 12))
    assert action.end_printed == "July 2019"
    assert (change.decision, change.decided_by) == (
        "Inclusion & SEND Improvement Board, 15 November 2019",
        people["accountable"],
    )
    assert AuditEvent.objects.latest("pk").summary == (
        "Agreed to a new end date: July 2019 to Dec 2019 "
        "(Inclusion & SEND Improvement Board, 15 November 2019)"
    )


def test_after_a_refusal_the_old_date_stays_and_a_new_request_is_possible(action, people):
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    decide_on_new_end(
        by=people["manager"],
        change=change,
        agreed=False,
        reason=WHY_REFUSED,
        **decided_by(change.action.plan),
    )
    action.refresh_from_db()
    change.refresh_from_db()
    assert action.agreed_end_month is None
    assert change.decision_reason == WHY_REFUSED
    again = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    assert again.from_month == date(2019, 7, 1)


def test_a_refusal_without_a_reason_is_refused_and_an_agreement_needs_none(action, people):
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    made = {"by": people["accountable"], "change": change} | decided_by(action.plan)
    for text in ("", "  ", "n/a", "See above."):
        with pytest.raises(NewEndRefused, match="Enter the reason for refusing the new end date"):
            decide_on_new_end(agreed=False, reason=text, **made)
    with pytest.raises(NewEndRefused, match="“tbc” does not say it"):
        decide_on_new_end(agreed=True, reason="tbc", **made)
    assert DateChange.objects.get(pk=change.pk).agreed is None
    assert decide_on_new_end(agreed=True, **made).decision_reason == ""


def test_only_one_request_can_be_undecided(action, people):
    ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    with pytest.raises(NewEndRefused, match="already been requested and is not yet decided"):
        ask_for_new_end(
            by=people["manager"],
            action=action,
            new_end=NewEnd(Month(2020, 1), Slippage.SLIPPED, "Still no money."),
        )
    assert action.date_changes.count() == 1


@pytest.mark.parametrize(
    ("new_end", "told"),
    [
        (NewEnd(Month(2019, 7), Slippage.SLIPPED, "Same."), "The action already ends in July 2019"),
        (NewEnd(Month(2019, 1), Slippage.DELIBERATE, "Early."), "because the action starts then"),
        (NewEnd(Month(2019, 6), Slippage.SLIPPED, "Back."), "if the date slipped"),
        (NewEnd(Month(2020, 1), Slippage.SLIPPED, "  "), "Enter the reason for the new end date"),
    ],
)
def test_an_invalid_end_date_is_refused(action, people, new_end, told):
    with pytest.raises(NewEndRefused, match=told):
        ask_for_new_end(by=people["manager"], action=action, new_end=new_end)
    assert action.date_changes.count() == 0


def test_a_request_is_decided_once(action, people):
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    decide_on_new_end(
        by=people["manager"], change=change, agreed=True, **decided_by(change.action.plan)
    )
    with pytest.raises(AlreadyDecided, match=r"already been agreed: .*, 15 November 2019"):
        decide_on_new_end(
            by=people["accountable"],
            change=change,
            agreed=False,
            reason=WHY_REFUSED,
            **decided_by(change.action.plan),
        )
    action.refresh_from_db()
    assert action.agreed_end.month == Month(2019, 12)


def test_a_decision_without_a_decider_is_refused(action, people):
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    made = decided_by(change.action.plan)
    for typed in ("", "myself", "19", "The Board", "body-0", "post-x"):
        with pytest.raises(NewEndRefused, match="Select the body or the post that decided"):
            decide_on_new_end(
                by=people["manager"], change=change, agreed=True, **made | {"decider": typed}
            )
    change.refresh_from_db()
    assert change.agreed is None


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2019, 11, 16), "must be today or in the past"),
        (date(2019, 11, 14), "must be the same as or after 15 November 2019"),
    ],
)
def test_a_decision_of_an_impossible_day_is_refused(action, people, day, told):
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    with pytest.raises(NewEndRefused, match=told):
        decide_on_new_end(
            by=people["manager"], change=change, agreed=True, **decided_by(action.plan, on=day)
        )
    change.refresh_from_db()
    assert (change.agreed, change.decided_on) == (None, None)


def test_a_post_that_decided_is_recorded(action, people):
    change = ask_for_new_end(by=people["manager"], action=action, new_end=TO_DECEMBER)
    post = action.plan.local_area.posts.get(code="SCC-HoS")
    decide_on_new_end(
        by=people["manager"], change=change, agreed=True, **decided_by(action.plan, post.title)
    )
    change.refresh_from_db()
    assert (change.deciding_post, change.decided_on) == (post, date(2019, 11, 15))
    assert change.decision == f"{post.title} (Sheffield City Council), 15 November 2019"


def test_bodies_and_posts_of_another_area_do_not_decide(two_areas):
    sheffield, twinford = two_areas
    ours = {decider.code for decider in deciders(sheffield.plan)}
    theirs = {decider.code for decider in deciders(twinford.plan)}
    assert ours
    assert theirs
    assert not ours & theirs


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        ([], ""),
        ([(Month(2019, 7), Month(2019, 9), True)], ""),
        ([(Month(2019, 7), Month(2019, 9), True), (Month(2019, 9), Month(2019, 12), None)], ""),
        (
            [(Month(2019, 7), Month(2019, 9), True), (Month(2019, 9), Month(2019, 12), True)],
            "Moved twice, 5 months in all",
        ),
        (
            [(Month(2019, 7), Month(2019, 9), True), (Month(2019, 9), Month(2019, 6), True)],
            "Moved twice, 1 month earlier in all",
        ),
        ([(Month(2019, 7), Month(2019, 8), True)] * 3, "Moved 3 times, 3 months in all"),
    ],
)
def test_a_second_move_says_the_sum(moves, told):
    assert moves_in_words([EndDateMove(*move) for move in moves]) == told


def test_a_request_sent_with_an_update_is_saved_or_refused_with_it(action, people):
    october = action.plan.periods.get(key="2019-10")
    before = current_update(action, october)
    impossible = NewEnd(Month(2019, 7), Slippage.SLIPPED, "Same.")
    with pytest.raises(NewEndRefused):
        submit_update(
            by=people["manager"],
            action=action,
            period=october,
            words=UpdateContent(Status.AT_RISK, "Words.", new_end=impossible),
            based_on=before.pk,
        )
    assert current_update(action, october) == before

    for _ in range(2):  # the same form sent twice asks once
        submit_update(
            by=people["manager"],
            action=action,
            period=october,
            words=UpdateContent(Status.AT_RISK, "Words.", new_end=TO_DECEMBER),
            based_on=before.pk,
        )
    assert action.date_changes.count() == 1
    assert current_update(action, october).developments == "Words."


def test_lateness_is_measured_against_the_agreed_date(sheffield, people):
    today = date(2019, 11, 15)
    october = sheffield.periods.get(key="2019-10")
    late = {action.ref for action in sheffield.actions.with_status_in(october).late_on(today)}
    assert len(late) == 18
    assert late & {"1.1.3", "2.3.1", "6.3.1", "7.1.4"} == set()
    assert late & {"1.3.1", "2.5.2", "3.2.3"} == {"1.3.1", "2.5.2", "3.2.3"}


steps = st.lists(st.tuples(st.integers(2019, 2022), st.integers(1, 12), st.booleans()), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_repeated_moves_keep_the_original_and_add_up_their_months(steps, sheffield, people):
    with transaction.atomic():
        action = sheffield.actions.get(ref="1.1.1")
        original = (action.end_printed, action.end_kind, action.end_month)
        for year, month, agreed in steps:
            to = Month(year, month)
            try:
                change = ask_for_new_end(
                    by=people["manager"],
                    action=action,
                    new_end=NewEnd(to, Slippage.DELIBERATE, "So that it fits."),
                )
            except NewEndRefused:
                continue
            made = decided_by(change.action.plan) | {"reason": WHY_REFUSED}
            decide_on_new_end(by=people["manager"], change=change, agreed=agreed, **made)
        action.refresh_from_db()
        moves = [
            EndDateMove(Month.of(each.from_month), Month.of(each.to_month), each.agreed)
            for each in DateChange.objects.filter(action=action)
        ]
        assert (action.end_printed, action.end_kind, action.end_month) == original
        assert action.end.month.until(action.agreed_end.month) == months_in_all(moves)
        transaction.set_rollback(True)
