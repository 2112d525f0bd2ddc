"""Leases: a row is in the hands of one worker for a time, and after that free for another.

A worker may be killed, or be so slow that another takes its work over. Whoever wants a row claims
it by a conditional UPDATE, which one alone wins, and gets a claim. With that it renews the lease,
hands the work in or puts the row back, for as long as nobody else has claimed the row meanwhile.
A lease that has run out is still its holder's until then.

The moment is always an argument, and always of real time: the clock of the demo stands still.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


class LeaseLost(Exception):
    """The row is not this worker's any more: another has claimed it, or it was handed in."""


class LeasedRow(models.Model):
    """A row that one worker at a time holds."""

    claim = models.CharField(max_length=40, blank=True, help_text="Who is working on it")
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class LeasedQuerySet(models.QuerySet[M]):
    """Query words of a LeasedRow. What a row must be to be claimed at all, the caller filters."""

    def free_at(self, moment: datetime) -> Self:
        """Those that can be claimed: never claimed, put back, or with a lease that has run out."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=moment))

    def held(self, pk: int, claim: str) -> Self:
        """The row, where that claim still holds; nothing where it does not."""
        return self.filter(pk=pk, claim=claim) if claim else self.none()

    def claim(self, pk: int, *, moment: datetime, lease: timedelta, **changes: Any) -> str | None:
        """Claims a row with these changes; None where it is not free or not among these."""
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
        """Ends the lease with what the work came to. Raises LeaseLost."""
        if not self.release(pk, claim, **changes):
            raise LeaseLost(pk)

    def release(
        self, pk: int, claim: str, *, until: datetime | None = None, **changes: Any
    ) -> bool:
        """Puts a row back, free at once or after `until`. False where the claim does not hold."""
        return bool(self.held(pk, claim).set_free(until=until, **changes))

    def set_free(self, *, until: datetime | None = None, **changes: Any) -> int:
        """Takes all of these from whoever holds them; returns how many there were."""
        return self.update(claim="", leased_until=until, **changes)
