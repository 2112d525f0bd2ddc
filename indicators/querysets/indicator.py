"""Queryset methods for indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from indicators.querysets.ends import still_measured

if TYPE_CHECKING:
    from actions.models import Action, Plan
    from indicators.models import Indicator


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def of_plan(self, plan: Plan | int) -> IndicatorQuerySet:
        """The indicators of a plan, in the plan's order."""
        return self.filter(plan=plan).order_by(
            "intention__key_outcome__order", "intention__order", "order"
        )

    def of_plans(self, plans: Iterable[int]) -> IndicatorQuerySet:
        """Of the plans with these keys."""
        return self.filter(plan__in=list(plans))

    def printed(self) -> IndicatorQuerySet:
        """The plan's own indicators, without further figures that its documents state."""
        return self.filter(intention__key_outcome__printed=True)

    def of_action(self, action: Action) -> IndicatorQuerySet:
        """The indicators linked to an action's outcome, or to one of its measures of success."""
        linked = Q(outcomes=action.outcome_id) | Q(measures__action=action)
        return self.filter(linked).distinct()

    def with_aims(self) -> IndicatorQuerySet:
        """With their key outcomes, intentions and owners."""
        return self.select_related("intention__key_outcome", "owner__organisation")

    def with_outcomes(self, plan: Plan) -> models.QuerySet[Indicator, tuple[Any, ...]]:
        """Each link to an outcome: the indicator's key and the references of area and outcome."""
        linked = self.filter(plan=plan).exclude(outcomes=None)
        return linked.values_list("key", "outcomes__area__ref", "outcomes__ref")

    def with_measures(self, plan: Plan) -> models.QuerySet[Indicator, tuple[Any, ...]]:
        """Each link to a measure of success: the key, and the refs of area, outcome and action."""
        linked = self.filter(plan=plan).exclude(measures=None)
        outcome, action = "measures__action__outcome", "measures__action__ref"
        return linked.values_list("key", f"{outcome}__area__ref", f"{outcome}__ref", action)

    def areas_of(self, indicators: Iterable[Indicator]) -> set[tuple[int, int]]:
        """Pairs of indicator and area, by links to outcomes and to measures of success.

        Two queries.
        """
        linked = self.filter(pk__in=[indicator.pk for indicator in indicators])
        to_outcomes = linked.exclude(outcomes=None).values_list("pk", "outcomes__area")
        to_measures = linked.exclude(measures=None).values_list(
            "pk", "measures__action__outcome__area"
        )
        return {*to_outcomes, *to_measures}

    def awaited_by(self, day: date) -> IndicatorQuerySet:
        """The indicators with a figure that is due by that day and that a person has to enter.

        Indicators with official series alone are left out, and so is what has ended. Fetches plan
        and owner. `of_kind` is the kind of span of the first series that takes figures, preferring
        one with the indicator's own interval.
        """
        series = apps.get_model("indicators", "Series")._default_manager
        of_it = series.own().measured_on(day).filter(indicator=OuterRef("pk"))
        own = of_it.order_by("order").values("span_kind")
        as_often = own.filter(span_kind__endswith=OuterRef("every"))
        is_official = Exists(series.filter(indicator=OuterRef("pk")))
        due = self.measured_on(day).filter(Exists(own) | ~is_official, next_due__lte=day)
        of_kind = Coalesce(Subquery(as_often[:1]), Subquery(own[:1]))
        return due.annotate(of_kind=of_kind).select_related("plan", "owner__organisation")

    def measured_on(self, day: date) -> IndicatorQuerySet:
        """The indicators that have not ended by the day."""
        return still_measured(self, day, indicator=OuterRef("pk"), series=None)

    def owned_by_posts(self, posts: models.QuerySet[Any, Any] | Iterable[int]) -> IndicatorQuerySet:
        return self.filter(owner__in=posts)
