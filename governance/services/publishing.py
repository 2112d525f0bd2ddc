"""Publishing: schedule, make every format, release at the time; withhold, withdraw."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from actions.services.locking import lock_and_bump_plan
from governance.domain.enums import PaperState
from governance.models import Paper, Rendering
from governance.papers.document.schema import Quarterly
from governance.public.index import publish_files, withdraw_files
from governance.services import jobs
from governance.services.publication_drafts import (
    NotADraft,
    PaperRefused,
    draft_to_change,
    read,
    record_paper_audit,
    refetch,
)
from governance.services.rendering import FilesDiffer, check
from governance.services.signing import sides_missing
from wsoa.accounts.models import User
from wsoa.core.clock import now
from wsoa.core.reasons import fault_in_reason

logger = logging.getLogger(__name__)
FARTHEST = timedelta(days=365)


@transaction.atomic
def publish(*, by: User, paper: Paper, at: datetime | None = None) -> Paper:
    """Publishes a signed draft: makes every format, then releases it at once, or at the time `at`.

    If two people press the button together, one publishes it and the other gets NotADraft.

    Raises NotADraft, or PaperRefused if a signature is missing, the frozen text fails its hash
    check, or the time is in the past.
    """
    paper = draft_to_change(paper)
    missing = sides_missing(paper)
    if missing:
        names = " and for ".join(side.label for side in missing)
        raise PaperRefused(
            f"Nobody has signed this document for {names} yet. Nothing was published."
        )
    read(paper, Quarterly)
    _refuse_time(at)
    draft = Paper.objects.drafts().filter(pk=paper.pk, sha256=paper.sha256)
    if not draft.update(state=PaperState.SCHEDULED, publish_from=at, published_by=by):
        raise NotADraft(refetch(paper))
    paper = refetch(paper)
    rendering, _ = Rendering.objects.update_or_create(
        paper=paper, defaults={"sha256": paper.sha256}
    )
    _make(rendering)
    when = f", scheduled for {at:%-d %B %Y, %H:%M}" if at else ""
    record_paper_audit(by, "publish", paper, f"Started to publish {paper}{when}: {paper.sha256}")
    return paper


@transaction.atomic
def withhold(*, by: User, paper: Paper) -> Paper:
    """Stops a scheduled publication: it becomes a draft again, with its signatures.

    Raises PaperRefused if it is published already, or was not scheduled.
    """
    lock_and_bump_plan(paper.plan_id)
    going = Paper.objects.filter(pk=paper.pk, state=PaperState.SCHEDULED)
    if not going.update(state=PaperState.DRAFT, publish_from=None, published_by=None):
        raise PaperRefused(f"{refetch(paper)} is no longer scheduled for publication.")
    paper = refetch(paper)
    Rendering.objects.filter(paper=paper).delete()
    paper.files.all().delete()
    record_paper_audit(by, "hold-back", paper, f"Withheld {paper}")
    return paper


@transaction.atomic
def make_again(*, by: User, paper: Paper) -> Paper:
    """Makes the formats again after a failure. Leaves a running job alone. Audited."""
    lock_and_bump_plan(paper.plan_id)
    rendering = Rendering.objects.filter(paper=paper, state=Rendering.State.FAILED).first()
    if rendering:
        _make(rendering)
        record_paper_audit(by, "make-again", paper, f"Requested the files of {paper} again")
    return paper


def release_due() -> int:
    """Releases every finished publication that is due; returns their number.

    If one cannot be released, the reason is saved on its row and nothing of it is public.
    """
    waiting = Paper.objects.due_for_release(now()).light().select_related("plan")
    return sum(release(paper=paper) for paper in waiting)


def release(*, paper: Paper) -> bool:
    """Releases one publication. Returns False if it is already published or cannot be.

    Checks every file again first. The version that it corrects then links to it.
    """
    try:
        check(paper.folder, paper.files.all())
    except FilesDiffer as fault:
        logger.error("Paper %s is not put out: %s", paper.pk, fault)
        words = f"{fault} Nothing was published."
        Rendering.objects.filter(paper=paper, state=Rendering.State.READY).update(
            state=Rendering.State.FAILED, error=words
        )
        return False
    return _release(paper)


@transaction.atomic
def _release(paper: Paper) -> bool:
    lock_and_bump_plan(paper.plan_id)
    moment = now()
    due = Paper.objects.due_for_release(moment).filter(pk=paper.pk)
    if not due.update(state=PaperState.PUBLISHED, published_at=moment):
        return False
    paper = refetch(paper)
    record_paper_audit(None, "out", paper, f"{paper} was published")
    publish_files(paper=paper)
    if paper.corrects:
        _queue_pages_of_corrected(paper.corrects)
    return True


def _queue_pages_of_corrected(older: Paper) -> None:
    rendering = Rendering.objects.filter(paper=older).first()
    if rendering and older.state == PaperState.PUBLISHED:
        _make(rendering)


@transaction.atomic
def withdraw(*, by: User, paper: Paper, reason: str) -> Paper:
    """Withdraws a published version; its address shows the reason from then on.

    Raises PaperRefused without a reason, or if it is not published.
    """
    reason = reason.strip()
    if fault := fault_in_reason(reason, "Enter why it is withdrawn"):
        raise PaperRefused(fault, "reason")
    lock_and_bump_plan(paper.plan_id)
    moment = now()
    out = Paper.objects.readable().filter(pk=paper.pk)
    done = out.update(
        state=PaperState.WITHDRAWN,
        withdrawn_at=moment,
        withdrawn_by=by,
        withdrawal_reason=reason,
    )
    paper = refetch(paper)
    if not done:
        raise PaperRefused(f"{paper} is not published, so it cannot be withdrawn.")
    record_paper_audit(by, "withdraw", paper, f"Withdrew {paper}: {reason}")
    withdraw_files(paper=paper)
    return paper


def _make(rendering: Rendering) -> None:
    """Queues the job, and enqueues its task on commit."""
    jobs.queue(rendering)
    transaction.on_commit(lambda: jobs.send(Rendering, rendering.pk))


def _refuse_time(at: datetime | None) -> None:
    if at is None:
        return
    if at <= now():
        raise PaperRefused("Date and time must be in the future", "at")
    if at > now() + FARTHEST:
        raise PaperRefused("Date must be within the next year", "at")
