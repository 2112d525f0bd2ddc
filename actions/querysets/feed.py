"""Query words for tokens of the data feed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from actions.models import FeedToken  # noqa: F401 (named in a string below)
    from wsoa.accounts.models import LocalArea


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    def of(self, local_area: LocalArea | int) -> FeedTokenQuerySet:
        """The tokens of one area."""
        return self.filter(local_area=local_area)

    def not_revoked(self) -> FeedTokenQuerySet:
        return self.filter(revoked_at=None)

    def working_on(self, day: date) -> FeedTokenQuerySet:
        """Neither revoked nor past their last day."""
        return self.not_revoked().filter(Q(last_day=None) | Q(last_day__gte=day))

    def with_people(self) -> FeedTokenQuerySet:
        return self.select_related("made_by", "revoked_by")

    def not_used_on(self, day: date) -> FeedTokenQuerySet:
        """Those that this day is not noted of yet."""
        return self.filter(Q(last_used_on=None) | ~Q(last_used_on=day))
