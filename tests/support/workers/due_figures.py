"""What the two workers of test_two_workers run: people who own an indicator, and lead nothing."""

from __future__ import annotations

import sys
from datetime import date

from tests.support.workers.reminders import PEOPLE


def fill() -> None:
    from tests.support.factories import PlanFactory, PostFactory, PostHoldingFactory
    from tests.support.figures import indicator, series

    plan = PlanFactory()
    for _ in range(PEOPLE):
        post = PostFactory()
        PostHoldingFactory(post=post)
        series(indicator(plan, owner=post, next_due=date(2019, 11, 15)))


if __name__ == "__main__":
    import django

    django.setup()
    from django.conf import settings

    from tests.support.workers.reminders import send

    settings.EMAIL_BACKEND = "tests.support.workers.reminders.Slow"
    {"fill": fill, "send": send}[sys.argv[1]]()
