"""Queryset methods for changes of set-up, ends, and comments on red measures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from indicators.models import EndEvent, Indicator, IndicatorChange, RedComment  # noqa: F401


class IndicatorChangeQuerySet(AppendOnlyQuerySet["IndicatorChange"]):
    def of(self, indicator: Indicator) -> IndicatorChangeQuerySet:
        """The changes of an indicator, the newest first, with the people who made them."""
        return self.filter(indicator=indicator).select_related("by").order_by("-pk")

    def parts_of_plan(self, plan: int) -> models.QuerySet[IndicatorChange, tuple[Any, ...]]:
        """Pairs: the key of an indicator, and a part of it that was set up in the browser."""
        rows = self.filter(indicator__plan=plan).order_by()
        return rows.values_list("indicator", "part").distinct()


class EndEventQuerySet(AppendOnlyQuerySet["EndEvent"]):
    def known_by(self, day: date) -> EndEventQuerySet:
        return self.filter(day__lte=day)

    def of_indicators(self, pks: Iterable[int]) -> EndEventQuerySet:
        """The events of indicators and of their series, in the order of being recorded."""
        rows = self.filter(indicator__in=list(pks))
        return rows.select_related("by", "series").order_by("pk")


class RedCommentQuerySet(AppendOnlyQuerySet["RedComment"]):
    def known_by(self, day: date) -> RedCommentQuerySet:
        return self.filter(day__lte=day)

    def of_indicators(self, pks: Iterable[int]) -> RedCommentQuerySet:
        """The comments on indicators, the earliest first, with their authors."""
        return self.filter(indicator__in=list(pks)).select_related("by").order_by("pk")

    def of_plans(self, plans: Iterable[int]) -> models.QuerySet[RedComment, tuple[Any, ...]]:
        """Pairs of an indicator and what was commented on, of these plans."""
        rows = self.filter(indicator__plan__in=list(plans)).order_by()
        return rows.values_list("indicator", "key")
