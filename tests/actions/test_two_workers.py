"""Two real processes send the digests of one day at the same moment: each leaves once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.races import Race
from tests.support.workers.reminders import PEOPLE

pytestmark = pytest.mark.services


@pytest.mark.parametrize("of", ["reminders", "due_figures"])
def test_two_workers_at_the_same_moment_never_send_twice(
    race: Callable[..., Race], tmp_path: Path, of: str
) -> None:
    emails = tmp_path / "emails"
    workers = race(f"tests.support.workers.{of}", WSOA_TEST_EMAILS=str(emails))
    both = [workers.start("send") for _ in range(2)]
    written = [started.result().split() for started in both]

    assert [started.returncode for started in both] == [0, 0]
    sent = [int(sent) for sent, _ in written]
    assert sum(sent) == PEOPLE
    assert all(sent), "only one of the two worked: nothing was tested"
    assert [failed for _, failed in written] == ["0", "0"]
    left = emails.read_text().splitlines()
    assert len(left) == len(set(left)) == PEOPLE
    assert len({line.split()[0] for line in left}) == PEOPLE
