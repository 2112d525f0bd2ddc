"""The migration that gives each local area its own organisations, posts and holders."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.races import Race

pytestmark = pytest.mark.services


@pytest.fixture
def program(race: Callable[..., Race]) -> Race:
    """The state of a database in which two areas shared organisations and posts, after the
    migration.
    """
    return race("tests.support.workers.local_areas")


@pytest.fixture
def moved(program: Race) -> dict[str, Any]:
    """What became of a database in which two areas shared organisations and posts."""
    found: dict[str, Any] = json.loads(program.run("moved"))
    return found


def test_shared_rows_are_split_and_each_plan_refers_to_its_own(moved) -> None:
    assert moved["plans"] == [
        ["sheffield-2019", "sheffield", "Sheffield", 1],
        ["york-2020", "york", "York", 2],  # cached pages of York may name who held the posts
        ["york-2023", "york", "York", 2],
    ]
    assert moved["organisations"] == [
        ["Sheffield", "ITF", "The ITF"],  # which no plan uses
        ["Sheffield", "SCC", "The SCC"],
        ["York", "CCG", "The CCG"],
        ["York", "NHSE", "The NHSE"],  # which York's plan names as a signatory alone
        ["York", "SCC", "The SCC"],
    ]
    assert moved["posts"] == [
        ["Sheffield", "ITF-Chair", "Head of ITF-Chair", "Sheffield"],
        ["Sheffield", "SCC-DCIL", "Head of SCC-DCIL", "Sheffield"],
        ["Sheffield", "SCC-HoS", "Head of SCC-HoS", "Sheffield"],
        ["York", "CCG-CCM", "Head of CCG-CCM", "York"],
        ["York", "SCC-DCIL", "Head of SCC-DCIL", "York"],
        ["York", "SCC-HoS", "Head of SCC-HoS", "York"],
    ]
    own = [["sheffield-2019", "Sheffield"], ["york-2020", "York"], ["york-2023", "York"]]
    uses = moved.keys() - {"plans", "organisations", "posts", "holdings"}
    assert {name: moved[name] for name in uses} == dict.fromkeys(uses, own)
    # Nobody loses a post. In York it is held by those alone who were a member there, were invited
    # there or wrote there; who did nothing, or in Sheffield alone, does not get in.
    everybody = ["Tim", "idle", "invited", "member", "only_york", "wrote"]
    assert moved["holdings"] == [
        *(["Sheffield", "SCC-HoS", name] for name in everybody),
        *(["York", "SCC-HoS", name] for name in ("invited", "member", "only_york")),
    ]


def test_reversing_is_refused_if_two_areas_use_a_code(program: Race) -> None:
    assert program.run("back").startswith("SCC: codes that more than one local area uses.")
