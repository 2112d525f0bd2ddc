"""What one person is to a set of plans. A fixed number of queries however many plans there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from actions.domain.enums import Role
from actions.models import Membership, Plan
from actions.selectors.reviewers import Reviewers
from wsoa.accounts.models import LocalArea, PostHolding, User
from wsoa.core.compiled_queries import compiled_once


@dataclass
class PersonInPlans:
    """One person, the plans that are asked about, and the person's roles, areas and posts in them.

    The set-based form of `rules.plan_access`; a test holds the two together.
    """

    user: User
    day: date
    plans: dict[int, Plan]
    roles: dict[int, frozenset[str]] = field(default_factory=dict)
    areas: frozenset[int] = frozenset()  # answered for, as accountable officer
    posts: frozenset[int] = frozenset()  # held on that day, deputies too

    @cached_property
    def one_area(self) -> LocalArea | None:
        """The local area of all of the plans; None for no plan, and for several areas."""
        found = {plan.local_area_id: plan.local_area for plan in self.plans.values()}
        return next(iter(found.values())) if len(found) == 1 else None

    def title_of(self, plan: Plan) -> str:
        """The plan's title, with its area where the person has plans of several areas."""
        return plan.title if self.one_area else f"{plan.title}, {plan.local_area.name}"

    def with_role(self, *roles: Role) -> list[int]:
        """The plans in which the person has one of these roles."""
        return [plan for plan, held in self.roles.items() if not held.isdisjoint(roles)]

    @cached_property
    def managed(self) -> frozenset[int]:
        """The plans of which the person is programme manager."""
        return frozenset(self.with_role(Role.MANAGER))

    @cached_property
    def reviewers(self) -> Reviewers:
        """The officers and managers of the plans in which the person is one. One query."""
        return Reviewers.of(*self.with_role(Role.MANAGER, Role.ACCOUNTABLE))

    def decides(self, plan: int, area: int | None, besides: Collection[int] = ()) -> bool:
        """Whether it is for this person to decide something about an area of a plan.

        The accountable officers of the area decide, or the programme managers where it has none.
        Nobody decides on what they asked for themselves (`besides`, keys of people).
        """
        if self.user.pk in besides:
            return False
        if area in self.areas:
            return True
        officers = {user.pk for user in self.reviewers.officers.get(area or 0, ())}
        return plan in self.managed and not officers.difference(besides)


def person_in_plans(user: User, day: date, plans: Iterable[Plan] | None = None) -> PersonInPlans:
    """The person in these plans, or in every plan that they see. Two queries, and one for those."""
    if plans is None:
        plans = _seen_plans(user.pk, day)
    found = {plan.pk: plan for plan in plans}
    roles: dict[int, set[str]] = {}
    areas = set()
    for plan, role, area in _roles(user.pk, found.keys(), day):
        roles.setdefault(plan, set()).add(role)
        areas.add(area)
    return PersonInPlans(
        user=user,
        day=day,
        plans=found,
        roles={plan: frozenset(in_plan) for plan, in_plan in roles.items()},
        areas=frozenset(area for area in areas if area),
        posts=frozenset(_held_posts(user.pk, day)),
    )


@compiled_once
def _seen_plans(user: int, day: date) -> QuerySet[Plan]:
    return Plan.objects.seen_by(user, day).with_area().light().in_list_order()


@compiled_once
def _roles(user: int, plans: Collection[int], day: date) -> QuerySet[Membership, Any]:
    memberships = Membership.objects.of_person(user, plans, day)
    return memberships.values_list("plan", "role", "area")


@compiled_once
def _held_posts(user: int, day: date) -> QuerySet[PostHolding, Any]:
    return PostHolding.objects.given_to(user, day).values_list("post", flat=True)
