"""Clearing leads' texts for publication: the publisher sees the exact text and clears it or not."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from actions.models import Plan, StatusUpdate
from actions.services.locking import lock_and_bump_plan
from governance.models import Clearance
from governance.services.publication_drafts import PaperRefused
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now


@transaction.atomic
def clear_texts(*, by: User, plan: Plan, updates: Sequence[StatusUpdate]) -> int:
    """Clears the texts of updates for publication; returns how many were not cleared before.

    Takes effect when the draft is frozen again. Audited. Raises PaperRefused if none is given.
    """
    lock_and_bump_plan(plan.pk)
    if not updates:
        raise PaperRefused("Select at least one text to clear.")
    done = Clearance.objects.filter(update__in=updates, cleared=True)
    before = set(done.values_list("update", flat=True))
    new = [update for update in updates if update.pk not in before]
    for update in new:
        _decide(by, update, cleared=True, reason="")
    if new:
        refs = ", ".join(dict.fromkeys(update.action.ref for update in new))
        _audit(by, "clear", plan, f"Cleared {len(new)} texts for publication: {refs}", new)
    return len(new)


@transaction.atomic
def leave_text_out(*, by: User, update: StatusUpdate, reason: str) -> None:
    """Keeps the text of an update out of every publication; the reason is for the record only.

    Audited. Raises PaperRefused without a reason.
    """
    plan = update.action.plan
    lock_and_bump_plan(plan.pk)
    reason = reason.strip()
    if not reason:
        raise PaperRefused("Enter why the text is left out", "reason")
    _decide(by, update, cleared=False, reason=reason)
    words = f"Left the text of {update.action.ref} out of publications: {reason}"
    _audit(by, "leave-out", plan, words, [update])


def _decide(by: User, update: StatusUpdate, *, cleared: bool, reason: str) -> None:
    values = {"cleared": cleared, "reason": reason, "by": by, "at": now()}
    Clearance.objects.update_or_create(update=update, defaults=values)


def _audit(by: User, verb: str, plan: Plan, words: str, updates: Sequence[StatusUpdate]) -> None:
    record_audit(
        by=by,
        verb=verb,
        plan=plan,
        subject="texts for publication",
        summary=words[:500],
        detail={"updates": [update.pk for update in updates]},
    )
