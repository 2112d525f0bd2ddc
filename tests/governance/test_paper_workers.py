"""A publication on a real worker that is killed in mid-work: it is published once, and whole."""

from __future__ import annotations

import hashlib
import time
from datetime import date

import pytest
from django.utils import timezone

from actions.models import Plan, ReportingPeriod
from governance.models import Paper, Rendering, Signature
from governance.papers.document.frozen import freeze
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly import build_publication
from tests.support.celery_worker import DB, WorkerSite
from wsoa.accounts.models import User

pytestmark = [pytest.mark.services, pytest.mark.django_db]


@pytest.fixture(scope="session")
def july_document(django_db_setup: None, django_db_blocker) -> Quarterly:
    with django_db_blocker.unblock():
        plan = Plan.objects.get(slug="sheffield-2019")
        july = plan.periods.get(key="2019-07")
        return build_publication.build_publication(plan, july, date(2019, 11, 15), before=None)


def going_out(site: WorkerSite, document: Quarterly) -> Rendering:
    """Pressed and signed; the message to the workers was lost."""
    frozen = freeze(document)
    by = User.objects.using(DB).get()
    paper = Paper.objects.using(DB).create(
        plan=site.plan,
        kind="quarterly",
        period=ReportingPeriod.objects.using(DB).get(),
        key="2019-07",
        title=document.title,
        as_at=document.as_at,
        state="going_out",
        schema=1,
        frozen=frozen.text,
        sha256=frozen.sha256,
        made_by=by,
        made_at=timezone.now(),
        published_by=by,
    )
    Signature.objects.using(DB).create(
        paper=paper, side="nhs", sha256=frozen.sha256, by=by, name="Manager", at=timezone.now()
    )
    return Rendering.objects.using(DB).create(paper=paper, sha256=frozen.sha256)


def test_a_publication_is_published_whole_though_its_child_was_killed(
    worker_site, july_document, length
):
    """At full length, its worker was killed too."""
    rendering = going_out(worker_site, july_document)
    paper = rendering.paper
    worker_site.start_worker()

    worker_site.wait(rendering, lambda job: job.tries == 1 and 20 < job.done < 70)
    worker_site.kill_child()
    kills = length(1, 2)
    if kills == 2:
        worker_site.wait(rendering, lambda job: job.tries == 2 and 20 < job.done < 70)
        worker_site.kill_worker()
    paper.refresh_from_db(using=DB)
    assert (paper.state, paper.folder.exists()) == ("going_out", False)
    if kills == 2:
        worker_site.start_worker()

    worker_site.wait(rendering, lambda job: job.state in {"ready", "failed"})
    assert (rendering.state, rendering.tries, rendering.error) == ("ready", kills + 1, "")
    worker_site.wait(rendering, lambda job: Paper.objects.using(DB).get().state == "out")
    files = list(paper.files.using(DB).all())
    assert {"html", "pdf", "ods", "csv", "xlsx", "docx", "json"} <= {each.form for each in files}
    for each in files:
        content = (paper.folder / each.name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each.size, each.sha256)
    time.sleep(2)  # two more rounds of what sends lost work again
    rendering.refresh_from_db(using=DB)
    assert rendering.tries == kills + 1
    assert [each.name for each in paper.folder.parent.iterdir()] == [paper.sha256]
