"""A publication that one person took down at once, and what others decided since."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.papers import Paper
from governance.querysets.take_down import TakeDownQuerySet

_USER = settings.AUTH_USER_MODEL


class TakeDown(models.Model):
    """One version that was taken down. A second person confirms it; two put it back."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="take_downs")
    reason = models.TextField(help_text="Readers do not see it")
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        _USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    restore_requested_by = models.ForeignKey(
        _USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    restore_requested_at = models.DateTimeField(null=True, blank=True)
    restored_by = models.ForeignKey(
        _USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    restored_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was put back; empty while it is down"
    )

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["paper"],
                condition=Q(restored_at=None),
                name="taken_down_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")),
                name="a_second_person_confirms",
            ),
            models.CheckConstraint(
                condition=Q(restored_by=None)
                | (
                    Q(restore_requested_by__isnull=False)
                    & ~Q(restored_by=F("restore_requested_by"))
                ),
                name="two_people_put_back",
            ),
        )

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.reason[:60]}"
