"""The lease of an import while a worker is busy with it, and how far the worker is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from actions.models import PlanImport
from wsoa.core.leases import LeaseLost

LEASE: Final = timedelta(seconds=settings.REPORT_LEASE_SECONDS)  # of real time
_PROGRESS_EVERY: Final = 1.0  # seconds, where there is progress to tell of


@dataclass(slots=True)
class WorkerProgress:
    """How far a worker is, in words and per cent. The worker tells it; the lease's thread saves it,
    because what a transaction writes is seen by nobody before its end.
    """

    stage: str
    done: int

    def set_progress(self, stage: str, done: int) -> None:
        """Sets both."""
        self.stage, self.done = stage, done


@contextmanager
def lease_kept(plan_import: PlanImport, progress: WorkerProgress | None = None) -> Iterator[None]:
    """Renews the lease from a thread, because the work has no point to do it from.

    While a transaction of SQLite writes, nobody else can: the lease then cannot be renewed, nor be
    taken.
    """
    over = threading.Event()
    every = _PROGRESS_EVERY if progress else LEASE.total_seconds() / 4

    def keep() -> None:
        try:
            while not over.wait(every):
                progress_fields: dict[str, str | int] = {}
                if progress:
                    progress_fields = {"stage": progress.stage, "done": progress.done}
                _renew(plan_import, progress_fields)
        except LeaseLost:
            pass  # the worker hears of it when it next tells its progress, or hands in
        finally:
            connection.close()

    keeper = threading.Thread(target=keep, name=f"lease-{plan_import.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renew(plan_import: PlanImport, progress_fields: dict[str, str | int]) -> None:
    # While the worker's own transaction writes, SQLite is locked for this thread.
    with suppress(OperationalError):
        PlanImport.objects.renew(
            plan_import.pk, plan_import.claim, moment=timezone.now(), lease=LEASE, **progress_fields
        )
