"""Taking back an update that nobody has accepted or returned yet."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from actions.domain.enums import UpdateKind
from actions.models import Draft, ReportingPeriod, StatusUpdate, TakenBackUpdate
from actions.selectors.periods import name_of
from actions.services.drafts import restore_draft
from actions.services.locking import UpdateRefused, lock_and_bump
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today


class TakingBackRefused(UpdateRefused):
    """The update stays as it is. The message is for the person who wanted it back."""


@transaction.atomic
def take_back_update(
    *, by: User, update: StatusUpdate, content: Mapping[str, list[str]]
) -> Draft | None:
    """Takes an update back. What it had superseded is current again; the update keeps its row.

    `content` is the update as fields of its form. It comes back to the person as a draft, beside
    the form where they have another; None for "no change", which has no text of its own. Audited.
    A new end date that was requested along with it stays requested.

    Raises TakingBackRefused where it was taken back, replaced, accepted or returned meanwhile, or
    its period takes no updates any more.
    """
    lock_and_bump(update.action)
    sent = StatusUpdate.with_taken_back.with_verdicts().select_related("superseded_by")
    update = sent.select_related("action__plan", "period", "supersedes").get(pk=update.pk)
    _refuse(update)
    before = update.supersedes
    StatusUpdate.objects.of_ids([update.pk]).update(supersedes=None, is_taken_back=True)
    TakenBackUpdate.objects.create(update=update, superseded=before, by=by, at=now())
    _rebase_drafts(update, before)
    record_audit(
        by=by,
        verb="take_back",
        plan=update.action.plan,
        subject=f"action {update.action.ref}",
        summary=f"Took back the update for {update.period.label}: {update.status_label}",
        detail={"update": update.pk},
    )
    if update.kind == UpdateKind.NO_CHANGE:
        return None
    content = {**content, "based_on": [str(before.pk) if before else ""]}
    return restore_draft(by=by, action=update.action, period=update.period, content=content)


def _refuse(update: StatusUpdate) -> None:
    ref = update.action.ref
    if update.is_taken_back:
        raise TakingBackRefused(
            f"The update of {ref} has already been taken back. Its text is in your draft."
        )
    if getattr(update, "superseded_by", None):
        raise TakingBackRefused(
            f"A newer update of {ref} has replaced this one, so it cannot be taken back. "
            "Both can still be read on the action’s page."
        )
    verdict = getattr(update, "verdict", None)
    if verdict is not None:
        done = "accepted" if verdict.accepted else "returned"
        raise TakingBackRefused(
            f"The update of {ref} was {done} by {verdict.by.name} on {verdict.at:%-d %B %Y}, so it "
            "cannot be taken back. Send a new update instead."
        )
    if update.kind == UpdateKind.RECORDED:
        raise TakingBackRefused(
            f"The status of {ref} was recorded by the programme office. There is nothing to take "
            "back. Send an update instead."
        )
    if not ReportingPeriod.objects.open_on(today()).filter(pk=update.period_id).exists():
        raise TakingBackRefused(
            f"{name_of(update.period)} has closed, so the update of {ref} stays as it was sent. "
            "Send a new update when the next reporting round opens."
        )


def _rebase_drafts(update: StatusUpdate, before: StatusUpdate | None) -> None:
    """Bases every draft that was begun on the update on what is current again."""
    for draft in Draft.objects.filter(action=update.action_id):
        if draft.content.get("based_on") == [str(update.pk)]:
            draft.content["based_on"] = [str(before.pk) if before else ""]
            draft.save(update_fields=["content"])
