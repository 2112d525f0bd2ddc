"""Changes of end dates: requested by leads, decided by accountable officers.

The plan's own end is never written over: what is agreed stands beside it, in a field of its
own, and every request stays readable with what became of it.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.timezone import localtime

from actions.domain.date_ledger import (
    NO_REASON_FOR_NEW_END,
    Decider,
    NewEnd,
    fault_in_agreement,
    fault_in_day_of_decision,
    fault_in_new_end,
    fault_in_reason_for_decision,
)
from actions.models import Action, DateChange
from actions.selectors.deciders import deciders
from actions.selectors.updates import answering_post
from actions.services.locking import UpdateRefused, lock_and_bump
from wsoa.accounts.models import PostHolding, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.months import Month
from wsoa.core.reasons import fault_in_reason

_DECIDED = (
    "agreed",
    "decision",
    "decided_on",
    "deciding_post",
    "decision_reason",
    "decided_by",
    "decided_at",
    "decision_read_at",
)


class NewEndRefused(UpdateRefused):
    """The end date cannot be requested. The message says why."""


class AlreadyDecided(UpdateRefused):
    """Somebody else has already decided on the request."""

    def __init__(self, change: DateChange) -> None:
        verb = "agreed" if change.agreed else "refused"
        super().__init__(
            f"This request has already been {verb}: {change.decision}. Nothing was changed."
        )


ACTION_ENDED = "This action has ended: it is no longer in the plan. Nothing was saved."
OPEN_ALREADY = (
    "A new end date has already been requested and is not yet decided. Wait for the decision "
    "before you make another request"
)


@transaction.atomic
def ask_for_new_end(*, by: User, action: Action, new_end: NewEnd) -> DateChange:
    """Requests a new end date. Until it is agreed, the current end date applies.

    Raises NewEndRefused where the month cannot be one, no reason is given, who has agreed so far is
    no body and no post, or a request waits for its decision already.
    """
    lock_and_bump(action)  # lock first: of two concurrent requests the second is refused
    current = Action.with_ended.get(pk=action.pk)
    if current.ended_on:
        raise NewEndRefused(ACTION_ENDED)
    fault = fault_in_new_end(current.start, current.agreed_end, new_end.to, new_end.kind)
    fault = fault or fault_in_reason(new_end.reason, NO_REASON_FOR_NEW_END)
    if not fault and action.date_changes.open().exists():
        fault = OPEN_ALREADY
    if fault or current.agreed_end.month is None:
        raise NewEndRefused(f"{fault}. Nothing was saved.")
    agreeing = _agreeing(action, new_end)
    change = DateChange.objects.create(
        action=action,
        from_month=current.agreed_end.month.first_day,
        to_month=new_end.to.first_day,
        kind=new_end.kind,
        reason=new_end.reason,
        agreed_with=f"{agreeing.name}, {new_end.agreed_on:%-d %B %Y}" if agreeing else "",
        agreed_on=new_end.agreed_on,
        agreeing_post_id=agreeing.post if agreeing else None,
        requested_by=by,
        post=answering_post(by, action),
        requested_at=now(),
    )
    _record(by, action, "ask-date", f"Requested a new end date: {change.moved}", change)
    return change


@transaction.atomic
def decide_on_new_end(
    *, by: User, change: DateChange, agreed: bool, decider: str, on: date, reason: str = ""
) -> DateChange:
    """Agrees to a requested end date, which then applies, or refuses it with a reason.

    `decider` is the code of one of `deciders`, a body or a post, and `on` the day of its decision.
    The decision waits for whoever requested the date until they have read it.

    Raises AlreadyDecided, or NewEndRefused where a refusal has no reason, where nobody of that code
    decides, where the day cannot be one, or where the end that counts is not the one any more that
    was to move.
    """
    if fault := fault_in_reason_for_decision(reason, agreed=agreed):
        raise NewEndRefused(f"{fault}. Nothing was saved.")
    chosen = _decider(change, decider, on)
    lock_and_bump(change.action)
    current = DateChange.objects.select_related("action__plan").get(pk=change.pk)
    action = current.action
    if current.agreed is not None:
        raise AlreadyDecided(current)
    if agreed and action.agreed_end.month != Month.of(current.from_month):
        raise NewEndRefused(
            "The end date in the plan has been corrected since this request was made. Refuse "
            "this request and ask the lead to make a new one. Nothing was saved."
        )
    current.agreed, current.decision = agreed, f"{chosen.name}, {on:%-d %B %Y}"
    current.decided_on, current.deciding_post_id = on, chosen.post
    current.decision_reason = reason.strip()
    current.decided_by, current.decided_at = by, now()
    current.decision_read_at = current.decided_at if current.requested_by_id == by.pk else None
    current.save(update_fields=_DECIDED)
    if agreed:
        Action.objects.filter(pk=action.pk).update(agreed_end_month=current.to_month)
    verb = "Agreed to" if agreed else "Refused"
    words = f"{verb} a new end date: {current.moved} ({current.decision})"
    _record(by, action, "agree-date" if agreed else "refuse-date", words, current)
    return current


@transaction.atomic
def read_decision(*, by: User, change: DateChange) -> bool:
    """Records that whoever requested the date, or holds the post that did, has read the decision.

    Idempotent; returns whether it waited. Not audited: the row says when.
    """
    lock_and_bump(change.action)
    held = PostHolding.objects.given_to(by, today()).values_list("post", flat=True)
    unread = DateChange.objects.decisions_unread_by(by, held).filter(pk=change.pk)
    return bool(unread.update(decision_read_at=now()))


def _agreeing(action: Action, new_end: NewEnd) -> Decider | None:
    """Who has agreed so far; None for nobody."""
    fault = fault_in_agreement(new_end.agreed_with, new_end.agreed_on, today())
    if fault:
        raise NewEndRefused(f"{fault[1]}. Nothing was saved.")
    if not new_end.agreed_with:
        return None
    found = next((one for one in deciders(action.plan) if one.code == new_end.agreed_with), None)
    if found is None:
        raise NewEndRefused("Select the body or the post that has agreed. Nothing was saved.")
    return found


def _decider(change: DateChange, code: str, on: date) -> Decider:
    found = next((one for one in deciders(change.action.plan) if one.code == code), None)
    if found is None:
        raise NewEndRefused("Select the body or the post that decided. Nothing was saved.")
    fault = fault_in_day_of_decision(on, localtime(change.requested_at).date(), today())
    if fault:
        raise NewEndRefused(f"{fault}. Nothing was saved.")
    return found


def _record(by: User, action: Action, verb: str, summary: str, change: DateChange) -> None:
    record_audit(
        by=by,
        verb=verb,
        plan=action.plan,
        subject=f"action {action.ref}",
        summary=summary,
        detail={
            "date change": change.pk,
            "from": str(Month.of(change.from_month)),
            "to": str(Month.of(change.to_month)),
            "kind": change.kind,
        },
    )
