"""The date rules without a database: which requests are valid, and how moved months add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.date_ledger import EndDateMove, end_that_counts, fault_in_new_end, months_in_all
from wsoa.core.months import Month, PlanDate, parse_printed

months = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Month, list[EndDateMove]]:
    """A plan's own end, and requests that each lead on from the end that counted then."""
    own = counts = draw(months)
    moves = []
    for to, agreed in draw(st.lists(st.tuples(months, st.sampled_from([True, False, None])))):
        if to != counts:
            moves.append(EndDateMove(counts, to, agreed))
            counts = to if agreed else counts
    return own, moves


@given(ledgers())
def test_months_moved_add_up_to_the_difference_between_planned_and_current_end(ledger):
    own, moves = ledger
    assert months_in_all(moves) == own.until(end_that_counts(own, moves))


@given(ledgers())
def test_refused_and_undecided_requests_move_nothing(ledger):
    own, moves = ledger
    agreed = [move for move in moves if move.agreed]
    assert end_that_counts(own, moves) == end_that_counts(own, agreed)
    assert months_in_all(moves) == months_in_all(agreed)


@given(months)
def test_without_moves_the_planned_end_counts(own):
    assert (end_that_counts(own, []), months_in_all([])) == (own, 0)


@given(months, months, st.sampled_from(["slipped", "deliberate"]))
def test_a_month_is_refused_only_if_unchanged_or_earlier_for_a_slip(end, to, kind):
    dates = (PlanDate.of(end.first_day), to, kind)
    refused = to == end or (kind == "slipped" and to < end)
    assert bool(fault_in_new_end(parse_printed("On-going"), *dates)) == refused


@pytest.mark.parametrize(
    ("start", "end", "to", "kind", "fault"),
    [
        ("May 2019", "July 2019", "Dec 2019", "slipped", ""),
        ("May 2019", "July 2019", "May 2019", "deliberate", ""),
        ("-", "July 2019", "Jan 2018", "deliberate", ""),
        ("May 2019", "July 2019", "July 2019", "slipped", "The action already ends in July 2019"),
        (
            "May 2019",
            "July 2019",
            "April 2019",
            "deliberate",
            ("New end date must be May 2019 or later"),
        ),
        ("May 2019", "July 2019", "June 2019", "slipped", "New end date must be after July 2019"),
        ("May 2019", "On-going", "Dec 2019", "slipped", "This action has no end month in the plan"),
        ("May 2019", "-", "Dec 2019", "slipped", "This action has no end month in the plan"),
    ],
)
def test_months_that_may_be_requested(start, end, to, kind, fault):
    told = fault_in_new_end(parse_printed(start), parse_printed(end), parse_printed(to).month, kind)
    assert told.startswith(fault)
    assert bool(told) == bool(fault)
