"""Queryset methods for measurements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from indicators.models import Measurement  # noqa: F401 (named in a string below)


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def current(self) -> MeasurementQuerySet:
        """The measurements that no other supersedes."""
        return self.filter(superseded_by=None)

    def known_by(self, day: date) -> MeasurementQuerySet:
        return self.filter(known_on__lte=day)

    def as_known_on(self, day: date) -> MeasurementQuerySet:
        """The measurements that were current on that day: known, and not superseded by then."""
        return self.known_by(day).exclude(superseded_by__known_on__lte=day)

    def with_people(self) -> MeasurementQuerySet:
        return self.select_related("by")

    def of_indicators(self, pks: Iterable[int]) -> MeasurementQuerySet:
        return self.filter(series__indicator__in=pks)

    def of_series(self, pks: Iterable[int]) -> MeasurementQuerySet:
        return self.filter(series__in=pks)
