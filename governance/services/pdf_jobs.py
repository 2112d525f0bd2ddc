"""Making the PDF file of a job that a worker has claimed: of a report, or of a preview."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from typing import IO

from governance.models import PreviewPdf, Report
from governance.papers.formats.pdf import RenderedPdf
from governance.services import jobs
from wsoa.core.leases import LeaseLost

logger = logging.getLogger(__name__)


def make_pdf(
    job: Report | PreviewPdf,
    typeset: Callable[[IO[bytes], jobs.ProgressReporter], RenderedPdf],
    **made: object,
) -> None:
    """Writes the file of a claimed job and finishes the job, whose row also takes `made`.

    The file is complete under its name before the row says that it is ready; what killed workers
    left of it is removed. A fault is saved on the row. Raises LeaseLost.
    """
    started = time.monotonic()
    part = job.path.with_suffix(f".{job.claim}.part")
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part.open("wb") as target, jobs.lease_kept(job):
            rendered = typeset(target, jobs.ProgressReporter(job))
            target.flush()
            os.fsync(target.fileno())
        jobs.renew(job, stage="Handing it in", done=99)
        os.replace(part, job.path)
        size = job.path.stat().st_size
    except LeaseLost:
        raise
    except Exception as fault:
        logger.exception("The PDF of %r was not made", job)
        jobs.fail(job, fault)
        return
    finally:
        for left in job.path.parent.glob(f"{job.path.stem}.*.part"):
            left.unlink(missing_ok=True)
    seconds = time.monotonic() - started
    jobs.finish(job, seconds=seconds, size=size, pages=rendered.pages, **made)
