"""Queryset methods for meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from governance.models import Meeting


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def from_day(self, day: date) -> MeetingQuerySet:
        """Meetings on that day or later, with their bodies, the next one first."""
        return self.filter(held_on__gte=day).select_related("body").order_by("held_on", "pk")

    def of_bodies(self, bodies: Iterable[int]) -> MeetingQuerySet:
        """Meetings of the bodies with these keys, the first one first."""
        return self.filter(body__in=list(bodies)).order_by("held_on", "pk")

    def after(self, meeting: Meeting) -> MeetingQuerySet:
        """Later meetings of the same body, the next one first."""
        return self.filter(body=meeting.body_id, held_on__gt=meeting.held_on).order_by("held_on")
