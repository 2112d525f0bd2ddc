"""Reviewers of updates, and the number of updates waiting for a person."""

from __future__ import annotations

from dataclasses import dataclass

from actions.domain.enums import Role
from actions.models import AreaOfWeakness, Membership, Plan, StatusUpdate
from actions.rules import plan_access
from actions.selectors.plan_cache import cached_for_plan
from wsoa.accounts.models import User
from wsoa.core.clock import today


@dataclass(frozen=True, slots=True)
class Reviewers:
    """The people who can sign in and may review updates, by name. One query."""

    managers: dict[int, tuple[User, ...]]  # by plan
    officers: dict[int, tuple[User, ...]]  # by area

    @classmethod
    def of(cls, *plans: int) -> Reviewers:
        """The accountable officers and programme managers of the plans with these keys."""
        managers: dict[int, tuple[User, ...]] = {}
        officers: dict[int, tuple[User, ...]] = {}
        for role in Membership.objects.who_decide(plans, today()):
            if role.area_id is None:
                managers[role.plan_id] = (*managers.get(role.plan_id, ()), role.user)
            else:
                officers[role.area_id] = (*officers.get(role.area_id, ()), role.user)
        return cls(managers, officers)

    def besides(self, user: User, update: StatusUpdate) -> tuple[User, ...]:
        """The other reviewers of the update, officers of its area first."""
        officers = self.officers.get(update.action.outcome.area_id, ())
        everybody = (*officers, *self.managers.get(update.action.plan_id, ()))
        return tuple(dict.fromkeys(reviewer for reviewer in everybody if reviewer != user))


def officers_of(plan: Plan) -> tuple[dict[int, tuple[User, ...]], tuple[User, ...]]:
    """The accountable officers of a plan by area, and its programme managers. One query."""
    found = Reviewers.of(plan.pk)
    return found.officers, found.managers.get(plan.pk, ())


def areas_reviewed_by(user: User, plan: Plan) -> list[AreaOfWeakness]:
    """The areas whose updates a person may review: all for the programme manager."""
    mine = plan_access(user, plan)
    areas = list(plan.areas.all())
    if Role.MANAGER in mine.roles:
        return areas
    return [area for area in areas if area.pk in mine.areas]


def updates_to_review(user: User, plan: Plan) -> int | None:
    """The number of updates waiting for a person; None for people who do not review."""
    mine = plan_access(user, plan)
    manages = Role.MANAGER in mine.roles
    if not manages and not mine.areas:
        return None

    def count() -> int:
        found = StatusUpdate.objects.to_judge(plan)
        return (found if manages else found.in_areas(mine.areas)).count()

    return cached_for_plan(plan, "to-accept", manages or tuple(sorted(mine.areas)), make=count)
