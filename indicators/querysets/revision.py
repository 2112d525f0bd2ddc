"""Queryset methods for revisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from actions.models import Plan
    from indicators.models import Revision


class RevisionQuerySet(models.QuerySet["Revision"]):
    def read_after(self, day: date) -> RevisionQuerySet:
        """The revisions by releases later than that day, earliest first."""
        later = Q(release__published_on__gt=day)
        undated = Q(release__published_on=None, release__read_at__date__gt=day)
        return self.filter(later | undated).order_by("pk")

    def of_places(self, measures: Iterable[int], places: Iterable[int]) -> RevisionQuerySet:
        return self.filter(of__measure__in=measures, of__place__in=places)

    def of_any_place(self, measures: Iterable[int]) -> RevisionQuerySet:
        return self.filter(of__measure__in=measures)

    def as_tuples(self) -> models.QuerySet[Revision, tuple[Any, ...]]:
        """Measure, place, kind of span, its key; then what was: value, gap, provisional."""
        return self.values_list(
            "of__measure_id",
            "of__place_id",
            "of__span_kind",
            "of__span_key",
            "was",
            "was_gap",
            "was_provisional",
        )

    def of_measures(self, measures: Iterable[int], plan: Plan, day: date) -> RevisionQuerySet:
        """The revisions of the plan's own place by releases that were published by the day."""
        out = Q(release__published_on__lte=day)
        read = Q(release__published_on=None, release__read_at__date__lte=day)
        return (
            self.filter(out | read, of__measure__in=measures, of__place__localities__plan=plan)
            .select_related("of", "release")
            .order_by("-of__last_day", "pk")
        )
