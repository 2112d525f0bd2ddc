"""Sheffield's plan in six layouts of other areas is read back from Word, Excel and ODT."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from actions.domain.recognition.leads import KnownLead
from actions.importing.plan_file import read_plan_file
from tests.support.plan_layouts.layouts import LAYOUTS, layout
from tests.support.plan_layouts.open_document import as_odt
from tests.support.plan_layouts.pieces import Grid
from tests.support.plan_layouts.plan import actions, posts
from tests.support.plan_layouts.scores import score, wanted
from tests.support.plan_layouts.word import as_docx
from tests.support.plan_layouts.workbook import as_xlsx

WRITERS: dict[str, Callable[..., bytes]] = {"docx": as_docx, "xlsx": as_xlsx, "odt": as_odt}
KNOWN = [KnownLead(*post) for post in posts()]
BAR = 0.95


def read(name: str, kind: str, known: list[KnownLead] = KNOWN) -> dict[str, Any]:
    file = io.BytesIO(WRITERS[kind](layout(name)))
    return read_plan_file(file, f"{name}.{kind}", known).export()


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_back(
    name: str, kind: str, record_property: Callable[[str, object], None]
) -> None:
    plan = read(name, kind)
    result = score(
        plan["actions"], map(wanted, actions()), by="text" if name == "no_refs" else "ref"
    )
    record_property("share right", result.share)
    print(f"{name} as {kind}: {result}; {len(plan['guesses'])} guesses")
    assert result.share >= BAR, result.wrong
    assert len(plan["actions"]) == 89


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_action_lies_in_its_outcome_and_area(name: str) -> None:
    plan = read(name, "docx")
    assert len(plan["areas"]) == 7
    assert [outcome["ref"] for outcome in plan["outcomes"]] == list(
        dict.fromkeys(action.outcome for action in actions())
    )
    assert [(action["outcome"], action["ref"]) for action in plan["actions"]] == [
        (action.outcome, action.ref) for action in actions()
    ]


def test_tracked_changes_are_counted_and_a_deleted_row_is_left_out() -> None:
    plan = read("wsoa", "docx")
    guess = next(guess for guess in plan["guesses"] if guess["kind"] == "tracked_changes")
    assert guess["text"].endswith("changes by 1 person are not accepted")
    assert not any("Withdrawn" in str(action) for action in plan["actions"])
    assert not any("was worded otherwise" in str(action) for action in plan["actions"])


def test_a_text_box_is_read_once() -> None:
    left = [left["text"] for left in read("wsoa", "docx")["not_understood"]]
    assert sum(text.count("Draft for the board") for text in left) == 1


def test_footnotes_are_left_over_with_their_place() -> None:
    left = read("wsoa", "docx")["not_understood"]
    notes = [entry for entry in left if entry["text"].startswith("*Please note")]
    assert len(notes) == sum(isinstance(block, Grid) for block in layout("wsoa"))
    assert notes[0]["where"] == "Table 1, row 9"


def test_a_colour_and_a_letter_are_proposals_that_are_listed() -> None:
    plan = read("progress_plan", "docx")
    statuses = {action.ref: action.statuses for action in actions()}
    assert {action["ref"]: action["statuses"] for action in plan["actions"]} == statuses
    found = {guess["text"]: guess for guess in plan["guesses"] if "status" in guess["kind"]}
    assert found["A, shaded amber (#FFC000)"]["taken_for"] == "Behind or at risk"
    assert found["Cell shaded grey (#BFBFBF)"]["kind"] == "status_colour"
    counted = sum(guess["rows"] for guess in found.values())
    assert counted == sum(len(of_action) for of_action in statuses.values())


def test_codes_are_read_without_knowing_any_post() -> None:
    plan = read("wsoa", "docx", known=[])
    result = score(plan["actions"], map(wanted, actions()))
    assert result.right["leads"] >= BAR * 89
    assert any(guess["kind"].startswith("lead") for guess in plan["guesses"])
