"""Query words for findings that were carried from plan to plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actions.models import CarriedFinding, Plan  # noqa: F401 (one is named in a string below)


class CarriedFindingQuerySet(models.QuerySet["CarriedFinding"]):
    def with_plans(self) -> CarriedFindingQuerySet:
        """With both findings and their plans."""
        return self.select_related("area__plan", "origin__plan")

    def into(self, plan: Plan) -> CarriedFindingQuerySet:
        """Those that this plan carries on, in its order."""
        return self.filter(area__plan=plan).order_by("area__order")

    def out_of(self, plan: Plan) -> CarriedFindingQuerySet:
        """Those of this plan that others carry on, in its order."""
        return self.filter(origin__plan=plan).order_by("origin__order", "at")
