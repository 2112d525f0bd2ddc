"""Two workers send the digests of one day to people who own an indicator, and lead nothing."""

from __future__ import annotations

from datetime import date

from tests.support.workers.reminders import PEOPLE, send
from tests.support.workers.threads import main


def fill() -> None:
    from tests.support.factories import PlanFactory, PostFactory, PostHoldingFactory
    from tests.support.figures import indicator, series

    plan = PlanFactory()
    for _ in range(PEOPLE):
        post = PostFactory()
        PostHoldingFactory(post=post)
        series(indicator(plan, owner=post, next_due=date(2019, 11, 15)))


if __name__ == "__main__":
    main({"fill": fill, "send": send})
