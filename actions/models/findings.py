"""What was worked out of a plan and kept, where it takes too long to do for many plans at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from actions.models.plan import Plan
from actions.querysets.findings import PlanFindingsQuerySet


class PlanFindings(models.Model):
    """What was found on one topic in a plan: for which version of the plan, and as at which day.

    It can be thrown away: a worker makes it again (`actions.services.findings`).
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="findings")
    topic = models.CharField(max_length=40)
    version = models.PositiveIntegerField(help_text="Of the plan")
    day = models.DateField()
    content = models.JSONField(default=dict)

    objects = PlanFindingsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "plan findings"
        constraints = (
            models.UniqueConstraint(fields=["plan", "topic"], name="one_finding_a_topic"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.topic}, {self.day}"


class WaitingTotals(models.Model):
    """How many things wait for one person in each of their plans, for people in many plans.

    It can be thrown away: a worker counts again (`actions.services.findings`). `stamp` stands for
    the versions of the plans, the person's roles and the day that were counted.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting_totals"
    )
    stamp = models.CharField(max_length=64, blank=True, help_text="Empty: never counted")
    counted_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict, help_text="By plan: how many wait, how many are late")

    class Meta:
        verbose_name_plural = "waiting totals"

    def __str__(self) -> str:
        return str(self.user)
