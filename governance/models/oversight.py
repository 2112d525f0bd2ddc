"""Who oversees the plan: bodies, themes, and when the board meets."""

from __future__ import annotations

from datetime import date

from django.db import models

from actions.models import AreaOfWeakness, Plan


class Body(models.Model):
    """A board, committee or forum that the plan answers to."""

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
    """A key theme: some of the areas, overseen together."""

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


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def from_day(self, day: date) -> MeetingQuerySet:
        """Held on that day or later, with their bodies, the next one first."""
        return self.filter(held_on__gte=day).select_related("body").order_by("held_on", "pk")

    def after(self, meeting: Meeting) -> MeetingQuerySet:
        """Later meetings of the same body, the next one first."""
        return self.filter(body=meeting.body_id, held_on__gt=meeting.held_on).order_by("held_on")


class Meeting(models.Model):
    """A meeting of a body, held or to come. The highlight report is for the next one."""

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
