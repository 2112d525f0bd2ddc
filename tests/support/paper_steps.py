"""Steps of a publication that several modules take: published, written on, looked up."""

from __future__ import annotations

from actions.models import AreaCommentary
from governance import tasks
from governance.models import Paper
from governance.services import publication_drafts, publishing
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import now


def go_out(people, paper: Paper, at=None) -> Paper:
    """Pressed, and made by a worker."""
    publishing.publish(by=people["publisher"], paper=paper, at=at)
    tasks.render_paper(paper.rendering.pk)
    return publication_drafts.refetch(paper)


def say(area, period, words: str) -> None:
    standing = AreaCommentary.objects.current().of(period).filter(area=area).first()
    AreaCommentary.objects.create(
        area=area,
        period=period,
        developments=words,
        source="A published paper",
        at=now(),
        supersedes=standing,
    )


def summaries(key: str = "2019-07") -> list[str]:
    events = AuditEvent.objects.of_subject(f"publication {key}").order_by("pk")
    return list(events.values_list("content__summary", flat=True))
