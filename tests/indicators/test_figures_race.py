"""Two people enter the same figure at once, on two real connections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


@pytest.fixture
def meet(race: Callable[..., Race]) -> Callable[[str], str]:
    return race("tests.support.workers.entering_figures").run


def test_the_second_of_two_first_figures_is_a_conflict(meet) -> None:
    assert meet("two-enter-one-span") == "saved FigureConflict 91.0"


def test_the_second_of_two_corrections_is_a_conflict(meet) -> None:
    assert meet("two-correct-one-figure") == "saved FigureConflict 80.0 91.0"


def test_a_file_that_is_confirmed_twice_at_once_is_saved_once(meet) -> None:
    assert meet("one-confirms-twice") == "saved ConfirmedAlready 2"
