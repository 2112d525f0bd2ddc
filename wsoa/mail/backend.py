"""Django's way to send e-mail, which here only writes it down; a worker does the sending."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from wsoa.mail.models import Letter
from wsoa.mail.services import enqueue_letter


class Outbox(BaseEmailBackend):
    """Keeps each message as a row, in the caller's transaction, and tells a worker of it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            letter = Letter.objects.create(
                subject=" ".join(str(message.subject).split()),
                text=str(message.body),
                html=_html(message),
                sender=message.from_email,
                to=message.recipients(),
                headers={name: str(value) for name, value in message.extra_headers.items()},
                made_at=timezone.now(),
            )
            transaction.on_commit(lambda pk=letter.pk: enqueue_letter(pk))  # type: ignore[misc]
        return len(email_messages)


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(each[0]) for each in message.alternatives if each[1] == "text/html"), "")
