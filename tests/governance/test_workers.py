"""A real worker on a real broker, killed in mid-work: every report is made, and made once."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from governance.models import Report
from governance.papers.document.frozen import plain
from tests.support.celery_worker import DB

pytestmark = [pytest.mark.services, pytest.mark.django_db]


def in_mid_render(tries: int) -> Callable[[Report], bool]:
    return lambda report: report.tries == tries and 10 < report.done < 70


def ended(report: Report) -> bool:
    return report.state in {Report.State.READY, Report.State.FAILED}


def test_a_report_is_made_though_its_worker_was_killed(worker_site, document, length):
    """And what waits behind it is made too: one broken, which fails with words, and one small.

    At full length, the child that renders it was killed before.
    """
    report = worker_site.queue(plain(document))
    worker_site.start_worker()

    kills = length(1, 2)
    if kills == 2:
        worker_site.wait(report, in_mid_render(tries=1))
        worker_site.kill_child()
    worker_site.wait(report, in_mid_render(tries=kills))
    worker_site.kill_worker()
    broken = worker_site.queue({"title": "Nothing else"})
    small = worker_site.queue(plain(document.with_values(areas=document.areas[3:4])))
    worker_site.start_worker()

    worker_site.wait(report, ended)
    assert (report.state, report.tries) == (Report.State.READY, kills + 1)
    assert len(PdfReader(report.path).pages) == report.pages
    assert report.path.stat().st_size == report.size
    made = report.finished_at
    worker_site.wait(small, ended)
    assert (small.state, small.tries) == (Report.State.READY, 1)
    worker_site.wait(broken, ended)
    assert (broken.state, broken.tries) == (Report.State.FAILED, 1)
    assert broken.error == "The document does not fit its schema: schema: Field required."

    time.sleep(2)  # two more rounds of what sends lost work again
    report.refresh_from_db(using=DB)
    assert (report.tries, report.finished_at) == (kills + 1, made)
    names = {report.path.name, small.path.name}
    assert {file.name for file in report.path.parent.iterdir()} == names
