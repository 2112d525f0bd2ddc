"""A plan that carries on findings of another one, with links both ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actions.domain.enums import Role
from actions.models import CarriedFinding, Plan
from actions.presenters.carried_findings import carried_findings
from actions.services.plan_starts import PlanStartRefused, start_plan_from
from tests.support.html import words
from wsoa.accounts.models import User

START = "/plans/sheffield-2019/start-another/"
NAMES: dict[str, Any] = {
    "kind": "app",
    "title": "Sheffield accelerated progress plan",
    "short_title": "Sheffield 2021",
}


def areas_of(plan: Plan, *refs: str) -> list[int]:
    return list(plan.areas.filter(ref__in=refs).values_list("pk", flat=True))


def test_findings_are_carried_over_with_links_both_ways(
    sheffield: Plan, people: dict[str, User]
) -> None:
    by = people["manager"]
    before = sheffield.actions.count()
    plan = start_plan_from(by=by, origin=sheffield, areas=areas_of(sheffield, "3", "5"), **NAMES)
    own = list(plan.areas.values_list("ref", "title", "finding"))
    theirs = sheffield.areas.filter(ref__in=("3", "5")).values_list("title", "finding")
    assert own == [(str(n), *texts) for n, texts in enumerate(theirs, start=1)]
    assert (plan.slug, plan.local_area_id) == ("sheffield-2021", sheffield.local_area_id)
    assert plan.printed_terms.judgement == "progress"
    assert plan.memberships.get().role == Role.MANAGER
    assert (plan.actions.count(), sheffield.actions.count()) == (0, before)
    came = carried_findings(plan, by).came_from
    assert [link.actions_href for link in came] == [
        "/plans/sheffield-2019/actions/?area=3",
        "/plans/sheffield-2019/actions/?area=5",
    ]
    goes_on = carried_findings(sheffield, people["viewer"]).goes_on_in
    assert [link.plan for link in goes_on] == [plan.title] * 2
    assert {link.actions_href for link in goes_on} == {""}  # who has no role in it


def test_a_manager_starts_one_on_the_page(
    sheffield: Plan, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("manager")
    sent = NAMES | {"areas": [str(pk) for pk in areas_of(sheffield, "5")]}
    refused = client.post(START, sent | {"title": "", "areas": []})
    assert "Select at least one finding to carry on" in words(refused)
    assert 'value="Sheffield 2021"' in refused.content.decode()
    shown = words(client.post(START, sent, follow=True))
    assert "Findings carried over" in shown
    assert "Sheffield SEND written statement of action 2019" in shown
    assert "taken" in words(client.post(START, sent))
    assert CarriedFinding.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "wish"}, {"title": " "}, {"short_title": "Sheffield 2019"}, {"short_title": "…"}],
)
def test_a_start_that_cannot_be_leaves_nothing(
    sheffield: Plan, people: dict[str, User], wrong: dict[str, str]
) -> None:
    areas = areas_of(sheffield, "5")
    with pytest.raises(PlanStartRefused):
        start_plan_from(by=people["manager"], origin=sheffield, areas=areas, **NAMES | wrong)
    with pytest.raises(PlanStartRefused):
        start_plan_from(by=people["manager"], origin=sheffield, areas=[10**9], **NAMES)
    assert not Plan.objects.filter(slug="sheffield-2021").exists()
