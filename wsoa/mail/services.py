"""Sending the emails that wait. An email is claimed first, so that it is sent once."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone

from wsoa.mail.models import OutgoingEmail
from wsoa.runtime.broker import enqueue

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.EMAIL_LEASE_SECONDS)  # of real time
MAX_TRIES = 8
KEPT_FOR = timedelta(days=31)
GIVEN_UP_KEPT_FOR = timedelta(days=200)  # a round is never open for as long
USEFUL_FOR = timedelta(hours=24)  # a code or a link is of no use later than that


def enqueue_email(pk: int) -> bool:
    """Enqueues one email. Never raises, never waits: `send_waiting` finds it later."""
    return enqueue("wsoa.mail.tasks.send_email", [pk])


def send_email(*, pk: int) -> bool:
    """Sends one email, unless it was sent or another worker has claimed it. True if it was sent.

    After a failure it is tried again, each time after twice as long, for a day. What it said is
    removed once it was sent or given up.
    """
    unsent = OutgoingEmail.objects.unsent()
    claim = unsent.claim(pk, moment=timezone.now(), lease=LEASE, tries=F("tries") + 1)
    email = OutgoingEmail.objects.held(pk, claim or "").first()
    if email is None:
        return False
    try:
        _send(email)
    except Exception as fault:
        logger.warning("Email %s was not sent (try %s): %s", pk, email.tries, fault)
        _put_back(email, str(fault))
        return False
    # It was sent, whoever holds the row by now: recording so keeps it from being sent again.
    own = OutgoingEmail.objects.filter(pk=pk)
    own.set_free(sent_at=timezone.now(), error="")
    own.forget_contents()
    return True


def send_waiting() -> int:
    """Sends emails that were never enqueued or failed before. Returns how many were sent."""
    waiting = OutgoingEmail.objects.unsent().free_at(timezone.now()).values_list("pk", flat=True)
    return sum(send_email(pk=pk) for pk in waiting[:100])


def forget_old() -> int:
    """Deletes emails sent a month ago or given up 200 days ago; returns how many.

    They hold addresses of the public. Those given up are shown in their reporting round.
    """
    moment = timezone.now()
    old = OutgoingEmail.objects.done_with(moment - KEPT_FOR, moment - GIVEN_UP_KEPT_FOR)
    deleted, _ = old.delete()
    return deleted


def drop_unsent(*, to: str) -> int:
    """Removes emails to this address alone that have not left. Returns how many."""
    waiting = OutgoingEmail.objects.unsent().values_list("pk", "to")
    only = [
        pk
        for pk, addresses in waiting
        if [address.lower() for address in addresses] == [to.lower()]
    ]
    deleted, _ = OutgoingEmail.objects.unsent().filter(pk__in=only).delete()
    return deleted


def _send(email: OutgoingEmail) -> None:
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        email.sender,
        email.to,
        headers=email.headers,
        connection=get_connection(settings.EMAIL_LEAVES_BY),
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    message.send()


def _put_back(email: OutgoingEmail, error: str) -> None:
    moment = timezone.now()
    hopeless = email.tries >= MAX_TRIES or moment - email.made_at > USEFUL_FOR
    OutgoingEmail.objects.release(
        email.pk,
        email.claim,
        until=moment + timedelta(seconds=15 * 2**email.tries),
        given_up_at=moment if hopeless else None,
        error=error[:1000],
    )
    if hopeless:
        OutgoingEmail.objects.filter(pk=email.pk).exclude(given_up_at=None).forget_contents()
