"""Decisions on texts for publication, and remembering them for the same text."""

from __future__ import annotations

from django.db import transaction

from actions.models import AreaCommentary, Commentary, Plan, ReportingPeriod, StatusUpdate
from governance.models import (
    Clearance,
    CommentaryClearance,
    EasyReadClearance,
    EasyReadSummary,
)
from governance.papers.quarterly import text_clearance
from governance.papers.quarterly.commentary_clearance import (
    commentary_to_clear,
    undecided_commentary,
)
from governance.papers.quarterly.easy_read import easy_read_to_clear, undecided_easy_read
from wsoa.accounts.models import User
from wsoa.core.clock import now


@transaction.atomic
def remember_decisions(*, plan: Plan, period: ReportingPeriod) -> int:
    """Decides on undecided texts of a quarter as was decided on the same text before.

    The same text is that of the same action, the same area or the programme, word for word.
    Whoever decided then has decided now. Returns how many were decided. Not audited: the decision
    was.
    """
    found = text_clearance.undecided(text_clearance.printable_texts(plan, period))
    known = {
        _text_of(clearance.update): clearance
        for clearance in Clearance.objects.filter(update__action__plan=plan)
        .select_related("update", "by")
        .order_by("at", "pk")
    }
    again = [(text.update, known[key]) for text in found if (key := _text_of(text.update)) in known]
    for update, then in again:
        decide(then.by, update, cleared=then.cleared, reason=then.reason)
    return len(again) + _remember_commentary(plan, period) + _remember_easy_read(plan, period)


def _remember_commentary(plan: Plan, period: ReportingPeriod) -> int:
    found = undecided_commentary(commentary_to_clear(period))
    known = {
        _commentary_of(clearance.decided_text): clearance
        for clearance in CommentaryClearance.objects.of_plan(plan.pk)
    }
    again = [
        (item.commentary, known[key])
        for item in found
        if (key := _commentary_of(item.commentary)) in known
    ]
    for commentary, then in again:
        decide_commentary(then.by, commentary, cleared=then.cleared, reason=then.reason)
    return len(again)


def _remember_easy_read(plan: Plan, period: ReportingPeriod) -> int:
    found = [item.summary for item in undecided_easy_read(easy_read_to_clear(period))]
    if not found:
        return 0
    known = {
        _easy_read_of(clearance.summary): clearance
        for clearance in EasyReadClearance.objects.of_plan(plan.pk)
    }
    again = [(summary, known[key]) for summary in found if (key := _easy_read_of(summary)) in known]
    for summary, then in again:
        decide_easy_read(then.by, summary, cleared=then.cleared, reason=then.reason)
    return len(again)


def _text_of(update: StatusUpdate) -> tuple[object, ...]:
    texts = (update.developments, update.evidence, update.next_steps, update.reason)
    return (update.action_id, *texts)


def _commentary_of(commentary: Commentary) -> tuple[object, ...]:
    area = commentary.area_id if isinstance(commentary, AreaCommentary) else None
    return (area, *commentary.texts.values())


def _easy_read_of(summary: EasyReadSummary) -> tuple[object, ...]:
    return (summary.area_id, *summary.text)


def decide_easy_read(
    by: User | None, summary: EasyReadSummary, *, cleared: bool, reason: str
) -> None:
    values = {"cleared": cleared, "reason": reason, "by": by, "at": now()}
    EasyReadClearance.objects.update_or_create(summary=summary, defaults=values)


def decide_commentary(
    by: User | None, commentary: Commentary, *, cleared: bool, reason: str
) -> None:
    """Records whether commentary may be published, in place of an earlier decision."""
    values = {"cleared": cleared, "reason": reason, "by": by, "at": now()}
    if isinstance(commentary, AreaCommentary):
        CommentaryClearance.objects.update_or_create(commentary=commentary, defaults=values)
    else:
        CommentaryClearance.objects.update_or_create(programme=commentary, defaults=values)


def decide(by: User | None, update: StatusUpdate, *, cleared: bool, reason: str) -> None:
    """Records whether the text of an update may be published, in place of an earlier decision."""
    values = {"cleared": cleared, "reason": reason, "by": by, "at": now()}
    Clearance.objects.update_or_create(update=update, defaults=values)
