"""Queryset methods for followers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from governance.models import Follower, Paper  # noqa: F401 (named in a string below)


class FollowerQuerySet(models.QuerySet["Follower"]):
    def confirmed(self) -> FollowerQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def with_token(self, token: str) -> FollowerQuerySet:
        """The follower with this token; the token may be any text."""
        return self.filter(token=token)

    def asked_of(self, email: str, since: datetime) -> FollowerQuerySet:
        """Unconfirmed subscriptions requested for this address since that time."""
        return self.filter(email=email, confirmed_at=None, asked_at__gt=since)

    def to_be_told(self, paper: Paper) -> FollowerQuerySet:
        """Followers from before the publication who have not been notified of it."""
        there = self.confirmed().filter(plan=paper.plan_id, confirmed_at__lte=paper.out_at)
        return there.exclude(told__paper=paper).select_related("area", "plan").order_by("pk")
