"""Query words for calendar addresses and chat messages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from wsoa.core.leases import LeasedQuerySet

if TYPE_CHECKING:
    from actions.models import (  # noqa: F401 (named in strings below)
        CalendarLink,
        ChatMessage,
        ChatWebhook,
    )
    from wsoa.accounts.models import LocalArea, User


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    def active(self) -> CalendarLinkQuerySet:
        """Not turned off, and of somebody who can sign in; with the person."""
        return self.filter(revoked_at=None, user__is_active=True).select_related("user")

    def of_person(self, user: User) -> CalendarLinkQuerySet:
        return self.filter(user=user)


class ChatWebhookQuerySet(models.QuerySet["ChatWebhook"]):
    def of(self, local_area: LocalArea) -> ChatWebhookQuerySet:
        """The chat of one area, if it has one."""
        return self.filter(local_area=local_area)

    def enabled(self) -> ChatWebhookQuerySet:
        """Those that somebody has turned on."""
        return self.filter(enabled=True)


class ChatMessageQuerySet(LeasedQuerySet["ChatMessage"]):
    def unsent(self) -> ChatMessageQuerySet:
        """Not sent, not given up, and of a chat that is turned on."""
        return self.filter(sent_at=None, given_up_at=None, webhook__enabled=True)

    def before(self, day: date) -> ChatMessageQuerySet:
        """Of earlier days, whatever became of them: a message is sent on its own day alone."""
        return self.filter(day__lt=day)

    def with_webhook(self) -> ChatMessageQuerySet:
        return self.select_related("webhook__local_area")
