"""Somebody saves while the period is being closed, on two real connections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


@pytest.fixture
def meet(race: Callable[..., Race]) -> Callable[[str], str]:
    return race("tests.support.workers.closing_period").run


def test_nothing_is_saved_in_a_period_that_was_closed_meanwhile(meet) -> None:
    assert meet("save-while-it-closes") == "closed PeriodClosed 0"


def test_what_is_being_saved_is_saved_before_the_period_closes(meet) -> None:
    assert meet("close-while-one-saves") == "saved closed 1 True"


def test_nobody_is_in_the_way_of_another_for_good(meet) -> None:
    assert meet("all-at-once") == "0 True"
