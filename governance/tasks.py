"""Background tasks. A message only names a row, and may be delivered twice."""

from __future__ import annotations

from celery import shared_task

from governance.models import PreviewPdf, Rendering, Report
from governance.public import followers, index
from governance.services import jobs, previews, publishing, rendering, report_requests
from wsoa.core.leases import LeaseLost


@shared_task(name="governance.tasks.render_report")
def render_report(pk: int) -> None:
    """Makes a report, unless it is finished or claimed by another worker."""
    report = jobs.claim(Report, pk)
    if report is None:
        return
    try:
        report_requests.make_report(report=report)
    except LeaseLost:
        return  # another worker has it, and finishes it


@shared_task(name="governance.tasks.render_paper")
def render_paper(pk: int) -> None:
    """Makes every format of a paper, unless another worker has it; releases it if it is due."""
    claimed = jobs.claim(Rendering, pk)
    if claimed is None:
        return
    try:
        rendering.make_paper(rendering=claimed)
    except LeaseLost:
        return
    publishing.release_due()


@shared_task(name="governance.tasks.render_preview")
def render_preview(pk: int) -> None:
    """Makes the PDF of a draft, unless it is finished or claimed by another worker."""
    preview = jobs.claim(PreviewPdf, pk)
    if preview is None:
        return
    try:
        previews.make_preview(preview=preview)
    except LeaseLost:
        return


@shared_task(name="governance.tasks.reap_reports", expires=10)
def reap_reports() -> None:
    """Sends lost jobs again; see the settings for the interval."""
    jobs.resend_lost(Report)
    jobs.resend_lost(Rendering)
    jobs.resend_lost(PreviewPdf)


@shared_task(name="governance.tasks.release_due", expires=10)
def release_due() -> None:
    """Releases finished publications that are due."""
    publishing.release_due()


@shared_task(name="governance.tasks.refresh_shown", expires=15)
def refresh_shown() -> None:
    """Rebuilds the index of published files if outdated; see the settings for the interval."""
    index.refresh()


@shared_task(name="governance.tasks.notify_followers")
def notify_followers(pk: int) -> None:
    """Notifies the followers of a plan of one publication, each once."""
    followers.notify_followers(paper_pk=pk)


@shared_task(name="governance.tasks.notify_of_recent", expires=30)
def notify_of_recent() -> None:
    """Notifies followers of recent publications who were not notified yet."""
    followers.notify_of_recent()


@shared_task(name="governance.tasks.forget_unconfirmed", expires=60 * 60)
def forget_unconfirmed() -> None:
    """Deletes addresses that were never confirmed."""
    followers.forget_unconfirmed()
