"""Query words for kept findings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from actions.models import PlanFindings  # noqa: F401 (named in a string below)


class PlanFindingsQuerySet(models.QuerySet["PlanFindings"]):
    def on(self, topic: str) -> PlanFindingsQuerySet:
        return self.filter(topic=topic)

    def of_plans(self, plans: Iterable[int]) -> PlanFindingsQuerySet:
        """Of the plans with these keys."""
        return self.filter(plan__in=list(plans))

    def current(self, day: date) -> PlanFindingsQuerySet:
        """Those that hold for the plan as it is now, on that day."""
        return self.filter(day=day, version=F("plan__version"))
