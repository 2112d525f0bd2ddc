"""Sent reminders, and the signed links in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from actions.models.plan import Action
from actions.models.progress import ReportingPeriod
from actions.querysets.reminders import ChaseQuerySet, DigestQuerySet, SignedLinkQuerySet
from wsoa.accounts.models import Post
from wsoa.core.leases import LeasedRow


class Digest(LeasedRow):
    """One email of reminders to one person on one day. The row is claimed before it is sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    day = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    lines = models.JSONField(default=list, help_text="What it said, line by line")

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.day}"


class Chase(models.Model):
    """A reminder that the programme manager sent to the holders of a post about a period."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="chases")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="chases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ChaseQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.post}, {self.at:%Y-%m-%d}"


class SignedLink(models.Model):
    """Access to one action for one person in one period, from an email, without signing in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signed_links"
    )
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="signed_links")
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="signed_links"
    )
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SignedLinkQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "action", "period"], name="one_signed_link"),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.action_id}"
