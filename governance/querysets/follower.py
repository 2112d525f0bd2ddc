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
        """Whose link this is; any text may be asked for."""
        return self.filter(token=token.replace("\x00", ""))

    def asked_of(self, email: str, since: datetime) -> FollowerQuerySet:
        """What was asked for in somebody's name since that moment, and they have not confirmed."""
        return self.filter(email=email, confirmed_at=None, asked_at__gt=since)

    def to_be_told(self, paper: Paper) -> FollowerQuerySet:
        """Who followed before the paper went out, and has not been told of it."""
        there = self.confirmed().filter(plan=paper.plan_id, confirmed_at__lte=paper.out_at)
        return there.exclude(told__paper=paper).select_related("area", "plan").order_by("pk")
