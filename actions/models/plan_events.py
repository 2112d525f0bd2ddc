"""What has happened to a plan, from which its key dates are counted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from actions.models.plan import Plan
from wsoa.core.append_only import AppendOnlyModel


class PlanEvent(AppendOnlyModel):
    """The day of an event of the plan's kind, such as the receipt of the report.

    The last row of an event counts; one without a day takes back what was entered before it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="events")
    event = models.CharField(max_length=30, help_text="The key of an event of the plan's kind")
    day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, help_text="Where the day is from")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.plan}: {self.event} {self.day}"
