"""Query words for changes of plans."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from actions.domain.plan_changes import PlanPart
    from actions.models import Action, Plan, PlanChange  # noqa: F401 (named in a string)


class PlanChangeQuerySet(AppendOnlyQuerySet["PlanChange"]):
    def of_plan(self, plan: Plan | int) -> PlanChangeQuerySet:
        return self.filter(plan=plan)

    def of_part(self, part: PlanPart, row: int) -> PlanChangeQuerySet:
        """Those of one part of a plan, by the key of its row."""
        return self.filter(part=part, row=row)

    def in_force(self) -> PlanChangeQuerySet:
        """Those of a plan that was in force, and no draft."""
        return self.filter(in_force=True)

    def about(self, action: Action, measures: list[int]) -> PlanChangeQuerySet:
        """Those of an action, and of its measures by their keys."""
        of_measures = Q(part="measure", row__in=measures)
        return self.of_plan(action.plan_id).filter(Q(part="action", row=action.pk) | of_measures)

    def counting_until(self, day: date) -> PlanChangeQuerySet:
        return self.filter(day__lte=day)

    def with_people(self) -> PlanChangeQuerySet:
        return self.select_related("by")

    def newest_first(self) -> PlanChangeQuerySet:
        return self.order_by("-pk")
