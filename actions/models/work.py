"""How an action is worked on: its dated steps, the actions that it waits for, its resources."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from actions.models.plan import Action
from actions.querysets.work import ActionStepQuerySet, ActionWaitQuerySet
from wsoa.core.append_only import AppendOnlyModel


class ActionStep(models.Model):
    """A step of an action, with the day by which it is to be done. Its last mark counts."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=300)
    due = models.DateField(null=True, blank=True)

    objects = ActionStepQuerySet.as_manager()

    class Meta:
        ordering = (F("due").asc(nulls_last=True), "pk")

    def __str__(self) -> str:
        return self.text


class StepMark(AppendOnlyModel):
    """A step was marked as done, or as not done after all: by whom and when."""

    step = models.ForeignKey(ActionStep, on_delete=models.CASCADE, related_name="marks")
    is_done = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step}: {'done' if self.is_done else 'not done'}"


class ActionWait(models.Model):
    """An action waits for another one of its plan."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="waits")
    awaited = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="awaited_by")

    objects = ActionWaitQuerySet.as_manager()

    class Meta:
        ordering = ("awaited__order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["action", "awaited"], name="one_wait_a_pair"),
            models.CheckConstraint(
                condition=~Q(action=F("awaited")), name="no_action_waits_for_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} waits for {self.awaited}"


class ActionResource(models.Model):
    """Money or staff for an action: how much, from where, and who agreed."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="resources")
    amount = models.CharField(max_length=100, help_text="As it is worded: £12,000; 0.5 FTE")
    source = models.CharField(max_length=200)
    agreed_by = models.CharField(max_length=200, blank=True, help_text="Empty: nobody yet")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.amount}, {self.source}"
