"""Queryset methods for decisions on commentary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from actions.models import ReportingPeriod
    from governance.models import CommentaryClearance  # noqa: F401 (named in a string below)


class CommentaryClearanceQuerySet(models.QuerySet["CommentaryClearance"]):
    def of_periods(self, periods: Iterable[ReportingPeriod]) -> CommentaryClearanceQuerySet:
        of = list(periods)
        found = self.filter(Q(commentary__period__in=of) | Q(programme__period__in=of))
        return found.select_related("by")

    def of_plan(self, plan: int) -> CommentaryClearanceQuerySet:
        """The decisions in a plan with the texts that they are on, the latest last."""
        found = self.filter(Q(commentary__area__plan=plan) | Q(programme__period__plan=plan))
        return found.select_related("commentary", "programme", "by").order_by("at", "pk")
