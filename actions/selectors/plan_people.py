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
