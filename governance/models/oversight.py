"""Oversight of the plan: bodies, themes, and meetings of the board."""

from __future__ import annotations

from django.db import models

from actions.models import AreaOfWeakness, Plan
from governance.querysets.meeting import MeetingQuerySet


class Body(models.Model):
    """A board, committee or forum that oversees the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="bodies")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    role = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )

    class Meta:
        ordering = ("order",)
        verbose_name_plural = "bodies"
        constraints = (models.UniqueConstraint(fields=["plan", "name"], name="one_body_a_name"),)

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A key theme: areas of the plan that are overseen together."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="themes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    areas = models.ManyToManyField(AreaOfWeakness, related_name="themes")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="one_theme_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Meeting(models.Model):
    """A meeting of a body, past or planned. A highlight report is prepared for the next one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="meetings")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    illustrative = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("held_on",)
        constraints = (
            models.UniqueConstraint(fields=["body", "held_on"], name="one_meeting_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.body}, {self.held_on:%-d %B %Y}"
