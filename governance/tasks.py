"""Work that a reader does not wait for. A message only names a row; it may come twice."""

from __future__ import annotations

from celery import shared_task

from governance.models import Report
from governance.services import jobs, reports


@shared_task(name="governance.tasks.render_report")
def render_report(pk: int) -> None:
    """Makes a report, unless it is made or somebody is at it."""
    report = jobs.claim(Report, pk)
    if report is None:
        return
    try:
        reports.make_report(report=report)
    except jobs.ClaimLost:
        return  # another worker has it, and finishes it


@shared_task(name="governance.tasks.reap_reports", expires=10)
def reap_reports() -> None:
    """Sends again what a broker or a killed worker has lost; see settings for how often."""
    jobs.resend_lost(Report)
