"""Queryset methods for questions from the public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actions.models import Plan
    from governance.models import PublicQuestion  # noqa: F401 (named in a string below)


class PublicQuestionQuerySet(models.QuerySet["PublicQuestion"]):
    def unanswered(self) -> PublicQuestionQuerySet:
        return self.filter(answered_at=None)

    def answered(self) -> PublicQuestionQuerySet:
        """Questions with an answer, the latest answer first."""
        return self.exclude(answered_at=None).order_by("-answered_at", "-pk")

    def of_plan(self, plan: Plan) -> PublicQuestionQuerySet:
        return self.filter(plan=plan)

    def of_plans(self, plans: Iterable[int]) -> PublicQuestionQuerySet:
        """About the plans with these keys."""
        return self.filter(plan__in=list(plans))

    def with_what_they_are_about(self) -> PublicQuestionQuerySet:
        return self.select_related("action", "area", "answered_by")
