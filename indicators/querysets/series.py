"""Queryset methods for series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef

from indicators.domain.enums import SeriesKind
from indicators.querysets.ends import still_measured

if TYPE_CHECKING:
    from indicators.models import Series  # noqa: F401 (named in a string below)


class SeriesQuerySet(models.QuerySet["Series"]):
    def of_indicators(self, pks: Iterable[int]) -> SeriesQuerySet:
        """The series in order, with their mapped measures and the region of their place."""
        return (
            self.filter(indicator__in=pks)
            .select_related("measure", "place__region")
            .order_by("order")
        )

    def with_breaks(self) -> SeriesQuerySet:
        return self.prefetch_related("breaks")

    def of_other_areas(self, local_area: int) -> SeriesQuerySet:
        """Series that show a published measure in plans of every local area but this one."""
        theirs = self.exclude(indicator__plan__local_area=local_area)
        return theirs.exclude(measure=None)

    def measured_on(self, day: date) -> SeriesQuerySet:
        """The series that have not ended by the day."""
        return still_measured(self, day, series=OuterRef("pk"))

    def own(self) -> SeriesQuerySet:
        """The series that figures are entered in; official series are filled by releases."""
        return self.exclude(kind=SeriesKind.OFFICIAL)
