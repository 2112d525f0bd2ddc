"""Queryset methods for publications that were taken down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from governance.models import TakeDown  # noqa: F401 (named in a string below)


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    def still_down(self) -> TakeDownQuerySet:
        return self.filter(restored_at=None)

    def undecided(self) -> TakeDownQuerySet:
        """Not confirmed yet, or asked to be put back: a second person has to decide."""
        return self.still_down().filter(
            Q(confirmed_at=None) | Q(restore_requested_at__isnull=False)
        )

    def of_plans(self, plans: Iterable[int]) -> TakeDownQuerySet:
        taken = self.filter(paper__plan__in=list(plans)).select_related("paper", "by")
        return taken.defer("paper__frozen")

    def with_people(self) -> TakeDownQuerySet:
        return self.select_related("by", "confirmed_by", "restore_requested_by", "restored_by")
