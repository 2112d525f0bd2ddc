"""Two press publish together, on two real connections: one publishes, and the other is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


@pytest.fixture
def meet(race: Callable[..., Race]) -> Callable[[str], str]:
    return race("tests.support.workers.publishing").run


def test_concurrent_publish_is_refused_with_the_name_of_the_first(meet) -> None:
    assert meet("both") == "Ann_published Ann_has_already_published_version_1 going_out 1 1"


def test_a_draft_that_is_being_published_is_not_dropped_meanwhile(meet) -> None:
    assert meet("one-drops") == "Ann_published NotADraft going_out 1"


def test_concurrent_publishes_publish_once(meet) -> None:
    assert meet("many") == "1 5 1"
