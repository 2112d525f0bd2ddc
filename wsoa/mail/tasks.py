"""Tasks of outgoing email."""

from __future__ import annotations

from celery import shared_task

from wsoa.mail import services


@shared_task(name="wsoa.mail.tasks.send_email")
def send_email(pk: int) -> None:
    """Sends one email. Idempotent."""
    services.send_email(pk=pk)


@shared_task(name="wsoa.mail.tasks.send_letter")
def send_email_by_former_name(pk: int) -> None:
    """Sends one email, for messages that were queued under the task's former name."""
    services.send_email(pk=pk)


@shared_task(name="wsoa.mail.tasks.send_waiting", expires=30)
def send_waiting() -> None:
    """Sends emails that were never enqueued or that failed before."""
    services.send_waiting()


@shared_task(name="wsoa.mail.tasks.forget_old", expires=60 * 60)
def forget_old() -> None:
    """Deletes emails that were sent a month ago."""
    services.forget_old()
