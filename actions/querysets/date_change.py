"""Query words for changes of end dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from actions.models import DateChange, Plan
    from wsoa.accounts.models import User


class DateChangeQuerySet(models.QuerySet["DateChange"]):
    def of_plan(self, plan: Plan) -> DateChangeQuerySet:
        return self.filter(action__plan=plan)

    def decisions_unread_by(self, user: User | int, posts: Iterable[int]) -> DateChangeQuerySet:
        """Decided requests of this person, who has not said that they read the decision.

        A request that came with the plan's data names no person: what is decided on it here is for
        those who hold the post that asked (`posts`, by their keys).
        """
        unread = self.filter(decision_read_at=None).exclude(agreed=None)
        of_posts = Q(requested_by=None, post__in=list(posts), decided_by__isnull=False)
        return unread.filter(Q(requested_by=user) | of_posts)

    def of_plans(self, plans: Iterable[int]) -> DateChangeQuerySet:
        """Of the plans with these keys."""
        return self.filter(action__plan__in=list(plans))

    def moves_of(
        self, actions: Iterable[int]
    ) -> models.QuerySet[DateChange, tuple[int, date, date, bool | None]]:
        """Of the actions with these keys: action, from, to, and whether it was agreed, in order."""
        found = self.filter(action__in=list(actions)).order_by("requested_at", "pk")
        return found.values_list("action", "from_month", "to_month", "agreed")

    def open(self) -> DateChangeQuerySet:
        """Asked for, and not yet decided."""
        return self.filter(agreed=None)

    def touched_by_people(self) -> DateChangeQuerySet:
        """Asked for or decided here, and not invented for a demonstration alone."""
        return self.filter(Q(illustrative=False) | Q(decided_by__isnull=False))

    def requested_until(self, day: date) -> DateChangeQuerySet:
        """Asked for on that day or before, in the plan's order."""
        found = self.filter(requested_at__date__lte=day)
        return found.order_by("action__order", "requested_at", "pk")

    def agreed_by(self, day: date) -> DateChangeQuerySet:
        """Agreed on that day or before, the earliest first: the last one of an action counts."""
        return self.filter(agreed=True, decided_at__date__lte=day).order_by("requested_at", "pk")

    def decided_between(self, first: date, last: date) -> DateChangeQuerySet:
        return self.filter(decided_at__date__range=(first, last))

    def with_people(self) -> DateChangeQuerySet:
        return self.select_related("requested_by", "post__organisation", "decided_by")

    def for_news(self) -> DateChangeQuerySet:
        """With all that an email says of a request, in the plan's order."""
        found = self.with_people().select_related("action__plan", "action__outcome")
        return found.order_by("action__plan", "action__order", "requested_at", "pk")
