"""How one can tell that things are getting better: key outcome -> intention -> indicator."""

from __future__ import annotations

from django.db import models

from actions.models import Plan


class KeyOutcome(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="key_outcomes")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "title"], name="one_key_outcome_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class Intention(models.Model):
    """What a key outcome intends; some name a target, such as "at least the national rate"."""

    key_outcome = models.ForeignKey(KeyOutcome, on_delete=models.CASCADE, related_name="intentions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    target = models.CharField(
        max_length=200, blank=True, help_text="As the plan words it; empty where it states none"
    )

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["key_outcome", "title"], name="one_intention_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    intention = models.ForeignKey(Intention, on_delete=models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["intention", "title"], name="one_indicator_a_title"),
        )

    def __str__(self) -> str:
        return self.title
