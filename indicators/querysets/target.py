"""Queryset methods for targets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from indicators.models import Target  # noqa: F401 (named in a string below)


class TargetQuerySet(models.QuerySet["Target"]):
    def of_indicators(self, pks: Iterable[int]) -> TargetQuerySet:
        """The targets of indicators in their order, with the series that they compare with."""
        return self.filter(indicator__in=pks).select_related("against").order_by("order", "pk")
