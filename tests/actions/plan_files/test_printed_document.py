"""The printed text of Sheffield's plan (document 002) gives the plan back."""

from __future__ import annotations

import io
import os
import runpy
from pathlib import Path
from typing import Any

import pytest

from actions.domain.recognition.leads import KnownLead
from actions.importing.plan_file import read_plan_file
from tests.support.paths import ROOT
from tests.support.plan_layouts.plan import posts
from tests.support.plan_layouts.scores import score

SEEDS = Path(os.environ.get("WSOA_SEEDS", ROOT.parent / "shared" / "seeds"))
SOURCES = sorted(SEEDS.glob("002_*.txt"))
pytestmark = pytest.mark.skipif(not SOURCES, reason="document 002 is not here")


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    known = [KnownLead(*post) for post in posts()]
    return read_plan_file(io.BytesIO(SOURCES[0].read_bytes()), "002.txt", known).export()


@pytest.fixture(scope="module")
def facts() -> list[dict[str, Any]]:
    """The independent reading of the document, by rules that fit this document alone."""
    read = runpy.run_path(str(ROOT / "tests" / "golden" / "read_source.py"))["read"]
    made = read(SOURCES[0].read_text(encoding="utf-8"))["actions"]
    for action in made:
        has_introduction = action["measures_have_introduction"]
        action["measures"] = action["measure_texts"][has_introduction:]
    return list(made)


def test_the_printed_text_gives_the_plan_back(
    printed: dict[str, Any], facts: list[dict[str, Any]]
) -> None:
    result = score(printed["actions"], facts)
    print(f"document 002 as txt: {result}; {len(printed['guesses'])} guesses")
    assert result.share >= 0.95, result.wrong
    assert [action["ref"] for action in printed["actions"]] == [action["ref"] for action in facts]


def test_most_leads_are_right_without_knowing_any_post(facts: list[dict[str, Any]]) -> None:
    file = io.BytesIO(SOURCES[0].read_bytes())
    result = score(read_plan_file(file, "002.txt").export()["actions"], facts)
    assert result.right["leads"] >= 0.95 * len(facts), result.wrong


def test_areas_and_outcomes_of_the_printed_text_are_found(printed: dict[str, Any]) -> None:
    assert [area["ref"] for area in printed["areas"]] == list("1234567")
    assert printed["areas"][4]["title"] == "EHC Plans"
    assert len(printed["outcomes"]) == 23


def test_what_is_odd_in_the_printed_text_is_asked(printed: dict[str, Any]) -> None:
    asked = {(guess["text"], guess["taken_for"]) for guess in printed["guesses"]}
    assert ("SCC - HOS", "SCC-HoS") in asked
    assert ("CCG CM", "CCG-CCM") in asked
    assert ("-", "No end was given") in asked
