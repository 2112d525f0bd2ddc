"""The plan that we wrote out by hand beside an independent reading of the source.

`sheffield_002.json` was read from the document by read_source.py, which knows nothing of the
fixture. Facts must be equal. Running text must be ours, as full as the original: about as long,
with the same figures, and with no long run of the same words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.models import Plan
from governance.selectors.plan_export import export_plan
from tests.golden.read_source import read
from tests.golden.sources import SOURCES

READING = json.loads((Path(__file__).parent / "sheffield_002.json").read_text(encoding="utf-8"))
RUN = 7


@pytest.fixture
def exported(sheffield: Plan) -> dict[str, Any]:
    return export_plan(sheffield)


def only(entries: list[dict[str, Any]], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(entry[key] for key in keys) for entry in entries]


@pytest.mark.parametrize(
    "fact",
    ["ref", "outcome", "start", "end", "start_printed", "end_printed", "leads", "leads_printed"],
)
def test_every_action_has_its_facts(exported, fact):
    assert only(exported["actions"], "ref", fact) == only(READING["actions"], "ref", fact)


def test_every_action_has_as_many_measures_as_the_source(exported):
    ours = [(action["ref"], len(action["measures"])) for action in exported["actions"]]
    assert ours == only(READING["actions"], "ref", "measure_count")


def test_every_action_has_as_many_bullets_as_the_source(exported):
    ours = [
        (action["ref"], len(re.findall("^- ", action["text"], re.MULTILINE)))
        for action in exported["actions"]
    ]
    assert ours == only(READING["actions"], "ref", "bullet_count")


def test_the_measures_with_an_introduction_are_the_same(sheffield):
    ours = [action.ref for action in sheffield.actions.exclude(measures_intro="")]
    theirs = [
        action["ref"] for action in READING["actions"] if action["measures_have_introduction"]
    ]
    assert ours == theirs


def test_areas_outcomes_and_quarters_are_those_of_the_source(exported):
    assert [area["title"].upper() for area in exported["areas"]] == [
        area["title_printed"].upper() for area in READING["areas"]
    ]
    assert only(exported["outcomes"], "ref", "title") == only(READING["outcomes"], "ref", "title")
    assert exported["quarters"] == READING["quarters"]


def test_the_people_responsible_are_named_as_in_the_source(exported):
    ours = [area["responsible"] for area in exported["areas"]]
    theirs = [
        [f"{each['name']}, {each['title']}, {each['organisation']}" for each in area["responsible"]]
        for area in READING["areas"]
    ]
    assert ours == theirs


def test_posts_and_their_holders_are_those_of_the_source(exported):
    facts = ("code", "organisation", "title", "holder")
    assert sorted(only(exported["posts"], *facts)) == sorted(only(READING["posts"], *facts))


def test_indicators_and_glossary_are_those_of_the_source(exported):
    assert exported["indicators"] == READING["indicators"]
    assert exported["glossary"] == READING["glossary"]


def test_every_figure_of_the_feedback_is_there(sheffield):
    told = json.dumps(sheffield.sections, ensure_ascii=False)
    ours = re.findall(r"\d[\d,]*%?", told)
    missing = [figure["printed"] for figure in READING["figures"] if figure["printed"] not in ours]
    assert missing == []


def test_the_illustrative_statuses_agree_with_the_report_to_scrutiny(exported):
    codes = [action["statuses"]["2019-10"] for action in exported["actions"]]
    behind = codes.count("at_risk") + codes.count("behind_not_started")
    to_plan = codes.count("on_track") + codes.count("not_started")
    assert (codes.count("complete"), to_plan, behind, len(codes)) == (5, 54, 30, 89)


# --- the words are ours: only where the source itself is at hand ----------------------------


def runs(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z0-9%]+", text.lower().replace("’", "").replace("'", ""))
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])


NAMES = (
    "special educational needs and/or disabilities (SEND)",
    "NHS England ‘Guidance for health services for children and young people with Special "
    "Educational Needs and Disability (SEND)’",
)


if SOURCES:

    @pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
    def test_no_sentence_of_the_source_is_copied(source, exported):
        reading = read(source.read_text(encoding="utf-8"))
        named = {run for name in NAMES for run in runs(name)}
        copied = set()
        for ours, theirs in zip(exported["actions"], reading["actions"], strict=True):
            known = {
                run for text in (theirs["text"], *theirs["measure_texts"]) for run in runs(text)
            }
            for text in (ours["text"], *ours["measures"]):
                copied |= {(ours["ref"], run) for run in runs(text) if run in known - named}
        assert copied == set()

    @pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
    def test_every_action_is_as_full_as_the_source(source, exported):
        reading = read(source.read_text(encoding="utf-8"))
        off = []
        for ours, theirs in zip(exported["actions"], reading["actions"], strict=True):
            length = len(" ".join([ours["text"], *ours["measures"]]))
            original = len(" ".join([theirs["text"], *theirs["measure_texts"]]))
            if not 0.8 <= length / original <= 1.35:
                off.append((ours["ref"], round(length / original, 2)))
        assert off == []
