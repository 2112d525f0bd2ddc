"""Background jobs of every kind: queued, claimed, renewed, finished or failed.

A broker may lose a message, and a worker may be killed. So a message only names a row. The worker
that gets it claims the row, renews its lease while it works, and can finish only while its claim
holds (`wsoa.core.leases`). `resend_lost` sends a new message for jobs that nobody works on.
"""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from governance.models import Job
from governance.papers.document.frozen import DocumentRefused
from governance.papers.formats.pdf import Unrenderable
from wsoa.core.clock import now
from wsoa.core.leases import LeaseLost
from wsoa.runtime.broker import enqueue

logger = logging.getLogger(__name__)
J = TypeVar("J", bound=Job)

# Real time, not the demo's date.
LEASE = timedelta(seconds=settings.REPORT_LEASE_SECONDS)
RENEW_EVERY = LEASE.total_seconds() / 4
PROGRESS_EVERY = 0.4  # seconds between two notes of progress
MAX_TRIES = 3
HOPELESS = (Unrenderable, DocumentRefused)  # trying again as it is would not help
FULL = (errno.ENOSPC, errno.EDQUOT)


def queue(job: Job) -> None:
    """Puts a job at the start of the queue, with all its retries. Call `send` after the commit."""
    type(job).objects.filter(pk=job.pk).set_free(
        state=Job.State.QUEUED,
        stage="",
        done=0,
        tries=0,
        sent_at=None,
        error="",
        finished_at=None,
    )


def send(kind: type[Job], pk: int) -> bool:
    """Sends the message of a job to the broker. Never raises or blocks; returns whether sent."""
    if not enqueue(kind.TASK, [pk]):
        return False
    kind.objects.filter(pk=pk).update(sent_at=timezone.now())
    return True


def resend_lost(kind: type[Job]) -> int:
    """Sends lost jobs again, and fails those that were lost too often.

    Called every few seconds. A job is sent again at most once in a lease. Returns the number sent.
    """
    moment = timezone.now()
    lost = kind.objects.light().unfinished().free_at(moment)
    for job in lost.filter(tries__gte=MAX_TRIES):
        _give_up(job)
    due = lost.filter(tries__lt=MAX_TRIES).unsent_since(moment - LEASE)
    return sum(send(kind, pk) for pk in due.order_by("pk").values_list("pk", flat=True))


def _give_up(job: Job) -> None:
    stage = f" The last attempt stopped at: {job.stage.lower()}." if job.stage else ""
    lost = type(job).objects.filter(pk=job.pk, claim=job.claim, tries=job.tries)
    lost.unfinished().free_at(timezone.now()).set_free(
        state=Job.State.FAILED,
        error=f"The work was interrupted {job.tries} times.{stage}",
        finished_at=now(),
    )


def claim(kind: type[J], pk: int) -> J | None:
    """Claims a job for this worker; None if it is finished or claimed by another worker."""
    claimed = (
        kind.objects.unfinished()
        .filter(tries__lt=MAX_TRIES)
        .claim(
            pk,
            moment=timezone.now(),
            lease=LEASE,
            state=Job.State.MAKING,
            tries=F("tries") + 1,
            stage="",
            done=0,
        )
    )
    job: J | None = kind.objects.with_what_it_is_of().held(pk, claimed or "").first()
    return job


def renew(job: Job, stage: str | None = None, done: int = 0) -> None:
    """Renews the lease of a claimed job and records its progress.

    Raises LeaseLost if another worker has claimed the job.
    """
    progress = {} if stage is None else {"stage": stage, "done": done}
    type(job).objects.renew(job.pk, job.claim, moment=timezone.now(), lease=LEASE, **progress)


def finish(job: Job, *, seconds: float, **made: object) -> None:
    """Marks the job as done and saves its result. Raises LeaseLost if another worker has it."""
    type(job).objects.hand_in(
        job.pk,
        job.claim,
        state=Job.State.READY,
        stage="",
        done=100,
        seconds=round(seconds, 2),
        error="",
        finished_at=now(),
        **made,
    )


def fail(job: Job, fault: Exception) -> None:
    """Records a failed attempt. The job is retried, unless a retry cannot succeed.

    Does nothing if the claim no longer holds.
    """
    hopeless = isinstance(fault, HOPELESS) or job.tries >= MAX_TRIES
    type(job).objects.release(
        job.pk,
        job.claim,
        state=Job.State.FAILED if hopeless else Job.State.QUEUED,
        error=in_words(fault),
        sent_at=None,
        finished_at=now() if hopeless else None,
    )


def in_words(fault: Exception) -> str:
    """The reason why a file was not made, for the person who requested it."""
    if isinstance(fault, HOPELESS):
        return str(fault)
    if isinstance(fault, MemoryError):
        return "The server ran out of memory."
    if isinstance(fault, OSError) and fault.errno in FULL:
        return "The server’s disk is full. Try again when there is space on it."
    if isinstance(fault, OSError) and fault.errno:
        return f"The file could not be written: {fault.strerror}."
    if isinstance(fault, OSError):
        return f"The typesetter could not start: {fault}."
    return f"The pages could not be laid out ({type(fault).__name__}: {fault})."


class ProgressReporter:
    """Records progress on the row, at most once in each polling interval."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.told = 0.0

    def __call__(self, stage: str, done: int) -> None:
        if time.monotonic() - self.told < PROGRESS_EVERY:
            return
        renew(self.job, stage, done)
        self.told = time.monotonic()


@contextmanager
def lease_kept(job: Job) -> Iterator[None]:
    """Renews the lease from a thread, because typesetting can run for long without a callback."""
    over = threading.Event()

    def keep() -> None:
        try:
            while not over.wait(RENEW_EVERY):
                renew(job)
        except LeaseLost:
            pass  # the renderer hears of it when it next tells its progress
        except Exception:
            logger.exception("The lease of %s was not renewed", job)
        finally:
            connection.close()

    keeper = threading.Thread(target=keep, name=f"lease-{job.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
