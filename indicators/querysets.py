"""The words in which indicators and figures are asked about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from actions.models import Plan
    from indicators.models import (  # noqa: F401 (named in strings below)
        Indicator,
        Measurement,
        PublishedMeasure,
        PublishedValue,
    )


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def of_plan(self, plan: Plan) -> IndicatorQuerySet:
        """In the order in which the plan prints them."""
        return self.filter(plan=plan).order_by(
            "intention__key_outcome__order", "intention__order", "order"
        )


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def current(self) -> MeasurementQuerySet:
        """Those that nothing has superseded."""
        return self.filter(superseded_by=None)

    def known_by(self, day: date) -> MeasurementQuerySet:
        return self.filter(known_on__lte=day)


class PublishedMeasureQuerySet(models.QuerySet["PublishedMeasure"]):
    pass


class PublishedValueQuerySet(models.QuerySet["PublishedValue"]):
    def known_by(self, day: date) -> PublishedValueQuerySet:
        """Published by that day; where the file does not tell when, none before its release."""
        return self.filter(Q(known_on__lte=day) | Q(known_on=None, release__published_on__lte=day))
