"""Asking for a paper, and making it. One verb each; a request for a paper is audited.

A broker may lose a message, and a worker may be killed in mid-work. So nothing is asked of
either: a message only names a row. Whoever gets it claims the row with a conditional UPDATE,
renews the lease as it goes, and hands in only while the claim holds; `resend_lost` sends again
whatever nobody is working on.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from actions.models import Plan, ReportingPeriod
from governance.models import Report
from governance.reports import pdf, quarterly
from wsoa.accounts.models import User
from wsoa.audit.services import record
from wsoa.broker import tell
from wsoa.clock import now, today

logger = logging.getLogger(__name__)

# Real time, not the clock of the demo. The lease must outlive a slow write to the database.
LEASE = timedelta(seconds=getattr(settings, "REPORT_LEASE_SECONDS", 20))
RENEW_EVERY = LEASE.total_seconds() / 4
TELL_EVERY = 0.4  # seconds between two notes of progress
MAX_TRIES = 3
PAGES_PER_ACTION = 0.4  # until a first report has told


class ClaimLost(Exception):
    """Somebody else has taken the report over; what this worker makes of it is not wanted."""


def request_report(*, by: User, plan: Plan, period: ReportingPeriod) -> Report:
    """Asks for the quarterly update as PDF, with the numbers frozen as they stand now.

    Where the same content was asked for before, that report is given back: finished, on its
    way, or, where it had failed or its file is gone, put back into the queue. A new request, or
    one put back, is audited, and a worker is told once the transaction is through. A broker that
    is away stops nothing: the row waits, and `resend_lost` sends it later.
    """
    document = quarterly.build(plan, period, today())
    key = quarterly.content_hash(document, pdf.renderer_version())
    reports = Report.objects.light().select_related("plan", "period")
    found: Report | None = reports.filter(content_hash=key).first()
    if found and (found.is_ready or found.state in Report.UNFINISHED):
        return found
    return _request_anew(by, plan, period, key, document)


@transaction.atomic
def _request_anew(
    by: User, plan: Plan, period: ReportingPeriod, key: str, document: quarterly.Document
) -> Report:
    report, created = Report.objects.get_or_create(
        content_hash=key,
        defaults={
            "plan": plan,
            "period": period,
            "document": document,
            "as_at": document["as_at"],
            "requested_by": by,
            "requested_at": now(),
        },
    )
    if created or not (report.is_ready or report.state in Report.UNFINISHED):
        _queue(by, report, "Asked for")
    return report


@transaction.atomic
def retry_report(*, by: User, report: Report) -> Report:
    """Puts a report that failed, or whose file is gone, back into the queue with all its tries.

    Audited. A report that is on its way, or finished, stays as it is.
    """
    stands = Report.objects.light().get(pk=report.pk)
    if not (stands.is_ready or stands.state in Report.UNFINISHED):
        _queue(by, report, "Asked again for")
    return report


def _queue(by: User, report: Report, asked: str) -> None:
    Report.objects.filter(pk=report.pk).update(
        state=Report.State.QUEUED,
        stage="",
        done=0,
        tries=0,
        claim="",
        leased_until=None,
        sent_at=None,
        error="",
        finished_at=None,
    )
    record(
        by=by,
        verb="report",
        plan=report.plan.slug,
        subject=f"report {report.period.key}",
        summary=f"{asked} the {report.period.first_day:%B %Y} update as PDF",
        detail={"report": report.pk, "sha256": report.content_hash},
    )
    transaction.on_commit(lambda: send(report.pk))


def send(pk: int) -> bool:
    """Tells the workers of a report. Never raises and never waits: False where nobody was told."""
    if not tell("governance.tasks.render_report", [pk]):
        return False
    Report.objects.filter(pk=pk).update(sent_at=timezone.now())
    return True


def resend_lost() -> int:
    """Sends again what nobody is working on, and gives up what was lost too often.

    Called every few seconds. A report is sent again at most once in a lease, however often this
    runs. Returns how many were sent.
    """
    moment = timezone.now()
    lost = Report.objects.light().free_at(moment)
    for report in lost.filter(tries__gte=MAX_TRIES):
        _give_up(report)
    due = lost.filter(tries__lt=MAX_TRIES).unsent_since(moment - LEASE)
    return sum(send(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


def _give_up(report: Report) -> None:
    stage = f" The last try stopped at: {report.stage.lower()}." if report.stage else ""
    lost = Report.objects.filter(pk=report.pk, claim=report.claim, tries=report.tries)
    lost.free_at(timezone.now()).update(
        state=Report.State.FAILED,
        error=f"The worker was stopped in the middle of it {report.tries} times.{stage}",
        leased_until=None,
        claim="",
        finished_at=now(),
    )


def claim_report(*, pk: int) -> Report | None:
    """Takes a report to work on, or None where it is finished or somebody is at it."""
    claim = uuid.uuid4().hex
    moment = timezone.now()
    free = Report.objects.filter(pk=pk, tries__lt=MAX_TRIES).free_at(moment)
    taken = free.update(
        state=Report.State.MAKING,
        claim=claim,
        leased_until=moment + LEASE,
        tries=F("tries") + 1,
        stage="",
        done=0,
    )
    return Report.objects.select_related("plan", "period").get(pk=pk) if taken else None


def renew(*, report: Report, stage: str | None = None, done: int = 0) -> None:
    """Keeps the claim for another lease, and says how far the work is.

    Raises ClaimLost where somebody else has taken the report over.
    """
    values: dict[str, object] = {"leased_until": timezone.now() + LEASE}
    if stage is not None:
        values |= {"stage": stage, "done": done}
    if not Report.objects.claimed(report.pk, report.claim).update(**values):
        raise ClaimLost(report.pk)


def make_report(*, report: Report) -> None:
    """Renders a claimed report and hands it in. What goes wrong is written on the row.

    The file is complete under its name before the row says that it is ready. Raises ClaimLost.
    """
    started = time.monotonic()
    part = report.path.with_suffix(f".{report.claim}.part")
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part.open("wb") as target, _lease_kept(report):
            pages = _pages_expected(report)
            rendered = pdf.render(report.document, target, _Teller(report), pages)
            target.flush()
            os.fsync(target.fileno())
        renew(report=report, stage="Handing it in", done=99)
        os.replace(part, report.path)
        size = report.path.stat().st_size
    except ClaimLost:
        raise
    except Exception as fault:
        logger.exception("Report %s was not made", report.pk)
        fail(report=report, fault=fault)
        return
    finally:
        for left in report.path.parent.glob(f"{report.path.stem}.*.part"):  # killed ones' too
            left.unlink(missing_ok=True)
    finish(report=report, size=size, pages=rendered.pages, seconds=time.monotonic() - started)


def finish(*, report: Report, size: int, pages: int, seconds: float) -> None:
    """Says that the report is ready. Raises ClaimLost where the claim no longer holds."""
    handed_in = Report.objects.claimed(report.pk, report.claim).update(
        state=Report.State.READY,
        stage="",
        done=100,
        file=report.path.name,
        size=size,
        pages=pages,
        seconds=round(seconds, 2),
        error="",
        claim="",
        leased_until=None,
        finished_at=now(),
    )
    if not handed_in:
        raise ClaimLost(report.pk)


def fail(*, report: Report, fault: Exception) -> None:
    """Writes down why a try failed. It is tried again soon, unless that would be no use.

    Does nothing where the claim no longer holds.
    """
    hopeless = isinstance(fault, pdf.Unrenderable) or report.tries >= MAX_TRIES
    Report.objects.claimed(report.pk, report.claim).update(
        state=Report.State.FAILED if hopeless else Report.State.QUEUED,
        error=in_words(fault),
        claim="",
        leased_until=None,
        sent_at=None,
        finished_at=now() if hopeless else None,
    )


def in_words(fault: Exception) -> str:
    """Why a paper was not made, for whoever asked for it."""
    if isinstance(fault, pdf.Unrenderable):
        return str(fault)
    if isinstance(fault, MemoryError):
        return "The server ran out of memory."
    if isinstance(fault, OSError) and fault.errno:
        return f"The file could not be written: {fault.strerror}."
    if isinstance(fault, OSError):
        return f"The typesetter could not start: {fault}."
    return f"The pages could not be laid out ({type(fault).__name__}: {fault})."


def _pages_expected(report: Report) -> int:
    """A guess for the progress bar: as many as last time."""
    last = Report.objects.finished().filter(plan=report.plan).order_by("-finished_at")
    pages: int | None = last.values_list("pages", flat=True).first()
    actions = report.document.get("counts", {}).get("total", 0)
    return pages or round(actions * PAGES_PER_ACTION)


class _Teller:
    """Notes progress on the row, not oftener than anybody looks."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.told = 0.0

    def __call__(self, stage: str, done: int) -> None:
        if time.monotonic() - self.told < TELL_EVERY:
            return
        renew(report=self.report, stage=stage, done=done)
        self.told = time.monotonic()


@contextmanager
def _lease_kept(report: Report) -> Iterator[None]:
    """Renews the lease from a thread, since the typesetter can be silent for long."""
    over = threading.Event()

    def keep() -> None:
        try:
            while not over.wait(RENEW_EVERY):
                renew(report=report)
        except ClaimLost:
            pass  # the renderer hears of it when it next tells its progress
        except Exception:
            logger.exception("The lease of report %s was not renewed", report.pk)
        finally:
            connection.close()

    keeper = threading.Thread(target=keep, name=f"lease-{report.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
