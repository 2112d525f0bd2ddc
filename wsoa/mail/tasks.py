"""E-mail that a reader does not wait for."""

from __future__ import annotations

from celery import shared_task

from wsoa.mail import services


@shared_task(name="wsoa.mail.tasks.send_letter")
def send_letter(pk: int) -> None:
    """Sends one letter; may be told of it twice."""
    services.send_letter(pk=pk)


@shared_task(name="wsoa.mail.tasks.send_waiting", expires=30)
def send_waiting() -> None:
    """Sends what waits: what no worker was told of, and what failed before."""
    services.send_waiting()


@shared_task(name="wsoa.mail.tasks.forget_old", expires=60 * 60)
def forget_old() -> None:
    """Removes letters that left a month ago."""
    services.forget_old()
