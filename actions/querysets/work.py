"""Query words for how actions are worked on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Subquery

from actions.querysets.models import rows_of

if TYPE_CHECKING:
    from actions.models import Action, ActionStep, ActionWait, Plan  # noqa: F401 (in strings)


class ActionStepQuerySet(models.QuerySet["ActionStep"]):
    def of(self, action: Action) -> ActionStepQuerySet:
        return self.filter(action=action)

    def with_last_mark(self, until: date | None = None) -> ActionStepQuerySet:
        """Adds `is_done`, `marked_by` and `marked_at` of the last mark; None without one.

        With `until`, of the last one that was made on that day or before.
        """
        last = rows_of("StepMark").filter(step=OuterRef("pk")).order_by("-pk")
        if until is not None:
            last = last.filter(at__date__lte=until)
        return self.annotate(
            is_done=Subquery(last.values("is_done")[:1]),
            marked_by=Subquery(last.values("by__name")[:1]),
            marked_at=Subquery(last.values("at")[:1]),
        )


class ActionWaitQuerySet(models.QuerySet["ActionWait"]):
    def of(self, action: Action) -> ActionWaitQuerySet:
        """What an action waits for and has not ended."""
        return self.filter(action=action, awaited__ended_on=None)

    def edges_of(self, plan: Plan | int) -> list[tuple[int, int]]:
        """Pairs of an action of the plan and one that it waits for. One query."""
        rows = self.filter(action__plan=plan, action__ended_on=None, awaited__ended_on=None)
        return list(rows.values_list("action", "awaited"))
