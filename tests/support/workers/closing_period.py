"""Somebody saves an update while the period is being closed.

Each part writes one line: what became of each of those who met.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tests.support.workers.threads import main, run, together, write

ROUNDS = 12


def fill() -> None:
    from actions.models import Membership
    from tests.support.factories import (
        ActionFactory,
        OutcomeFactory,
        PeriodFactory,
        PlanFactory,
        UserFactory,
    )

    plan = PlanFactory(slug="race")
    PeriodFactory(plan=plan)
    outcome = OutcomeFactory(area__plan=plan)
    for _ in range(4):
        ActionFactory(outcome=outcome)
    UserFactory(email="manager@example.org", name="Mo")
    Membership.objects.create(plan=plan, user=manager(), role="manager")


def manager():
    from wsoa.accounts.models import User

    return User.objects.get(email="manager@example.org")


def period():
    from actions.models import ReportingPeriod

    return ReportingPeriod.objects.select_related("plan").get()


def save(action) -> str:
    from actions.domain.enums import Status
    from actions.selectors.updates import current_update
    from actions.services.locking import UpdateRefused
    from actions.services.updates import UpdateContent, submit_update

    words = UpdateContent(
        Status.AT_RISK, developments=f"{threading.get_ident()} {time.monotonic_ns()}"
    )
    last = current_update(action, period())
    try:
        submit_update(
            by=manager(),
            action=action,
            period=period(),
            words=words,
            based_on=last.pk if last else None,
        )
    except UpdateRefused as refused:
        return type(refused).__name__
    return "saved"


def close() -> str:
    from actions.services import periods

    periods.close(by=manager(), period=period())
    return "closed"


def save_while_it_closes() -> None:
    from actions.models import Action, StatusUpdate

    action = Action.objects.select_related("plan").first()
    told = together(close, lambda: save(action))
    write(*told, StatusUpdate.objects.count())


def close_while_one_saves() -> None:
    from actions.models import Action, StatusUpdate

    action = Action.objects.select_related("plan").first()
    told = together(lambda: save(action), close)
    write(*told, StatusUpdate.objects.count(), bool(period().locked_at))


def all_at_once() -> None:
    """Savers in either order, a judge of many, and somebody who closes and reopens."""
    from django.db import DatabaseError, connection

    from actions.models import Action, StatusUpdate
    from actions.services import periods, verdicts
    from wsoa.core.clock import today

    actions = list(Action.objects.select_related("plan"))
    broken: list[str] = []

    def again(run: Callable[[], object]) -> Callable[[], None]:
        def go() -> None:
            for _ in range(ROUNDS):
                try:
                    run()
                except (verdicts.VerdictRefused, periods.PeriodRefused):
                    pass
                except DatabaseError as fault:
                    broken.append(str(fault))
            connection.close()

        return go

    def judge() -> None:
        waiting = StatusUpdate.objects.to_judge(period().plan)
        verdicts.accept(by=manager(), updates=list(waiting))

    def reopen() -> None:
        close()
        periods.reopen(by=manager(), period=period(), closes=today(), reason="To test")

    run(
        again(lambda: [save(action) for action in actions]),
        again(lambda: [save(action) for action in reversed(actions)]),
        again(judge),
        again(reopen),
    )
    write(len(broken), StatusUpdate.objects.exists(), *broken[:3])


if __name__ == "__main__":
    main(
        {
            "fill": fill,
            "save-while-it-closes": save_while_it_closes,
            "close-while-one-saves": close_while_one_saves,
            "all-at-once": all_at_once,
        }
    )
