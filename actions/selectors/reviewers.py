"""Who accepts and returns updates, and how many wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from actions.domain.enums import Role
from actions.models import AreaOfWeakness, Membership, Plan, StatusUpdate
from actions.rules import plan_access
from actions.selectors.plan_cache import cached_for_plan
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Who may accept what leads of a plan send, of those who can sign in. One query."""

    managers: tuple[User, ...]
    officers: dict[int, tuple[User, ...]]  # by area

    @classmethod
    def of(cls, plan: Plan) -> Reviewers:
        managers: list[User] = []
        officers: dict[int, tuple[User, ...]] = {}
        found = Membership.objects.who_decide([plan.pk]).select_related("user")
        for each in found.order_by("user__name", "user"):
            if each.area_id is None:
                managers.append(each.user)
            else:
                officers[each.area_id] = (*officers.get(each.area_id, ()), each.user)
        return cls(tuple(managers), officers)

    def besides(self, user: User, update: StatusUpdate) -> tuple[User, ...]:
        """Who may judge the update, but for that person: officers of its area first."""
        all_of_them = (*self.officers.get(update.action.outcome.area_id, ()), *self.managers)
        return tuple(dict.fromkeys(each for each in all_of_them if each != user))


def areas_reviewed_by(user: User, plan: Plan) -> list[AreaOfWeakness]:
    """The areas whose updates somebody may accept: all for the programme manager."""
    mine = plan_access(user, plan)
    areas = list(plan.areas.all())
    if Role.MANAGER in mine.roles:
        return areas
    return [area for area in areas if area.pk in mine.areas]


def updates_to_review(user: User, plan: Plan) -> int | None:
    """How many updates wait for somebody's verdict; None where they give none in this plan."""
    mine = plan_access(user, plan)
    manages = Role.MANAGER in mine.roles
    if not manages and not mine.areas:
        return None

    def count() -> int:
        found = StatusUpdate.objects.to_judge(plan)
        return (found if manages else found.in_areas(mine.areas)).count()

    return cached_for_plan(plan, "to-accept", manages or tuple(sorted(mine.areas)), make=count)
