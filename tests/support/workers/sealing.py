"""Workers that seal the audit log: `fill` it, then `seal` in each.

`killed` ends in the middle of its second batch, as a worker does that is killed. `late` and
`meanwhile` need a database on which two can write at once.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.workers.threads import main, run, write

EVENTS = 60  # in each of two chains
BATCH = 5
KILLED = 9


def record(local_area: Any) -> int:
    from django.db import transaction

    from wsoa.audit.services import record_audit

    with transaction.atomic():
        event = record_audit(
            by=None, verb="load", subject="plan", summary="Loaded", local_area=local_area
        )
    return event.pk


def fill() -> None:
    from tests.support.factories import LocalAreaFactory

    leeds = LocalAreaFactory(name="Leeds")
    for _ in range(EVENTS):
        record(leeds)
        record(None)


def seal() -> None:
    """Waits for the other worker to be ready, and seals at the same moment, again and again."""
    from wsoa.audit import sealing
    from wsoa.audit.models import AuditEvent

    sealing.BATCH = BATCH
    folder = Path(os.environ["WSOA_VAR_DIR"])
    (folder / f"ready-{os.getpid()}").touch()
    while len(list(folder.glob("ready-*"))) < 2:
        time.sleep(0.005)
    sealed = 0
    while AuditEvent.objects.unsealed().exists():
        sealed += sealing.seal_events()
    write(sealed)


def killed() -> None:
    from wsoa.audit import sealing
    from wsoa.audit.querysets import AuditEventQuerySet

    sealing.BATCH = BATCH
    seal_one, done = AuditEventQuerySet.seal, []

    def seal_and_die(self: AuditEventQuerySet, pk: int, given: Any) -> bool:
        done.append(pk)
        if len(done) == BATCH + 3:
            os._exit(KILLED)
        return seal_one(self, pk, given)

    AuditEventQuerySet.seal = seal_and_die  # type: ignore[method-assign]
    sealing.seal_events()


def after() -> None:
    """How many are sealed; then, once the lease is over, how many another worker seals."""
    from django.utils import timezone

    from wsoa.audit.models import AuditChain, AuditEvent
    from wsoa.audit.sealing import seal_events

    before = AuditEvent.objects.sealed().count()
    held = seal_events()
    AuditChain.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    write(before, held, seal_events())


def check() -> None:
    """For each chain: how many are sealed, how many are not, and its fault."""
    from wsoa.audit.checking import check_log

    write(
        *(
            f"{each.chain}:{each.head.sequence}:{each.unsealed}:{each.fault and each.fault.kind}"
            for each in check_log()
        )
    )


def late() -> None:
    """An event is recorded first and committed last, after others were sealed."""
    from django.db import connection, transaction

    from wsoa.audit.models import AuditEvent
    from wsoa.audit.sealing import seal_events
    from wsoa.audit.services import record_audit

    recorded, sealed = threading.Event(), threading.Event()
    keys: dict[str, int] = {}

    def slow() -> None:
        with transaction.atomic():
            made = record_audit(by=None, verb="load", subject="plan", summary="Late")
            keys["late"] = made.pk
            recorded.set()
            sealed.wait(20)
        connection.close()

    def quick() -> None:
        recorded.wait(20)
        keys["early"] = record(None)
        seal_events()
        sealed.set()
        connection.close()

    run(slow, quick)
    seal_events()
    numbers = {name: AuditEvent.objects.get(pk=pk).sequence or 0 for name, pk in keys.items()}
    write(keys["late"] < keys["early"], numbers["late"] - numbers["early"])


def meanwhile() -> None:
    """A save while a batch is being sealed: how long it waits for it, in whole seconds."""
    from django.db import connection

    from wsoa.audit.querysets import AuditEventQuerySet
    from wsoa.audit.sealing import seal_events

    in_batch, saved = threading.Event(), threading.Event()
    seal_one = AuditEventQuerySet.seal

    def seal_slowly(self: AuditEventQuerySet, pk: int, given: Any) -> bool:
        is_sealed = seal_one(self, pk, given)
        if not in_batch.is_set():
            in_batch.set()
            saved.wait(20)
        return is_sealed

    AuditEventQuerySet.seal = seal_slowly  # type: ignore[method-assign]
    waited: list[float] = []

    def sealing() -> None:
        seal_events()
        connection.close()

    def saving() -> None:
        in_batch.wait(20)
        began = time.monotonic()
        record(None)
        waited.append(time.monotonic() - began)
        saved.set()
        connection.close()

    run(sealing, saving)
    write(int(waited[0]))


if __name__ == "__main__":
    main(
        {
            "fill": fill,
            "seal": seal,
            "killed": killed,
            "after": after,
            "check": check,
            "late": late,
            "meanwhile": meanwhile,
        }
    )
