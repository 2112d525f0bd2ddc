"""The roles of a person, for rules of the whole site such as two-step sign-in."""

from __future__ import annotations

from actions.models import Membership
from wsoa.accounts.models import AreaRole, User
from wsoa.core.clock import today

ROLES_IN_AREAS = frozenset(AreaRole.Kind.values)


def roles_anywhere(user: User) -> set[str]:
    """The codes of the roles that somebody has today, in any plan and any area. Two queries."""
    day = today()
    in_areas = AreaRole.objects.given_to(user, day).values_list("role", flat=True)
    return {*Membership.objects.roles_of(user, day), *in_areas}
