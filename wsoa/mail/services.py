"""Sending what waits. A letter is claimed first, so that it leaves once."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone

from wsoa.mail.models import Letter
from wsoa.runtime.broker import enqueue

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.EMAIL_LEASE_SECONDS)  # of real time
MAX_TRIES = 8
KEPT_FOR = timedelta(days=31)
GIVEN_UP_KEPT_FOR = timedelta(days=200)  # a round is never open for as long
TOLD_FOR = timedelta(hours=24)  # a code or a link is of no use later than that


def enqueue_letter(pk: int) -> bool:
    """Tells a worker of one letter. Never raises, never waits: `send_waiting` finds it later."""
    return enqueue("wsoa.mail.tasks.send_letter", [pk])


def send_letter(*, pk: int) -> bool:
    """Sends one letter, unless it is sent or in somebody's hands. True where it went out.

    A mail server that fails is tried again, each time after twice as long, for a day.
    """
    unsent = Letter.objects.unsent()
    claim = unsent.claim(pk, moment=timezone.now(), lease=LEASE, tries=F("tries") + 1)
    letter = Letter.objects.held(pk, claim or "").first()
    if letter is None:
        return False
    try:
        _send(letter)
    except Exception as fault:
        logger.warning("Letter %s was not sent (try %s): %s", pk, letter.tries, fault)
        _put_back(letter, str(fault))
        return False
    # It has left, whoever holds the row by now: saying so keeps it from leaving again.
    Letter.objects.filter(pk=pk).set_free(sent_at=timezone.now(), error="")
    return True


def send_waiting() -> int:
    """Sends what no worker was told of, or what failed before. Returns how many went out."""
    waiting = Letter.objects.unsent().free_at(timezone.now()).values_list("pk", flat=True)
    return sum(send_letter(pk=pk) for pk in waiting[:100])


def forget_old() -> int:
    """Removes what was sent a month ago, or given up longer ago; returns how many.

    Addresses of the public are among it. What was given up is shown in its round.
    """
    moment = timezone.now()
    old = Letter.objects.done_with(moment - KEPT_FOR, moment - GIVEN_UP_KEPT_FOR)
    deleted, _ = old.delete()
    return deleted


def drop_unsent(*, to: str) -> int:
    """Removes letters to this address alone that have not left. Returns how many."""
    waiting = Letter.objects.unsent().values_list("pk", "to")
    only = [pk for pk, addresses in waiting if [each.lower() for each in addresses] == [to.lower()]]
    deleted, _ = Letter.objects.unsent().filter(pk__in=only).delete()
    return deleted


def _send(letter: Letter) -> None:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        letter.sender,
        letter.to,
        headers=letter.headers,
        connection=get_connection(settings.LETTERS_LEAVE_BY),
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    message.send()


def _put_back(letter: Letter, error: str) -> None:
    moment = timezone.now()
    hopeless = letter.tries >= MAX_TRIES or moment - letter.made_at > TOLD_FOR
    Letter.objects.release(
        letter.pk,
        letter.claim,
        until=moment + timedelta(seconds=15 * 2**letter.tries),
        given_up_at=moment if hopeless else None,
        error=error[:1000],
    )
