"""An update is saved while its period is being closed, on two real connections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


@pytest.fixture
def meet(race: Callable[..., Race]) -> Callable[[str], str]:
    return race("tests.support.workers.closing_period").run


def test_an_update_is_refused_if_the_period_closes_first(meet) -> None:
    assert meet("save-while-it-closes") == "closed PeriodClosed 0"


def test_an_update_in_progress_is_saved_before_the_period_closes(meet) -> None:
    assert meet("close-while-one-saves") == "saved closed 1 True"


def test_updating_and_closing_do_not_deadlock(meet) -> None:
    assert meet("all-at-once") == "0 True"
