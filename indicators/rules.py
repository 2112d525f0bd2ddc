"""Permissions on indicators. Views and templates check them with `user.has_perm`."""

from __future__ import annotations

from datetime import date

import rules
from django.db.models import Q

from actions.domain.enums import Role
from actions.models import Plan
from actions.rules import has_role, plan_access
from indicators.models import Indicator
from wsoa.accounts.models import PostHolding, User

manages_plan = has_role(Role.MANAGER)


@rules.predicate
def manages_indicator(user: User, indicator: Indicator) -> bool:
    return bool(manages_plan(user, indicator.plan))


@rules.predicate
def owns_indicator(user: User, indicator: Indicator) -> bool:
    return (
        indicator.owner_id is not None
        and indicator.owner_id in plan_access(user, indicator.plan).held
    )


@rules.predicate
def owns_some(user: User, plan: Plan) -> bool:
    """Whether a post that this person holds today owns an indicator of the plan."""
    posts = plan_access(user, plan).held
    return bool(posts) and Indicator.objects.of_plan(plan).filter(owner__in=posts).exists()


def plans_with_own_indicators(user: User | int, day: date) -> Q:
    """The plans that a person sees as the owner of an indicator, without a role or an action.

    Used by the queryset `PlanQuerySet.seen_by`.
    """
    held = PostHolding.objects.given_to(user, day).values("post")
    return Q(pk__in=Indicator.objects.owned_by_posts(held).values("plan"))


@rules.predicate
def is_site_administrator(user: User) -> bool:
    """Whether this person looks after the service, which all local areas share."""
    return user.is_superuser


def may_answer(user: User, plan: Plan, areas: frozenset[int]) -> bool:
    """Whether this person may answer questions to the officers of these areas."""
    access = plan_access(user, plan)
    return Role.MANAGER in access.roles or not access.areas.isdisjoint(areas)


rules.add_perm("indicators.manage", manages_indicator)
rules.add_perm("indicators.add", manages_plan)
rules.add_perm("indicators.enter_some", manages_plan | owns_some)
rules.add_perm("indicators.enter_figures", manages_indicator | owns_indicator)
rules.add_perm("indicators.read_statistics", is_site_administrator)
