"""Queryset methods for followers."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from governance.models import Follower, Paper  # noqa: F401 (named in a string below)


class FollowerQuerySet(models.QuerySet["Follower"]):
    def confirmed(self) -> FollowerQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def of_former_link(self, token: str) -> FollowerQuerySet:
        """Whose link this is in an email from before links were signatures."""
        return self.filter(
            former_token_hash=hashlib.sha256(token.encode(errors="replace")).hexdigest()
        )

    def asked_of(self, email: str, since: datetime) -> FollowerQuerySet:
        """Unconfirmed subscriptions requested for this address since that time."""
        return self.filter(email=email, confirmed_at=None, requested_at__gt=since)

    def to_be_notified(self, paper: Paper) -> FollowerQuerySet:
        """Followers from before the publication who have not been notified of it."""
        there = self.confirmed().filter(plan=paper.plan_id, confirmed_at__lte=paper.published_at)
        return (
            there.exclude(notifications__paper=paper).select_related("area", "plan").order_by("pk")
        )
