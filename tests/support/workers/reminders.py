"""What the two workers of test_two_workers run: `fill` the database, then `send` in each.

A mail server of its own that takes its time, so that the two are in each other's way.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend

PEOPLE = 25


class Slow(BaseEmailBackend):
    """Writes down whom it was told to write to, a line each, after a moment."""

    def send_messages(self, email_messages):
        for message in email_messages:
            time.sleep(0.01)
            with Path(os.environ["WSOA_TEST_LETTERS"]).open("a") as letters:
                letters.write(f"{message.to[0]} {message.extra_headers['Message-ID']}\n")
        return len(email_messages)


def fill() -> None:
    from tests.support.factories import (
        ActionFactory,
        OutcomeFactory,
        PeriodFactory,
        PlanFactory,
        PostFactory,
        PostHoldingFactory,
    )

    plan = PlanFactory()
    PeriodFactory(plan=plan)
    outcome = OutcomeFactory(area__plan=plan)
    for _ in range(PEOPLE):
        post = PostFactory()
        PostHoldingFactory(post=post)
        ActionFactory(outcome=outcome, led_by=[post])


def send() -> None:
    """Waits for the other worker to be ready, and sends at the same moment.

    Each goes through the people in an order of its own and without haste: so they meet, and
    neither is done before the other has begun.
    """
    from datetime import date

    from actions.services import reminders

    everybody = reminders.digests_due

    def in_some_order(day):
        told = everybody(day)
        random.shuffle(told)
        for each in told:
            time.sleep(0.03)
            yield each

    reminders.digests_due = in_some_order
    folder = Path(os.environ["WSOA_TEST_LETTERS"]).parent
    (folder / f"ready-{os.getpid()}").touch()
    while len(list(folder.glob("ready-*"))) < 2:
        time.sleep(0.005)
    outcome = reminders.send_digests(day=date(2019, 11, 15))
    sys.stdout.write(f"{outcome.sent} {outcome.failed}\n")


if __name__ == "__main__":
    import django

    django.setup()
    from django.conf import settings

    settings.EMAIL_BACKEND = "tests.support.workers.reminders.Slow"
    {"fill": fill, "send": send}[sys.argv[1]]()
