"""Query words for digests, chases and signed links."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from wsoa.core.leases import LeasedQuerySet

if TYPE_CHECKING:
    from actions.models import Chase, Digest, SignedLink  # noqa: F401 (named in strings)


class DigestQuerySet(LeasedQuerySet["Digest"]):
    def unsent(self) -> DigestQuerySet:
        return self.filter(sent_at=None)

    def sent_between(self, first: date, day: date) -> DigestQuerySet:
        """Sent for the first day or later, but before the other."""
        return self.filter(day__gte=first, day__lt=day).exclude(sent_at=None)


class ChaseQuerySet(models.QuerySet["Chase"]):
    def waiting(self) -> ChaseQuerySet:
        """Not sent yet."""
        return self.filter(sent_at=None)

    def of_day(self, day: date) -> ChaseQuerySet:
        return self.filter(at__date=day)


class SignedLinkQuerySet(models.QuerySet["SignedLink"]):
    def good_on(self, day: date) -> SignedLinkQuerySet:
        """Not ended by their person, and of a period that takes updates on that day."""
        return self.filter(
            revoked_at=None,
            period__opens__lte=day,
            period__closes__gte=day,
            period__locked_at=None,
        )

    def with_what_they_open(self) -> SignedLinkQuerySet:
        return self.select_related("user", "period__plan", "action__plan")
