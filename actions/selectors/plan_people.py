"""The people who have something to do with plans."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from actions.models import Membership
from wsoa.accounts.models import PostHolding, User


def people_in_plans(day: date) -> QuerySet[User]:
    """Everybody who can sign in, and has a role in a plan or holds a post on that day; by name."""
    roles = Membership.objects.given_on(day).values("user")
    posts = PostHolding.objects.given_on(day).filter(user__isnull=False).values("user")
    found = User.objects.filter(Q(pk__in=roles) | Q(pk__in=posts), is_active=True)
    return found.order_by("name", "pk")


def people_in_several_areas(day: date) -> set[int]:
    """Those of them, by key, who are in plans or posts of more than one local area. Two queries."""
    roles = Membership.objects.on(day).values_list("user", "plan__local_area")
    posts = PostHolding.objects.on(day).filter(user__isnull=False)
    areas: dict[int, set[int]] = {}
    for user, area in {*roles, *posts.values_list("user", "post__local_area")}:
        areas.setdefault(user, set()).add(area)
    return {user for user, found in areas.items() if len(found) > 1}
