"""The migration by which links of followers are stored no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


def test_links_of_old_emails_work_and_only_their_hashes_are_stored(
    race: Callable[..., Race],
) -> None:
    program = race("tests.support.workers.follower_links")
    assert program.run("found").split() == ["True", "2", "0@b.example", "None", "False"]
