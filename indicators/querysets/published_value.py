"""Queryset methods for published values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from indicators.domain.enums import PlaceKind
from indicators.domain.time_spans import Span

if TYPE_CHECKING:
    from indicators.models import PublishedMeasure, PublishedValue


class PublishedValueQuerySet(models.QuerySet["PublishedValue"]):
    def known_by(self, day: date) -> PublishedValueQuerySet:
        """The values published by that day, or released by then if the day is unknown."""
        return self.filter(Q(known_on__lte=day) | Q(known_on=None, release__published_on__lte=day))

    def of_measure(self, measure: PublishedMeasure) -> PublishedValueQuerySet:
        return self.filter(measure=measure)

    def of_measures(self, measures: Iterable[int]) -> PublishedValueQuerySet:
        return self.filter(measure__in=list(measures))

    def of_span(self, span: Span) -> PublishedValueQuerySet:
        return self.filter(span_kind=span.kind, span_key=span.key)

    def of_areas(self) -> PublishedValueQuerySet:
        """Of local authorities and NHS bodies, not of regions and countries."""
        return self.filter(place__kind__in=(PlaceKind.AUTHORITY, PlaceKind.NHS))

    def of_country(self) -> PublishedValueQuerySet:
        return self.filter(place__kind=PlaceKind.COUNTRY)

    def latest_spans(self, day: date) -> models.QuerySet[PublishedValue, tuple[Any, ...]]:
        """The spans with a number by that day, with their last day, for each measure."""
        return (
            self.known_by(day)
            .filter(gap="")
            .order_by("measure_id", "last_day")
            .values_list("measure_id", "span_kind", "span_key", "last_day")
            .distinct()
        )

    def with_places(self) -> models.QuerySet[PublishedValue, tuple[Any, ...]]:
        """Span's kind and key, its last day, place, its kind and name, value, gap, provisional."""
        return self.order_by("last_day", "place__name").values_list(
            "span_kind",
            "span_key",
            "last_day",
            "place_id",
            "place__kind",
            "place__name",
            "value",
            "gap",
            "provisional",
        )

    def of_places(self, measures: Iterable[int], places: Iterable[int]) -> PublishedValueQuerySet:
        return self.filter(measure__in=measures, place__in=places)

    def as_tuples(self) -> models.QuerySet[PublishedValue, tuple[Any, ...]]:
        """Measure, place, kind of span, its key, value, gap, provisional, known on; by last day."""
        return self.order_by("last_day").values_list(
            "measure_id",
            "place_id",
            "span_kind",
            "span_key",
            "value",
            "gap",
            "provisional",
            "known_on",
        )
