"""Query words for Easy Read summaries, their drafts and their clearance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from actions.models import AreaOfWeakness, Plan, ReportingPeriod
    from governance.models import (  # noqa: F401 (named in strings below)
        EasyReadClearance,
        EasyReadDraft,
        EasyReadSummary,
    )
    from wsoa.accounts.models import User


class EasyReadSummaryQuerySet(AppendOnlyQuerySet["EasyReadSummary"]):
    def current(self) -> Self:
        """What stands: the version of each summary that no later one supersedes."""
        return self.filter(superseded_by=None)

    def of(self, period: ReportingPeriod) -> Self:
        return self.filter(period=period)

    def of_periods(self, periods: Iterable[ReportingPeriod]) -> Self:
        return self.filter(period__in=list(periods))

    def of_area(self, area: AreaOfWeakness) -> Self:
        return self.filter(area=area)

    def of_plan(self, plan: Plan) -> Self:
        return self.filter(area__plan=plan)

    def of_ids(self, ids: Iterable[int]) -> Self:
        return self.filter(pk__in=list(ids))

    def with_words(self) -> Self:
        """Without the versions that removed a summary."""
        return self.filter(ideas__isnull=False).distinct()

    def with_ideas(self) -> Self:
        return self.prefetch_related("ideas")

    def with_people(self) -> Self:
        return self.select_related("by")

    def in_plan_order(self) -> Self:
        return self.select_related("area", "by", "period__plan").order_by("area__order")


class EasyReadDraftQuerySet(models.QuerySet["EasyReadDraft"]):
    def typed_by(self, user: User, area: AreaOfWeakness, period: ReportingPeriod) -> Self:
        return self.filter(user=user, area=area, period=period)


class EasyReadClearanceQuerySet(models.QuerySet["EasyReadClearance"]):
    def of_periods(self, periods: Iterable[ReportingPeriod]) -> Self:
        return self.filter(summary__period__in=list(periods))

    def of_plan(self, plan: int) -> Self:
        """The decisions in a plan with the texts that they are on, the latest last."""
        found = self.filter(summary__area__plan=plan).select_related("summary", "by")
        return found.prefetch_related("summary__ideas").order_by("at", "pk")
