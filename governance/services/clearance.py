"""Clearing texts for publication: the publisher sees the exact text and clears it or not.

Of leads' updates, and of officers' commentary on areas. A decision is remembered for the same text:
where it comes again in a later quarter, it is decided already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from actions.models import AreaCommentary, Plan, StatusUpdate
from actions.services.locking import lock_and_bump_plan
from governance.models import Clearance, CommentaryClearance
from governance.services.publication_drafts import PaperRefused
from governance.services.remembered_clearance import decide, decide_commentary
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit


@transaction.atomic
def clear_texts(*, by: User, plan: Plan, updates: Sequence[StatusUpdate]) -> int:
    """Clears the texts of updates for publication; returns how many were not cleared before.

    Takes effect when the draft is frozen again. Audited. Raises PaperRefused if none is given.
    """
    lock_and_bump_plan(plan.pk)
    if not updates:
        raise PaperRefused("Select at least one text to clear.")
    cleared = Clearance.objects.filter(update__in=updates, cleared=True)
    before = set(cleared.values_list("update", flat=True))
    new = [update for update in updates if update.pk not in before]
    for update in new:
        decide(by, update, cleared=True, reason="")
    refs = dict.fromkeys(update.action.ref for update in new)
    return _cleared(by, plan, refs, updates=[update.pk for update in new])


@transaction.atomic
def leave_text_out(*, by: User, update: StatusUpdate, reason: str) -> None:
    """Keeps the text of an update out of every publication; the reason is for the record only.

    Audited. Raises PaperRefused without a reason.
    """
    plan = update.action.plan
    lock_and_bump_plan(plan.pk)
    reason = _given(reason)
    decide(by, update, cleared=False, reason=reason)
    summary = f"Left the text of {update.action.ref} out of publications: {reason}"
    _audit(by, "leave-out", plan, summary, updates=[update.pk])


@transaction.atomic
def clear_commentary(*, by: User, plan: Plan, commentary: Sequence[AreaCommentary]) -> int:
    """Clears commentary on areas for publication; returns how many were not cleared before.

    Takes effect when the draft is frozen again. Audited.
    """
    lock_and_bump_plan(plan.pk)
    cleared = CommentaryClearance.objects.filter(commentary__in=commentary, cleared=True)
    before = set(cleared.values_list("commentary", flat=True))
    new = [item for item in commentary if item.pk not in before]
    for item in new:
        decide_commentary(by, item, cleared=True, reason="")
    areas = [f"area {item.area.ref}" for item in new]
    return _cleared(by, plan, areas, commentary=[item.pk for item in new])


@transaction.atomic
def leave_commentary_out(*, by: User, commentary: AreaCommentary, reason: str) -> None:
    """Keeps commentary out of every publication; the reason is for the record only.

    Audited. Raises PaperRefused without a reason.
    """
    plan = commentary.area.plan
    lock_and_bump_plan(plan.pk)
    reason = _given(reason)
    decide_commentary(by, commentary, cleared=False, reason=reason)
    summary = f"Left the commentary on area {commentary.area.ref} out of publications: {reason}"
    _audit(by, "leave-out", plan, summary, commentary=[commentary.pk])


def _given(reason: str) -> str:
    """The reason without blanks around it. Raises PaperRefused if there is none."""
    if not reason.strip():
        raise PaperRefused("Enter why the text is left out", "reason")
    return reason.strip()


def _cleared(by: User, plan: Plan, names: Iterable[str], **keys: list[int]) -> int:
    """Audits the texts that were cleared now, if any; returns how many. `keys` are of one kind."""
    (new,) = keys.values()
    if new:
        summary = f"Cleared {len(new)} texts for publication: {', '.join(names)}"
        _audit(by, "clear", plan, summary, **keys)
    return len(new)


def _audit(by: User, verb: str, plan: Plan, summary: str, **texts: list[int]) -> None:
    record_audit(
        by=by,
        verb=verb,
        plan=plan,
        subject="texts for publication",
        summary=summary[:500],
        detail=texts,
    )
