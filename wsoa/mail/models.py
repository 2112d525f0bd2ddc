"""E-mails that wait to be sent, and those that were."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from wsoa.core.leases import LeasedQuerySet, LeasedRow


class LetterQuerySet(LeasedQuerySet["Letter"]):
    def unsent(self) -> LetterQuerySet:
        """Not sent, and not given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def done_with(self, sent: datetime, given_up: datetime) -> LetterQuerySet:
        """Sent before the one moment, or given up before the other."""
        return self.filter(Q(sent_at__lt=sent) | Q(given_up_at__lt=given_up))

    def given_up(self, since: datetime) -> LetterQuerySet:
        """Never sent, and not tried any more; of those made since that moment, the latest first."""
        return self.filter(made_at__gte=since).exclude(given_up_at=None).order_by("-made_at", "-pk")


class Letter(LeasedRow):
    """One e-mail, which a worker claims and sends. The row, not the queue, is the truth."""

    subject = models.CharField(max_length=998)
    text = models.TextField()
    html = models.TextField(blank=True)
    sender = models.CharField(max_length=320)
    to = models.JSONField()
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.subject
