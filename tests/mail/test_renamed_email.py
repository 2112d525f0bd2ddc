"""The migrations that rename the table of outgoing email and empty what was sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


def test_emails_still_wait_under_the_new_name_and_those_sent_are_emptied(
    race: Callable[..., Race],
) -> None:
    program = race("tests.support.workers.renamed_email")
    assert program.run("found").split() == ["2", "3", "Waits", "Text", "plan"]
