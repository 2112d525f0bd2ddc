"""Two at the same moment: administrators who are removed, an invitation that is accepted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


@pytest.fixture
def meet(race: Callable[..., Race]) -> Callable[[str], str]:
    return race("tests.support.workers.people_at_once").run


def test_of_two_administrators_removed_at_once_one_stays(meet) -> None:
    assert meet("both-are-removed") == "ended LastAdministrator 1"


def test_an_invitation_is_accepted_once(meet) -> None:
    assert meet("accepted-twice") == "accepted ended"
