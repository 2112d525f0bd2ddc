"""E-mails that wait to be sent, and those that were."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self, moment: datetime) -> LetterQuerySet:
        """Not sent, not given up, and in nobody's hands at that moment."""
        unsent = self.filter(sent_at=None, given_up_at=None)
        return unsent.filter(Q(leased_until=None) | Q(leased_until__lt=moment))

    def done_with(self, sent: datetime, given_up: datetime) -> LetterQuerySet:
        """Sent before the one moment, or given up before the other."""
        return self.filter(Q(sent_at__lt=sent) | Q(given_up_at__lt=given_up))

    def given_up(self, since: datetime) -> LetterQuerySet:
        """Never sent, and not tried any more; of those made since that moment, the latest first."""
        return self.filter(made_at__gte=since).exclude(given_up_at=None).order_by("-made_at", "-pk")


class Letter(models.Model):
    """One e-mail. The row, not the queue, is the truth: see governance.models.Report."""

    subject = models.CharField(max_length=998)
    text = models.TextField()
    html = models.TextField(blank=True)
    sender = models.CharField(max_length=320)
    to = models.JSONField()
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.subject
