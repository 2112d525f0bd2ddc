"""Asking for a quarter as PDF, and making it. A request is audited."""

from __future__ import annotations

import json
import logging
import os
import time

from django.db import transaction

from actions.models import Plan, ReportingPeriod
from governance.models import Report
from governance.papers.document.frozen import parse, plain
from governance.papers.document.schema import Quarterly
from governance.papers.formats import pdf
from governance.papers.quarterly import build
from governance.services import jobs
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.leases import LeaseLost

logger = logging.getLogger(__name__)
PAGES_PER_ACTION = 0.4  # until a first report has told


def request_report(*, by: User, plan: Plan, period: ReportingPeriod) -> Report:
    """Asks for the quarterly update as PDF, with the numbers frozen as they stand now.

    Where the same content was asked for before, that report is given back: finished, on its
    way, or, where it had failed or its file is gone, put back into the queue. A new request, or
    one put back, is audited, and a worker is told once the transaction is through. A broker that
    is away stops nothing: the row waits, and `resend_lost` sends it later.
    """
    document = build.build_quarterly(plan, period, today())
    key = build.content_hash(document, pdf.renderer_version())
    reports = Report.objects.light().select_related("plan", "period")
    found: Report | None = reports.filter(content_hash=key).first()
    if found and (found.is_ready or found.state in Report.UNFINISHED):
        return found
    return _request_anew(by, plan, period, key, document)


@transaction.atomic
def _request_anew(
    by: User, plan: Plan, period: ReportingPeriod, key: str, document: Quarterly
) -> Report:
    report, created = Report.objects.get_or_create(
        content_hash=key,
        defaults={
            "plan": plan,
            "period": period,
            "document": plain(document),
            "as_at": document.as_at,
            "requested_by": by,
            "requested_at": now(),
        },
    )
    if created or not (report.is_ready or report.state in Report.UNFINISHED):
        _queue(by, report, "Requested")
    return report


@transaction.atomic
def retry_report(*, by: User, report: Report) -> Report:
    """Puts a report that failed, or whose file is gone, back into the queue with all its tries.

    Audited. A report that is on its way, or finished, stays as it is.
    """
    stands = Report.objects.light().get(pk=report.pk)
    if not (stands.is_ready or stands.state in Report.UNFINISHED):
        _queue(by, report, "Requested again")
    return report


def _queue(by: User, report: Report, asked: str) -> None:
    jobs.queue(report)
    record_audit(
        by=by,
        verb="report",
        plan=report.plan.slug,
        subject=f"report {report.period.key}",
        summary=f"{asked} the {report.period.first_day:%B %Y} update as PDF",
        detail={"report": report.pk, "sha256": report.content_hash},
    )
    transaction.on_commit(lambda: jobs.send(Report, report.pk))


def make_report(*, report: Report) -> None:
    """Renders a claimed report and hands it in. What goes wrong is written on the row.

    The file is complete under its name before the row says that it is ready. Raises LeaseLost.
    """
    started = time.monotonic()
    part = report.path.with_suffix(f".{report.claim}.part")
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part.open("wb") as target, jobs.lease_kept(report):
            document = parse(json.dumps(report.document), Quarterly)
            pages = _pages_expected(report, document.counts.total)
            rendered = pdf.render(document, target, jobs.ProgressReporter(report), pages)
            target.flush()
            os.fsync(target.fileno())
        jobs.renew(report, stage="Handing it in", done=99)
        os.replace(part, report.path)
        size = report.path.stat().st_size
    except LeaseLost:
        raise
    except Exception as fault:
        logger.exception("Report %s was not made", report.pk)
        jobs.fail(report, fault)
        return
    finally:
        for left in report.path.parent.glob(f"{report.path.stem}.*.part"):  # killed ones' too
            left.unlink(missing_ok=True)
    seconds = time.monotonic() - started
    made = {"file": report.path.name, "size": size, "pages": rendered.pages}
    jobs.finish(report, seconds=seconds, **made)


def _pages_expected(report: Report, actions: int) -> int:
    """A guess for the progress bar: as many as last time."""
    last = Report.objects.finished().filter(plan=report.plan).order_by("-finished_at")
    pages: int | None = last.values_list("pages", flat=True).first()
    return pages or round(actions * PAGES_PER_ACTION)
