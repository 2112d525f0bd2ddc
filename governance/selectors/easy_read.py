"""Current Easy Read summaries of a quarter, and what a person has typed for one."""

from __future__ import annotations

from typing import Any

from actions.models import AreaOfWeakness, ReportingPeriod
from governance.domain.easy_read.arrangement import EasyReadContent, RemovedIdea
from governance.domain.easy_read.ideas import IllustratedIdea
from governance.models import EasyReadDraft, EasyReadSummary
from wsoa.accounts.models import User


def easy_read_summary(area: AreaOfWeakness, period: ReportingPeriod) -> EasyReadSummary:
    """The current summary of an area for a quarter; an empty one if there is none."""
    current = EasyReadSummary.objects.current().of(period).of_area(area)
    summary = current.with_ideas().with_people().first() or EasyReadSummary()
    summary.area, summary.period = area, period
    return summary


def easy_read_by_area(period: ReportingPeriod) -> dict[int, EasyReadSummary]:
    """The current summaries of a quarter that say something, by the key of their area."""
    current = EasyReadSummary.objects.current().of(period).with_words().with_ideas().with_people()
    return {summary.area_id: summary for summary in current}


def easy_read_draft(
    user: User, area: AreaOfWeakness, period: ReportingPeriod
) -> EasyReadDraft | None:
    """What this person has typed and not saved yet."""
    return EasyReadDraft.objects.typed_by(user, area, period).first()


def content_of(draft: EasyReadDraft) -> EasyReadContent:
    """The lines of a draft."""
    stored: dict[str, Any] = draft.content
    return EasyReadContent(
        title=stored["title"],
        ideas=tuple(IllustratedIdea(*fields) for fields in stored["ideas"]),
        removed=tuple(
            RemovedIdea(place, IllustratedIdea(*fields)) for place, *fields in stored["removed"]
        ),
    )
