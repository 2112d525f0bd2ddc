"""The history of a plan's own key of statuses."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from actions.models.plan import Plan
from wsoa.core.append_only import AppendOnlyModel


class StatusKeyChange(AppendOnlyModel):
    """A key that was given to a plan, by whom and why; an empty one went back to its kind's.

    The last one is also in `Plan.status_key`, where every page reads it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="key_changes")
    key = models.JSONField(default=dict, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.plan}: key of {self.at:%Y-%m-%d}"
