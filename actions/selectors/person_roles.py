"""The roles of a person, for rules of the whole site such as two-step sign-in."""

from __future__ import annotations

from datetime import date

from actions.models import Membership, Plan
from wsoa.accounts.models import AreaRole, LocalArea, User
from wsoa.core.clock import today

ROLES_IN_AREAS = frozenset(AreaRole.Kind.values)


def roles_anywhere(user: User) -> set[str]:
    """The codes of the roles that somebody has today, in any plan and any area. Two queries."""
    day = today()
    in_areas = AreaRole.objects.given_to(user, day).values_list("role", flat=True)
    return {*Membership.objects.roles_of(user, day), *in_areas}


def areas_to_begin(user: User, day: date) -> list[LocalArea]:
    """The local areas without a plan that somebody administers that day, in their order."""
    roles = AreaRole.objects.given_to(user, day).select_related("local_area")
    begun = Plan.objects.values_list("local_area", flat=True)
    return [role.local_area for role in roles.exclude(local_area__in=begun)]
