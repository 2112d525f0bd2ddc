"""Predicates for one object and querysets for many must agree."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from actions.models import Action, Membership, Plan
from actions.rules import PlanAccess, plan_access
from tests.support.factories import ActionFactory, PostFactory, PostHoldingFactory, UserFactory
from wsoa.accounts.models import PostHolding, User
from wsoa.core.clock import today

DAYS = (date(2019, 11, 14), date(2019, 11, 15), date(2019, 11, 16), None)


def fresh(user: User) -> User:
    """The person as the next request knows them."""
    return User.objects.get(pk=user.pk)


def test_the_plan_predicate_and_queryset_agree(people, sheffield):
    other = ActionFactory().plan
    for person in people.values():
        found = list(Plan.objects.seen_by(person, today()))
        seen = set(found)
        assert len(found) == len(seen), person  # each once, however many actions somebody leads
        for plan in (sheffield, other):
            assert person.has_perm("actions.see_plan", plan) == (plan in seen), person


@pytest.mark.parametrize("name", ["lead", "nhs-lead", "accountable", "viewer", "stranger"])
def test_the_lead_predicate_and_queryset_agree(people, sheffield, name):
    person = people[name]
    led = set(sheffield.actions.led_by(person, today()))
    for action in sheffield.actions.with_leads():
        assert person.has_perm("actions.update_action", action) == (action in led), action


@pytest.mark.parametrize("since", DAYS)
@pytest.mark.parametrize("until", DAYS)
def test_a_post_counts_only_on_the_days_it_is_held(db, since, until):
    if since and until and until < since:
        since, until = until, since
    holding = PostHoldingFactory(since=since, until=until)
    action = ActionFactory(led_by=[holding.post])

    held = PostHolding.objects.on(today()).filter(pk=holding.pk).exists()

    assert plan_access(holding.user, action.plan).leads_here == held
    assert Action.objects.led_by(holding.user, today()).exists() == held
    assert fresh(holding.user).has_perm("actions.see_plan", action.plan) == held


def test_a_post_that_leads_nothing_in_a_plan_gives_no_access(db):
    plan = ActionFactory().plan
    holding = PostHoldingFactory(post=PostFactory())
    found = plan_access(holding.user, plan)
    assert found == PlanAccess(held=frozenset({holding.post_id}))
    assert not holding.user.has_perm("actions.see_plan", plan)


def test_roles_and_areas_are_those_of_this_plan(sheffield, people):
    area = sheffield.areas.get(ref="5")
    assert plan_access(people["accountable"], sheffield) == PlanAccess(
        roles=frozenset({"accountable", "signs_council"}), areas=frozenset({area.pk})
    )
    assert plan_access(people["accountable"], ActionFactory().plan) == PlanAccess()


def test_a_removed_role_is_gone_at_the_next_request(sheffield, people):
    viewer = people["viewer"]
    assert viewer.has_perm("actions.see_plan", sheffield)
    Membership.objects.filter(user=viewer).delete()
    assert not fresh(viewer).has_perm("actions.see_plan", sheffield)


def test_an_anonymous_visitor_has_no_access(sheffield):
    assert plan_access(AnonymousUser(), sheffield) == PlanAccess()
    assert not UserFactory().has_perm("actions.see_plan", sheffield)
