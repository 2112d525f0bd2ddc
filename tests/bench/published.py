"""A published update for the benchmark: July's, in its pages, as readers get it."""

from __future__ import annotations

from tests.bench.client import Browser
from tests.bench.work import Work
from wsoa.runtime.console import StepError

PATH = "/published/sheffield-2019/2019-07/"


def public_pages(anybody: Browser) -> list[Work]:
    """The page that the public reads, held against the floor's table; it takes no query."""
    publish()
    answer = anybody.get(PATH)
    if answer.queries or answer.encoding != "br":
        raise StepError("the published page is not a finished file")
    return [
        Work(name="public page", path=PATH, floor="floor: plan", aim=0.2, browser=anybody),
        Work(name="public area", path=f"{PATH}areas/5/", floor="floor: plan", browser=anybody),
    ]


def publish() -> None:
    """Freezes July's update and writes its pages down, as a worker does. No PDF is made."""
    from actions.models import Plan
    from governance.domain.enums import PaperState
    from governance.models import Paper, PaperFile
    from governance.papers.document.frozen import thaw
    from governance.papers.document.schema import Quarterly
    from governance.papers.formats import render_pages
    from governance.public.index import refresh
    from governance.services.publication_drafts import prepare_publication
    from governance.services.rendering import imprint_of
    from wsoa.accounts.models import User
    from wsoa.core.clock import now

    plan = Plan.objects.get()
    by = User.objects.get(email="publisher@demo.example")
    july = plan.periods.get(key="2019-07")
    paper = prepare_publication(by=by, plan=plan, period=july)
    paper.folder.mkdir(parents=True)
    document = thaw(paper.frozen, paper.sha256, Quarterly)
    for each in render_pages(document, imprint_of(paper), [], paper.folder):
        PaperFile.objects.create(
            paper=paper,
            name=each.name,
            form=each.form,
            content_type=each.content_type,
            sha256=each.sha256,
            size=each.size,
        )
    Paper.objects.filter(pk=paper.pk).update(state=PaperState.PUBLISHED, published_at=now())
    refresh()
