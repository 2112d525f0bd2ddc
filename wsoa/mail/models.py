"""Emails that wait to be sent, and those that were sent or given up."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import Q

from wsoa.core.leases import LeasedQuerySet, LeasedRow

KEPT_HEADERS: Final = ("Message-ID",)


class OutgoingEmailQuerySet(LeasedQuerySet["OutgoingEmail"]):
    def unsent(self) -> OutgoingEmailQuerySet:
        """Not sent, and not given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def done_with(self, sent: datetime, given_up: datetime) -> OutgoingEmailQuerySet:
        """Sent before the one moment, or given up before the other."""
        return self.filter(Q(sent_at__lt=sent) | Q(given_up_at__lt=given_up))

    def forget_contents(self) -> int:
        """Removes the text of these, and every header but the one that tells what each was about.

        A code or a link in it may still work.
        """
        count = 0
        for email in self.only("pk", "headers"):
            kept = {name: email.headers[name] for name in KEPT_HEADERS if name in email.headers}
            count += self.model.objects.filter(pk=email.pk).update(text="", html="", headers=kept)
        return count

    def given_up(self, since: datetime) -> OutgoingEmailQuerySet:
        """Given up without being sent, of those written since that moment; latest first."""
        return self.filter(made_at__gte=since).exclude(given_up_at=None).order_by("-made_at", "-pk")


class OutgoingEmail(LeasedRow):
    """One email, which a worker claims and sends. The row, not the queue, is the truth."""

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

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.subject
