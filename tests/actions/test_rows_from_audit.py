"""Migrations that make rows of the audit log, on a database that was filled before them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


@pytest.fixture
def found(race: Callable[..., Race]) -> Callable[[str], Any]:
    """What one part of the program finds."""
    program = race("tests.support.workers.rows_from_audit")
    return lambda part: json.loads(program.run(part))


def test_events_of_the_log_become_rows_in_order(found) -> None:
    rows = found("rows")
    assert sorted(rows["periods"], key=lambda row: row[:2]) == [
        ["leeds", "2019-10", "closed", "Bo", 5, "", "2019-12-10", "", ""],
        ["york-2020", "2019-04", "closed", None, 0, "", "2019-05-31", "", ""],
        ["york-2020", "2019-07", "closed", None, 0, "", "2019-12-10", "", ""],
        ["york-2020", "2019-10", "extended", "Ann", 1, "", "2019-12-10", "2019-10-31", ""],
        ["york-2020", "2019-10", "closed", "Ann", 1, "", "2019-12-10", "", ""],
        [
            *("york-2020", "2019-10", "reopened", "Bo", 3, "The CCG was late."),
            *("2019-12-31", "", "2019-12-10"),
        ],
    ]
    assert rows["commentary"] == [
        ["1", "Nobody knows.", "", None, -745, None],
        ["5", "Loaded.", "", None, 0, None],
        ["5", "One.", "", "Ann", 1, "Loaded."],
        ["5", "Two.", "", "Bo", 3, "One."],
        ["6", "Loaded.", "The report", None, 9, None],
        ["7", "One.", "", "Ann", 4, None],
        ["7", "", "", None, 5, "One."],
        ["7", "Loaded.", "The report", None, 20, ""],
        ["2019-07", "Loaded.", "The report", None, 0, None],
        ["2019-10", "It goes on.", "", "Bo", 6, None],
        ["2019-10", "It goes on and on.", "", "Ann", 7, "It goes on."],
    ]


def test_reversing_keeps_the_current_version(found) -> None:
    assert found("back") == [
        ["1", "Nobody knows.", ""],
        ["5", "Two.", ""],
        ["6", "Loaded.", "The report"],
        ["7", "Loaded.", "The report"],
        ["2019-07", "Loaded.", "The report"],
        ["2019-10", "It goes on and on.", ""],
    ]
