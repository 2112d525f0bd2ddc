"""Findings that were carried over from one plan of a local area to another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from actions.models.plan import AreaOfWeakness
from actions.querysets.carried_finding import CarriedFindingQuerySet
from wsoa.core.append_only import AppendOnlyModel


class CarriedFinding(AppendOnlyModel):
    """An area of a plan that carries on an area of an earlier one."""

    area = models.OneToOneField(
        AreaOfWeakness, on_delete=models.CASCADE, related_name="carried_from"
    )
    origin = models.ForeignKey(
        AreaOfWeakness, on_delete=models.PROTECT, related_name="carried_to", help_text="From here"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CarriedFindingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(area=F("origin")), name="a_finding_is_not_carried_to_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_id} from {self.origin_id}"
