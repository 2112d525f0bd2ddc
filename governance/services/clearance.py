"""Clearing texts for publication: the publisher sees the exact text and clears it or not.

Of leads' updates, and of officers' commentary and Easy Read summaries. A decision is remembered for
the same text: where it comes again in a later quarter, it is decided already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from actions.models import AreaCommentary, Commentary, Plan, StatusUpdate
from actions.services.locking import lock_and_bump_plan
from governance.models import Clearance, EasyReadClearance, EasyReadSummary
from governance.services.publication_drafts import PaperRefused
from governance.services.remembered_clearance import (
    decide,
    decide_commentary,
    decide_easy_read,
)
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.reasons import fault_in_reason


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
    reason = _given(reason)
    plan = update.action.plan
    lock_and_bump_plan(plan.pk)
    decide(by, update, cleared=False, reason=reason)
    summary = f"Left the text of {update.action.ref} out of publications: {reason}"
    _audit(by, "leave-out", plan, summary, updates=[update.pk])


@transaction.atomic
def clear_commentary(*, by: User, plan: Plan, commentary: Sequence[Commentary]) -> int:
    """Clears commentary for publication; returns how many were not cleared before.

    Takes effect when the draft is frozen again. Audited.
    """
    lock_and_bump_plan(plan.pk)
    new = [item for item in commentary if not _is_cleared(item)]
    for item in new:
        decide_commentary(by, item, cleared=True, reason="")
    return _cleared(by, plan, map(commentary_name, new), **_keys(new))


@transaction.atomic
def leave_commentary_out(*, by: User, commentary: Commentary, reason: str) -> None:
    """Keeps commentary out of every publication; the reason is for the record only.

    Audited. Raises PaperRefused without a reason.
    """
    reason = _given(reason)
    plan = commentary.period.plan
    lock_and_bump_plan(plan.pk)
    decide_commentary(by, commentary, cleared=False, reason=reason)
    summary = f"Left the commentary on {commentary_name(commentary)} out of publications: {reason}"
    _audit(by, "leave-out", plan, summary, **_keys([commentary]))


@transaction.atomic
def clear_easy_read(*, by: User, plan: Plan, summaries: Sequence[EasyReadSummary]) -> int:
    """Clears Easy Read summaries for publication; returns how many were not cleared before.

    Takes effect when the draft is frozen again. Audited.
    """
    lock_and_bump_plan(plan.pk)
    cleared = EasyReadClearance.objects.filter(summary__in=summaries, cleared=True)
    before = set(cleared.values_list("summary", flat=True))
    new = [summary for summary in summaries if summary.pk not in before]
    for summary in new:
        decide_easy_read(by, summary, cleared=True, reason="")
    names = [f"area {summary.area.ref}, Easy Read" for summary in new]
    return _cleared(by, plan, names, easy_read=[summary.pk for summary in new])


@transaction.atomic
def leave_easy_read_out(*, by: User, summary: EasyReadSummary, reason: str) -> None:
    """Keeps an Easy Read summary out of every publication; the reason is for the record only.

    Audited. Raises PaperRefused without a reason.
    """
    reason = _given(reason)
    plan = summary.area.plan
    lock_and_bump_plan(plan.pk)
    decide_easy_read(by, summary, cleared=False, reason=reason)
    name = f"the Easy Read summary of area {summary.area.ref}"
    _audit(
        by, "leave-out", plan, f"Left {name} out of publications: {reason}", easy_read=[summary.pk]
    )


def commentary_name(commentary: Commentary) -> str:
    """ "area 5", or "the programme as a whole"."""
    if isinstance(commentary, AreaCommentary):
        return f"area {commentary.area.ref}"
    return "the programme as a whole"


def _is_cleared(commentary: Commentary) -> bool:
    decided = getattr(commentary, "clearance", None)
    return decided is not None and decided.cleared


def _keys(commentary: Sequence[Commentary]) -> dict[str, list[int]]:
    """The keys of the rows for the audit log, those of areas and of the programme apart."""
    of_areas = [item.pk for item in commentary if isinstance(item, AreaCommentary)]
    of_programme = [item.pk for item in commentary if not isinstance(item, AreaCommentary)]
    keys = {"commentary": of_areas, "programme": of_programme}
    return {name: numbers for name, numbers in keys.items() if numbers}


def _given(reason: str) -> str:
    """The reason without blanks around it. Raises PaperRefused if there is none."""
    if fault := fault_in_reason(reason, "Enter why the text is left out"):
        raise PaperRefused(fault, "reason")
    return reason.strip()


def _cleared(by: User, plan: Plan, names: Iterable[str], **keys: list[int]) -> int:
    """Audits the texts that were cleared now, if any; returns how many. `keys` are by kind."""
    new = sum(map(len, keys.values()))
    if new:
        summary = f"Cleared {new} texts for publication: {', '.join(names)}"
        _audit(by, "clear", plan, summary, **keys)
    return new


def _audit(by: User, verb: str, plan: Plan, summary: str, **texts: list[int]) -> None:
    record_audit(
        by=by,
        verb=verb,
        plan=plan,
        subject="texts for publication",
        summary=summary[:500],
        detail=texts,
    )
