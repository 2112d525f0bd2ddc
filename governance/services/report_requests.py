"""Requesting a quarter as PDF, and making it. Requests are audited."""

from __future__ import annotations

import json
from typing import IO

from django.db import transaction

from actions.models import Plan, ReportingPeriod
from governance.models import Report
from governance.papers.document.frozen import parse, plain
from governance.papers.document.schema import Quarterly
from governance.papers.formats import pdf
from governance.papers.quarterly import build
from governance.services import jobs
from governance.services.pdf_jobs import make_pdf
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today

PAGES_PER_ACTION = 0.4  # until a first report has told


def request_report(*, by: User, plan: Plan, period: ReportingPeriod) -> Report:
    """Requests the quarterly update as PDF, with the current numbers frozen.

    If the same content was requested before, returns that report; if it had failed or its file is
    missing, it is queued again. A new or repeated request is audited, and its task is enqueued on
    commit. If the broker is unavailable, `resend_lost` sends the task later.
    """
    document = build.build_quarterly(plan, period, today())
    brand = plan.local_area.brand
    renderer = pdf.renderer_version() + (brand.key if brand else "")
    key = build.content_hash(document, renderer)
    reports = Report.objects.light().select_related("plan", "period")
    report: Report | None = reports.filter(content_hash=key).first()
    if report and (report.is_ready or report.state in Report.UNFINISHED):
        return report
    return _request_again(by, plan, period, key, document)


@transaction.atomic
def _request_again(
    by: User, plan: Plan, period: ReportingPeriod, key: str, document: Quarterly
) -> Report:
    report, created = Report.objects.get_or_create(
        content_hash=key,
        defaults={
            "plan": plan,
            "period": period,
            "document": plain(document),
            "brand": plan.local_area.brand,
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
    """Queues a failed report, or one whose file is missing, again with all its retries.

    Audited. A report in progress or finished stays as it is.
    """
    current = Report.objects.light().get(pk=report.pk)
    if not (current.is_ready or current.state in Report.UNFINISHED):
        _queue(by, report, "Requested again")
    return report


def _queue(by: User, report: Report, asked: str) -> None:
    jobs.queue(report)
    record_audit(
        by=by,
        verb="report",
        plan=report.plan,
        subject=f"report {report.period.key}",
        summary=f"{asked} the {report.period.first_day:%B %Y} update as PDF",
        detail={"report": report.pk, "sha256": report.content_hash},
    )
    transaction.on_commit(lambda: jobs.send(Report, report.pk))


def make_report(*, report: Report) -> None:
    """Renders a claimed report and finishes the job. A fault is saved on the row.

    Raises LeaseLost.
    """

    def typeset(target: IO[bytes], progress: jobs.ProgressReporter) -> pdf.RenderedPdf:
        document = parse(json.dumps(report.document), Quarterly)
        pages = _pages_expected(report, document.counts.total)
        brand = report.brand.value if report.brand else None
        return pdf.render(document, target, progress, pages, brand=brand)

    make_pdf(report, typeset, file=report.path.name)


def _pages_expected(report: Report, actions: int) -> int:
    """A guess of the number of pages for the progress bar: the same as last time."""
    last = Report.objects.finished().filter(plan=report.plan).order_by("-finished_at")
    pages: int | None = last.values_list("pages", flat=True).first()
    return pages or round(actions * PAGES_PER_ACTION)
