"""Mail servers that are away: for good, and for one message."""

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend


class Broken(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise OSError("The mail server is away")


class BrokenOnce(EmailBackend):
    failed = False

    def send_messages(self, messages):
        if not type(self).failed:
            type(self).failed = True
            raise OSError("The mail server is away")
        return super().send_messages(messages)
