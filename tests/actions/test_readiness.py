"""What a plan lacks before it can be worked with."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from actions.domain.readiness import (
    PlanMonths,
    ReadinessKind,
    ReadyAction,
    abbreviations_in,
    findings_of_action,
    unexplained,
)
from actions.models import ActionLead, GlossaryTerm, Measure
from actions.selectors.readiness import readiness_findings
from tests.support.cast import browser_of
from tests.support.factories import AreaFactory
from tests.support.plan_editing import edited_plan
from wsoa.core.clock import today
from wsoa.core.months import Month, PlanDate

MONTHS = some.builds(Month, some.integers(2018, 2021), some.integers(1, 12))


@given(MONTHS, MONTHS, MONTHS, MONTHS)
def test_dates_are_found_exactly_where_they_are_outside_the_plan(start, end, first, last):
    dates = {"start": PlanDate.of(start.first_day), "end": PlanDate.of(end.first_day)}
    action = ReadyAction("1.1.1", "Text", **dates, leads=("A",), vacant=(), measures=("M",))

    found = list(findings_of_action(action, PlanMonths(first, last)))

    assert bool(found) == (end < start or end < first or max(start, end) > last)
    assert {one.kind for one in found} <= {ReadinessKind.DATES}


def test_what_an_action_lacks_is_named():
    none = PlanDate.of(None)
    bare = ReadyAction("1.1.1", "Text", none, none, leads=(), vacant=("SCC-X",), measures=())

    kinds = [one.kind for one in findings_of_action(bare, PlanMonths(None, None))]

    assert kinds == [
        ReadinessKind.NO_LEAD,
        ReadinessKind.VACANT_LEAD,
        ReadinessKind.NO_MEASURE,
    ]


WORDS = some.sampled_from(["EHC", "SENCOs", "HoS", "A&E", "the", "plan", "UK", "Sheffield"])


@given(some.lists(WORDS))
def test_an_abbreviation_is_found_until_it_is_explained(words):
    texts = [("action 1.1.1", " ".join(words))]
    used = set(abbreviations_in(" ".join(words)))

    assert used == {"SENCO" if word == "SENCOs" else word for word in words} - {
        "the",
        "plan",
        "UK",
        "Sheffield",
    }
    assert len(unexplained(texts, [])) == len(used)
    assert unexplained(texts, used) == ()


@pytest.mark.django_db
def test_a_plan_is_checked_against_its_rows_and_what_other_apps_know():
    edited = edited_plan(in_force=False)
    AreaFactory(plan=edited.plan, ref="2", title="Nothing follows")
    ActionLead.objects.filter(action__ref="1.1.2").delete()
    Measure.objects.filter(action__ref="1.1.2").update(text="More EHCP in time, by QXZ")
    GlossaryTerm.objects.create(plan=edited.plan, order=1, term="EHCP", meaning="A plan")

    found = readiness_findings(edited.plan, today())

    kinds = {one.kind for one in found}
    assert kinds == set(ReadinessKind) - {
        ReadinessKind.NO_MEASURE,
        ReadinessKind.NO_TARGET,
        ReadinessKind.DATES,
    }
    texts = [one.text for one in found]
    assert "QXZ: 1 time, first in action 1.1.2" in texts
    assert "Area 2. Nothing follows has no outcome" in texts
    page = browser_of(edited.manager).get(reverse("plan-readiness", args=[edited.plan.slug]))
    assert f"nobody holds {edited.post.code}" in page.content.decode()
    assert "no board, committee or forum oversees the plan" in page.content.decode()
