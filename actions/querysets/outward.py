"""Query words for calendar addresses and chat messages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from wsoa.core.leases import LeasedQuerySet

if TYPE_CHECKING:
    from actions.models import CalendarLink, ChatMessage  # noqa: F401 (named in strings below)
    from wsoa.accounts.models import User


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    def active(self) -> CalendarLinkQuerySet:
        """Not turned off, and of somebody who can sign in; with the person."""
        return self.filter(revoked_at=None, user__is_active=True).select_related("user")

    def of_person(self, user: User) -> CalendarLinkQuerySet:
        return self.filter(user=user)


class ChatMessageQuerySet(LeasedQuerySet["ChatMessage"]):
    def unsent(self) -> ChatMessageQuerySet:
        """Not sent, not given up, and of a chat that is turned on."""
        return self.filter(sent_at=None, given_up_at=None, webhook__enabled=True)

    def before(self, day: date) -> ChatMessageQuerySet:
        """Of earlier days, whatever became of them: a message is sent on its own day alone."""
        return self.filter(day__lt=day)

    def with_webhook(self) -> ChatMessageQuerySet:
        return self.select_related("webhook__local_area")
