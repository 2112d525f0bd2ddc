"""Queryset methods for places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from indicators.domain.enums import PlaceKind

if TYPE_CHECKING:
    from actions.models import Plan
    from indicators.models import Place, PublishedMeasure, Series


class PlaceQuerySet(models.QuerySet["Place"]):
    def that_matter_to(self, plan: Plan, series: Iterable[Series]) -> PlaceQuerySet:
        """The plan's own place (`of_plan`), those of its series, countries, and their regions."""
        named = [one_series.place_id for one_series in series if one_series.place_id]
        localities = apps.get_model("indicators", "Locality")._default_manager
        own = Exists(localities.filter(place=OuterRef("pk"), plan=plan))
        return (
            self.annotate(of_plan=own)
            .filter(Q(of_plan=True) | Q(pk__in=named) | Q(kind=PlaceKind.COUNTRY))
            .select_related("region")
        )

    def with_figures_of(self, measure: PublishedMeasure) -> PlaceQuerySet:
        """The places for which this measure was ever published; by name."""
        values = apps.get_model("indicators", "PublishedValue")._default_manager
        numbers = values.filter(measure=measure, place=OuterRef("pk"), gap="")
        return self.filter(Exists(numbers)).order_by("name")

    def without_region(self) -> models.QuerySet[Place, int]:
        """The keys of authorities of which it is not known in which region they lie."""
        return self.filter(kind=PlaceKind.AUTHORITY, region=None).values_list("pk", flat=True)
