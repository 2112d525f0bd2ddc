"""Two workers send the digests of one day: `fill` the database, then `send` in each.

Their mail server takes its time, so that the two are in each other's way.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from tests.support.workers.threads import main, write

PEOPLE = 25


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

    from django.conf import settings

    from actions.services import reminders

    settings.EMAIL_BACKEND = "tests.support.mail_backends.Slow"

    everybody = reminders.digests_due

    def in_some_order(day):
        told = everybody(day)
        random.shuffle(told)
        for each in told:
            time.sleep(0.03)
            yield each

    reminders.digests_due = in_some_order
    folder = Path(os.environ["WSOA_TEST_EMAILS"]).parent
    (folder / f"ready-{os.getpid()}").touch()
    while len(list(folder.glob("ready-*"))) < 2:
        time.sleep(0.005)
    outcome = reminders.send_digests(day=date(2019, 11, 15))
    write(outcome.sent, outcome.failed)


if __name__ == "__main__":
    main({"fill": fill, "send": send})
