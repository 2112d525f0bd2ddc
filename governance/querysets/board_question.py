"""Queryset methods for the board's questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from governance.querysets import manager

if TYPE_CHECKING:
    from actions.models import Plan
    from governance.models import BoardQuestion  # noqa: F401 (named in a string below)
    from wsoa.accounts.models import User


class BoardQuestionQuerySet(models.QuerySet["BoardQuestion"]):
    def with_people(self) -> BoardQuestionQuerySet:
        return self.select_related("action", "by", "answered_by")

    def unanswered(self) -> BoardQuestionQuerySet:
        return self.filter(answered_at=None)

    def answers_unread_by(self, user: User | int) -> BoardQuestionQuerySet:
        """Answered questions of this person, who has not said that they read the answer."""
        return self.filter(by=user, answer_read_at=None).exclude(answered_at=None)

    def of_plans(self, plans: Iterable[int]) -> BoardQuestionQuerySet:
        """On reports of the plans with these keys that the board has."""
        out = manager("Paper").highlight().published().filter(plan__in=list(plans))
        return (
            self.filter(paper__in=out)
            .select_related("paper__meeting", "action__outcome")
            .defer("paper__frozen")
        )

    def asked_before(self, plan: Plan, day: date) -> BoardQuestionQuerySet:
        """Questions asked by that day about reports of an earlier day, earliest first."""
        earlier = manager("Paper").highlight().published().filter(plan=plan, as_at__lt=day)
        return self.filter(paper__in=earlier, at__date__lte=day).with_people()
