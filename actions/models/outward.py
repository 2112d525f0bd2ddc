"""What leaves the service besides email: a private calendar, and messages to a chat."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.domain.chat import ChatService
from actions.querysets.outward import (
    CalendarLinkQuerySet,
    ChatMessageQuerySet,
    ChatWebhookQuerySet,
)
from wsoa.accounts.models import LocalArea
from wsoa.core.leases import LeasedRow


class CalendarLink(models.Model):
    """A private address of one person's due days. Its token is kept as a hash only."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="one_calendar_a_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.made_at:%Y-%m-%d}"

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of a token. It has enough randomness that a plain hash is safe."""
        return hashlib.sha256(token.encode()).hexdigest()


class ChatWebhook(models.Model):
    """Where a local area's chat takes messages. Off until somebody turns it on.

    The address lets anybody write there who knows it: it is shown to nobody, and not audited.
    """

    local_area = models.OneToOneField(
        LocalArea, on_delete=models.CASCADE, related_name="chat_webhook"
    )
    kind = models.CharField(max_length=10, choices=ChatService.choices_of_form())
    address = models.URLField(max_length=1000)
    enabled = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    objects = ChatWebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.local_area}: {self.kind}"


class ChatMessage(LeasedRow):
    """One message to a chat on one day, which a worker claims and sends. The row is the truth."""

    webhook = models.ForeignKey(ChatWebhook, on_delete=models.CASCADE, related_name="messages")
    day = models.DateField()
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = ChatMessageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["webhook", "day"], name="one_chat_message_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.webhook_id}, {self.day}"
