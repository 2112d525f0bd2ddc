"""PDF files: ruled tables are read, and whoever reads them is told to check every row."""

from __future__ import annotations

import io
from typing import Any

import pytest

from actions.domain.recognition.leads import KnownLead
from actions.importing.plan_file import read_plan_file
from tests.support.plan_layouts.layouts import LAYOUTS, layout
from tests.support.plan_layouts.pieces import Box, Grid, Head, Piece, box
from tests.support.plan_layouts.plan import actions, posts
from tests.support.plan_layouts.printed import as_pdf
from tests.support.plan_layouts.scores import score, wanted

KNOWN = [KnownLead(*post) for post in posts()]


def read(content: bytes) -> dict[str, Any]:
    return read_plan_file(io.BytesIO(content), "plan.pdf", KNOWN).export()


def test_a_ruled_table_is_read_with_its_merged_cells_and_fills() -> None:
    header = tuple(map(box, ("Outcome", "Action", "Start", "End", "Lead", "Measures", "RAG")))
    measures = Box((Piece("It is written", "bullet"), Piece("It is shared", "bullet")))
    first = (
        box("1.1 Strategy", down=2),
        *map(box, ("1.1.1 Write it", "May 2019", "July 2019", "SCC - HoS")),
        measures,
        box("", fill="00B050"),
    )
    second = (
        *map(box, ("1.1.2 Share it with all", "July 2019", "-", "SCC - HCIS", "Shared")),
        box("", fill="FF0000"),
    )
    plan = read(as_pdf([Head("1. STRATEGY"), Grid((header, first, second))]))
    assert [(action["ref"], action["outcome"]) for action in plan["actions"]] == [
        ("1.1.1", "1.1"),
        ("1.1.2", "1.1"),
    ]
    assert plan["actions"][0]["measures"] == ["It is written", "It is shared"]
    assert [action["statuses"] for action in plan["actions"]] == [
        {"current": "on_track"},
        {"current": "behind_not_started"},
    ]
    assert {"read_from_pdf", "status_colour"} <= {guess["kind"] for guess in plan["guesses"]}


@pytest.mark.long
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_share_right_in_a_pdf_of_each_layout_is_reported(name: str) -> None:
    plan = read(as_pdf(layout(name)))
    result = score(
        plan["actions"], map(wanted, actions()), by="text" if name == "no_refs" else "ref"
    )
    print(f"{name} as pdf: {result}; {len(plan['guesses'])} guesses")
    assert plan["actions"]
