"""The summaries of the demonstration: easy to read, and of the facts of the plan."""

from __future__ import annotations

import re

import pytest

from actions.models import Plan
from governance.domain.easy_read.readability import readability
from governance.models import EasyReadSummary
from governance.papers.quarterly.build import counts_by_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def summaries(sheffield: Plan, october) -> dict[str, EasyReadSummary]:
    found = EasyReadSummary.objects.current().of(october).with_ideas().in_plan_order()
    return {summary.area.ref: summary for summary in found}


def test_three_areas_have_one_and_each_is_easy_to_read(summaries, sheffield):
    glossary = dict(sheffield.glossary.values_list("term", "meaning"))
    hard = {
        ref: [
            remark.problem
            for of_idea in readability(summary.content, glossary).of_ideas
            for remark in of_idea
        ]
        for ref, summary in summaries.items()
    }

    assert hard == {"1": [], "2": [], "5": []}
    for summary in summaries.values():
        assert readability(summary.content).of_whole == ()
        assert summary.source


def test_its_numbers_are_the_counts_of_the_area(summaries, october):
    counts = counts_by_area(october)
    for summary in summaries.values():
        own = counts[summary.area_id]
        text = " ".join(idea.text for idea in summary.content)
        assert f"We promised {own.total} things" in text
        assert f"{own.to_plan} things go well or start later" in text
        assert f"{own.behind} things are late or may be late" in text
        done = re.search(r"(1 thing|None) is done", text)
        assert done
        assert {"1 thing": 1, "None": 0}[done[1]] == own.complete
