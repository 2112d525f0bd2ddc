"""The email backend of Django, which stores each message as a row; a worker sends it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from wsoa.mail.models import OutgoingEmail
from wsoa.mail.services import enqueue_email


class Outbox(BaseEmailBackend):
    """Stores each message as a row in the caller's transaction, and enqueues it after commit."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            email = OutgoingEmail.objects.create(
                subject=" ".join(str(message.subject).split()),
                text=str(message.body),
                html=_html(message),
                sender=message.from_email,
                to=message.recipients(),
                headers={name: str(value) for name, value in message.extra_headers.items()},
                made_at=timezone.now(),
            )
            transaction.on_commit(lambda pk=email.pk: enqueue_email(pk))  # type: ignore[misc]
        return len(email_messages)


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(text) for text, kind in message.alternatives if kind == "text/html"), "")
