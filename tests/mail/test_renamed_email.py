"""The migration that renames the table of outgoing email."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


def test_emails_that_waited_under_the_former_name_still_wait(race: Callable[..., Race]) -> None:
    program = race("tests.support.workers.renamed_email")
    assert program.run("found").split() == ["2", "Waits", "Text", "plan"]
