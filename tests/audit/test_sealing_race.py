"""Workers that seal at the same moment, are killed, and meet people who save."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support import postgres
from tests.support.races import Race
from tests.support.workers.sealing import BATCH, EVENTS, KILLED

pytestmark = pytest.mark.services
two_write_at_once = pytest.mark.skipif(
    not postgres.server(), reason="SQLite has one writer at a time"
)
BOTH = f"@site:{EVENTS}:0:None leeds:{EVENTS}:0:None"


@pytest.fixture
def workers(race: Callable[..., Race]) -> Race:
    return race("tests.support.workers.sealing")


def test_two_workers_at_the_same_moment_seal_each_event_once(workers: Race) -> None:
    both = [workers.start("seal") for _ in range(2)]
    written = [started.result() for started in both]
    assert [started.returncode for started in both] == [0, 0]
    assert sum(map(int, written)) == 2 * EVENTS
    assert workers.run("check") == BOTH


def test_a_worker_that_is_killed_leaves_whole_batches_and_another_goes_on(workers: Race) -> None:
    killed = workers.start("killed")
    killed.result()
    assert killed.returncode == KILLED
    # The first chain is still in the hands of the worker that is gone; then its lease is over.
    assert workers.run("after") == f"{BATCH} {EVENTS} {EVENTS - BATCH}"
    assert workers.run("check") == BOTH


@two_write_at_once
def test_an_event_that_is_committed_late_is_sealed_after_those_before_it(workers: Race) -> None:
    assert workers.run("late") == "True 1"


@two_write_at_once
def test_no_save_waits_for_a_batch_that_is_being_sealed(workers: Race) -> None:
    assert workers.run("meanwhile") == "0"
