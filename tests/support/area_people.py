"""Short ways to what tests of people and their access ask about."""

from __future__ import annotations

from datetime import date

from wsoa.accounts.models import (
    LocalArea,
    Post,
    User,
)

NEXT = date(2019, 12, 2)


def post_of(code: str, area: LocalArea) -> Post:
    return Post.objects.of(area).select_related("local_area").get(code=code)


def fresh(user: User) -> User:
    """The person as the next request knows them."""
    return User.objects.get(pk=user.pk)
