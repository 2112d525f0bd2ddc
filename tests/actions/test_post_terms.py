"""Terms of a post when it passes on, and the quarters of reviews: for every day that can be."""

from __future__ import annotations

import doctest
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain import people_table, post_terms, review_quarter
from actions.domain.people_table import PersonRow, TableRefused, people_rows
from actions.domain.post_terms import HoldingTerm, day_before, terms_after_hand_over
from actions.domain.review_quarter import ReviewQuarter

DAYS = st.dates(date(2018, 1, 1), date(2021, 12, 31))


@st.composite
def terms(draw: st.DrawFn) -> list[HoldingTerm]:
    """Terms of one post, as rows can be: each ends on the day it begins, or later, or never."""
    found = []
    for key in range(draw(st.integers(0, 4))):
        since = draw(st.none() | DAYS)
        until = draw(st.none() | DAYS)
        if since and until and until < since:
            since, until = until, since
        found.append(HoldingTerm(key, since, until))
    return found


@given(terms(), DAYS)
def test_nobody_else_holds_the_post_from_the_first_day_on(found, first_day):
    changes = terms_after_hand_over(found, first_day)
    for term in found:
        if term.key in changes.cut:
            assert term.covers(first_day)
            assert term.covers(day_before(first_day))
            after = HoldingTerm(term.key, term.since, day_before(first_day))
        elif term.key in changes.never_begun:
            assert (term.since or date.min) >= first_day
            continue
        else:
            after = term
        assert not any(after.covers(first_day + timedelta(days=n)) for n in (0, 1, 400))


@given(terms(), DAYS, DAYS)
def test_who_held_it_before_that_day_held_it(found, first_day, day):
    changes = terms_after_hand_over(found, first_day)
    if day >= first_day:
        return
    kept = [term for term in found if term.key not in changes.never_begun]
    assert [term.key for term in kept if term.covers(day)] == [
        term.key for term in found if term.covers(day)
    ]


@given(DAYS)
def test_a_day_lies_in_its_quarter_and_quarters_follow_one_another(day):
    quarter = ReviewQuarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.before.last_day == day_before(quarter.first_day)
    assert quarter.first_day.month in {1, 4, 7, 10}
    assert 90 <= (quarter.last_day - quarter.first_day).days + 1 <= 92


@given(st.lists(st.lists(st.text(max_size=20), max_size=10), max_size=10))
def test_any_table_is_read_or_refused_in_words(rows):
    with suppress(TableRefused):
        found = people_rows([list(people_table.COLUMNS), *rows])
        assert all(isinstance(row, PersonRow) and row.number >= 2 for row in found)


@pytest.mark.parametrize("module", [people_table, post_terms, review_quarter])
def test_the_examples_of_the_docstrings_hold(module):
    tried = doctest.testmod(module)
    assert (tried.failed, tried.attempted > 0) == (0, True)
