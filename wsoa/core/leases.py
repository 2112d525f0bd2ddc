"""Leases: one worker holds a row for a limited time; after that another may claim it.

A worker may be killed, or be so slow that another takes over. A worker claims a row with a
conditional UPDATE, which only one can win, and gets a claim. With the claim it renews the lease,
finishes the work or releases the row, until another worker has claimed it. An expired lease is
still its holder's until then.

The time is always an argument, and always real time: the demo's clock stands still.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


class LeaseLost(Exception):
    """The row is no longer this worker's: another has claimed it, or it is finished."""


class LeasedRow(models.Model):
    """A row that one worker holds at a time."""

    claim = models.CharField(max_length=40, blank=True, help_text="Who is working on it")
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class LeasedQuerySet(models.QuerySet[M]):
    """Queryset methods for leased rows. The caller filters which rows may be claimed at all."""

    def free_at(self, moment: datetime) -> Self:
        """The rows that can be claimed: never claimed, released, or with an expired lease."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=moment))

    def held(self, pk: int, claim: str) -> Self:
        """The row, if the claim still holds; an empty queryset otherwise."""
        return self.filter(pk=pk, claim=claim) if claim else self.none()

    def claim(self, pk: int, *, moment: datetime, lease: timedelta, **changes: Any) -> str | None:
        """Claims a row with these changes; None if it is not free or not in this queryset."""
        claim = uuid.uuid4().hex
        free = self.filter(pk=pk).free_at(moment)
        taken = free.update(claim=claim, leased_until=moment + lease, **changes)
        return claim if taken else None

    def renew(
        self, pk: int, claim: str, *, moment: datetime, lease: timedelta, **changes: Any
    ) -> None:
        """Extends the lease from that moment on. Raises LeaseLost."""
        if not self.held(pk, claim).update(leased_until=moment + lease, **changes):
            raise LeaseLost(pk)

    def hand_in(self, pk: int, claim: str, **changes: Any) -> None:
        """Ends the lease and saves the result. Raises LeaseLost."""
        if not self.release(pk, claim, **changes):
            raise LeaseLost(pk)

    def release(
        self, pk: int, claim: str, *, until: datetime | None = None, **changes: Any
    ) -> bool:
        """Makes a row free, at once or after `until`. Returns False if the claim does not hold."""
        return bool(self.held(pk, claim).set_free(until=until, **changes))

    def set_free(self, *, until: datetime | None = None, **changes: Any) -> int:
        """Makes all of these rows free, whoever holds them; returns their number."""
        return self.update(claim="", leased_until=until, **changes)
