"""Queryset methods for questions from the public."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actions.models import Plan
    from governance.models import PublicQuestion  # noqa: F401 (named in a string below)


class PublicQuestionQuerySet(models.QuerySet["PublicQuestion"]):
    def unanswered(self) -> PublicQuestionQuerySet:
        """Questions that wait: neither answered nor dismissed."""
        return self.filter(answered_at=None, dismissed_at=None)

    def oldest_first(self) -> PublicQuestionQuerySet:
        return self.order_by("at", "pk")

    def answered(self) -> PublicQuestionQuerySet:
        """Questions with an answer, the latest answer first."""
        return self.exclude(answered_at=None).order_by("-answered_at", "-pk")

    def dismissed(self) -> PublicQuestionQuerySet:
        """Dismissed questions, the last dismissed first."""
        return self.exclude(dismissed_at=None).order_by("-dismissed_at", "-pk")

    def of_ids(self, ids: Collection[int]) -> PublicQuestionQuerySet:
        return self.filter(pk__in=ids)

    def asked_since(self, moment: datetime) -> PublicQuestionQuerySet:
        return self.filter(at__gte=moment)

    def of_plan(self, plan: Plan) -> PublicQuestionQuerySet:
        return self.filter(plan=plan)

    def of_plans(self, plans: Iterable[int]) -> PublicQuestionQuerySet:
        """About the plans with these keys."""
        return self.filter(plan__in=list(plans))

    def with_what_they_are_about(self) -> PublicQuestionQuerySet:
        return self.select_related("action", "area", "answered_by", "dismissed_by")
