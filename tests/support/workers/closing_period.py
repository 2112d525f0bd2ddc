"""What test_closing_race runs in a process of its own, each thread with its own connection.

Writes one line: what became of each of those who met.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

HELD = 0.4  # seconds for which the first to come keeps its transaction open
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


def together(first: Callable[[], str], second: Callable[[], str]) -> list[str]:
    """The second comes while the first has done its work and not committed it yet."""
    from django.db import connection, transaction

    done, told = threading.Event(), ["", ""]

    def one() -> None:
        with transaction.atomic():
            told[0] = first()
            done.set()
            time.sleep(HELD)
        connection.close()

    def other() -> None:
        done.wait(timeout=20)
        told[1] = second()
        connection.close()

    run(one, other)
    return told


def tell(*told: object) -> None:
    sys.stdout.write(" ".join(map(str, told)) + "\n")


def run(*targets: Callable[[], None]) -> None:
    threads = [threading.Thread(target=target) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def save_while_it_closes() -> None:
    from actions.models import Action, StatusUpdate

    action = Action.objects.select_related("plan").first()
    told = together(close, lambda: save(action))
    tell(*told, StatusUpdate.objects.count())


def close_while_one_saves() -> None:
    from actions.models import Action, StatusUpdate

    action = Action.objects.select_related("plan").first()
    told = together(lambda: save(action), close)
    tell(*told, StatusUpdate.objects.count(), bool(period().locked_at))


def all_at_once() -> None:
    """Savers in either order, a judge of many, and somebody who closes and reopens."""
    from django.db import DatabaseError, connection

    from actions.models import Action, StatusUpdate
    from actions.services import periods, verdicts
    from wsoa.core.clock import today

    actions = list(Action.objects.select_related("plan"))
    broken: list[str] = []

    def again(deed: Callable[[], object]) -> Callable[[], None]:
        def go() -> None:
            for _ in range(ROUNDS):
                try:
                    deed()
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
    tell(len(broken), StatusUpdate.objects.exists(), *broken[:3])


if __name__ == "__main__":
    import django

    django.setup()
    {
        "fill": fill,
        "save-while-it-closes": save_while_it_closes,
        "close-while-one-saves": close_while_one_saves,
        "all-at-once": all_at_once,
    }[sys.argv[1]]()
