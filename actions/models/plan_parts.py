"""What every part of a plan has in common: it ends from a day on, and its row stays.

`objects` of each of these models are the rows that have not ended, which every page, count and
report reads; `with_ended` are all.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from actions.querysets.action import ActionQuerySet

if TYPE_CHECKING:
    from actions.models.plan import (  # noqa: F401 (named in strings)
        Action,
        AreaOfWeakness,
        GlossaryTerm,
        Measure,
        Outcome,
        Plan,
    )

M = TypeVar("M", bound=models.Model)
ENDED_ON = "The first day on which it is no longer in the plan; empty while it is"


class PartQuerySet(models.QuerySet[M]):
    """Query words for areas, outcomes, measures and terms."""

    def in_force_on(self, day: date) -> Self:
        """Of `with_ended`: those that had not ended on that day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))


class TermQuerySet(PartQuerySet["GlossaryTerm"]):
    """Query words for terms of the glossary, also for those that ended."""


class TermsInForce(models.Manager["GlossaryTerm"]):
    """The terms that have not ended."""

    def get_queryset(self) -> TermQuerySet:
        return TermQuerySet(self.model, using=self._db).filter(ended_on=None)


class AreaQuerySet(PartQuerySet["AreaOfWeakness"]):
    """Query words for areas, also for those that ended."""


class AreasInForce(models.Manager["AreaOfWeakness"]):
    """The areas that have not ended."""

    def get_queryset(self) -> AreaQuerySet:
        return AreaQuerySet(self.model, using=self._db).filter(ended_on=None)


class OutcomeQuerySet(PartQuerySet["Outcome"]):
    """Query words for outcomes, also for those that ended."""

    def of_plan(self, plan: Plan) -> OutcomeQuerySet:
        """Those of a plan with their areas, in its order."""
        found = self.filter(area__plan=plan).select_related("area__plan")
        return found.order_by("area__order", "order")


class OutcomesInForce(models.Manager["Outcome"]):
    """The outcomes that have not ended."""

    def get_queryset(self) -> OutcomeQuerySet:
        return OutcomeQuerySet(self.model, using=self._db).filter(ended_on=None)


class ActionsInForce(models.Manager["Action"]):
    """The actions that have not ended."""

    def get_queryset(self) -> ActionQuerySet:
        return ActionQuerySet(self.model, using=self._db).filter(ended_on=None)


class MeasureQuerySet(PartQuerySet["Measure"]):
    """Query words for measures, also for those that ended."""


class MeasuresInForce(models.Manager["Measure"]):
    """The measures that have not ended."""

    def get_queryset(self) -> MeasureQuerySet:
        return MeasureQuerySet(self.model, using=self._db).filter(ended_on=None)
