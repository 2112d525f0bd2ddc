"""The migrations that bring an audit log from before the chains up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module

import pytest

from tests.support.races import Race
from tests.support.workers.log_before_chains import EVENTS

without_figures = import_module("wsoa.audit.migrations._old_content").without_figures


@pytest.fixture
def program(race: Callable[..., Race]) -> Race:
    return race("tests.support.workers.log_before_chains")


@pytest.mark.services
def test_events_get_their_area_and_content_and_lose_the_values(program: Race) -> None:
    moved = json.loads(program.run("moved"))
    assert moved["events"] == [
        [
            "figure",
            "leeds",
            "Ann",
            "Entered a figure of Exclusions: fixed, 2019",
            ["measurement"],
            0,
        ],
        ["correct-figure", "leeds", "Ann", "Corrected a figure of Exclusions: fixed, 2019", [], 1],
        [
            *("figures", "leeds", "Ann", "Entered 3 figures of Exclusions: 2019"),
            *(["series and spans"], 2),
        ],
        [
            *("withdraw-figure", "leeds", "Ann", "Withdrew a figure of Absence: all, 2019"),
            *(["measurement"], 3),
        ],
        [
            *("withdraw-figure", "leeds", "Ann", "Withdrew a figure of Absence, 2019"),
            *(["measurement"], 4),
        ],
        ["answer", "leeds", "Ann", "Answered: Contradiction", ["answer"], 5],
        ["answer", "leeds", "Ann", EVENTS[6][2], ["mailed", "question"], 6],
        ["update", "leeds", "Ann", EVENTS[7][2], ["from", "update"], 7],
        ["load", None, "Ann", EVENTS[8][2], ["changes", "share"], 8],
        ["add", None, "Ann", EVENTS[9][2], ["areas", "code"], 9],
    ]
    assert moved["salts"] == len(EVENTS)
    assert moved["log"] == [
        [["@site", 0, 2, None], ["leeds", 0, 8, None]],
        [["@site", 2, 0, None], ["leeds", 8, 0, None]],
    ]


@pytest.mark.services
def test_a_log_that_is_not_sealed_goes_back(program: Race) -> None:
    found = json.loads(program.run("back"))
    assert [row[:2] for row in found] == [[verb, "Ann"] for verb, *_ in EVENTS]
    kept = [event for event in EVENTS if "figure" not in event[0] and event[0] != "answer"]
    assert [tuple(row[2:]) for row in found if row[0] in {event[0] for event in kept}] == [
        (summary, detail) for _, _, summary, detail in kept
    ]


@pytest.mark.services
def test_a_sealed_log_does_not_go_back(program: Race) -> None:
    written = program.run("sealed_back")
    assert written.startswith("The audit log is sealed, and without its chain nobody could check")
    assert written.endswith(f" {len(EVENTS)}")


@pytest.mark.parametrize(
    ("verb", "summary"),
    [("figure", "Something else"), ("accept", "Accepted the update: 12%"), ("answer", "12: 13")],
)
def test_what_holds_no_value_stays(verb: str, summary: str) -> None:
    assert without_figures(verb, summary, {"a": 1}, "") == (summary, {"a": 1})
