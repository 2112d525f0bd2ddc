"""Query words for changes of plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from actions.domain.plan_changes import PlanPart
    from actions.models import (  # noqa: F401 (named in strings)
        Action,
        ActionSuccession,
        Plan,
        PlanChange,
    )


class PlanChangeQuerySet(AppendOnlyQuerySet["PlanChange"]):
    def of_plan(self, plan: Plan | int) -> PlanChangeQuerySet:
        return self.filter(plan=plan)

    def of_part(self, part: PlanPart, row: int) -> PlanChangeQuerySet:
        """Those of one part of a plan, by the key of its row."""
        return self.filter(part=part, row=row)

    def in_force(self) -> PlanChangeQuerySet:
        """Those of a plan that was in force, and no draft."""
        return self.filter(in_force=True)

    def about(self, action: Action) -> PlanChangeQuerySet:
        """Those of an action and of its measures: they bear its reference."""
        of_action = self.of_plan(action.plan_id).filter(ref=action.ref)
        return of_action.filter(part__in=("action", "measure"))

    def counting_until(self, day: date) -> PlanChangeQuerySet:
        return self.filter(day__lte=day)

    def with_people(self) -> PlanChangeQuerySet:
        return self.select_related("by")

    def newest_first(self) -> PlanChangeQuerySet:
        return self.order_by("-pk")


class ActionSuccessionQuerySet(AppendOnlyQuerySet["ActionSuccession"]):
    def by_changes(self, changes: Iterable[PlanChange]) -> ActionSuccessionQuerySet:
        """Those that changes brought about, with what took the place."""
        return self.filter(change__in=list(changes)).select_related("later")

    def about(self, action: Action) -> ActionSuccessionQuerySet:
        """Those in which an action is the earlier one or the later one, with both."""
        found = self.filter(Q(earlier=action) | Q(later=action))
        return found.select_related("earlier", "later")
