"""Mail servers that are away, for good or for one message, and one that takes its time."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend


class Unreachable(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise OSError("The mail server is away.")


class UnreachableOnce(EmailBackend):
    failed = False

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if not type(self).failed:
            type(self).failed = True
            raise OSError("The mail server is away.")
        return super().send_messages(messages)


class Slow(BaseEmailBackend):
    """Writes address and Message-ID of each message, a line each, into WSOA_TEST_EMAILS."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            time.sleep(0.04)  # so that both workers get a turn on a busy machine
            with Path(os.environ["WSOA_TEST_EMAILS"]).open("a") as emails:
                emails.write(f"{message.to[0]} {message.extra_headers['Message-ID']}\n")
        return len(email_messages)
