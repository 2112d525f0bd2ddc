"""Accepting and returning updates.

Nobody judges what they sent themselves, as long as somebody else may: the other accountable
officers of the area, and the programme managers. Where nobody else may it is accepted, and said
wherever the verdict is told that the same person sent it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import F

from actions.domain.enums import ANSWERS
from actions.models import Action, Plan, StatusUpdate, Verdict
from actions.selectors.reviewers import Reviewers
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now
from wsoa.core.reasons import fault_in_reason


class VerdictRefused(Exception):
    """The verdict was not saved. The message is for the person who gave it."""


class NotTheirArea(VerdictRefused):
    """The person is neither accountable for the action's area nor the programme manager."""

    def __init__(self, update: StatusUpdate) -> None:
        super().__init__(
            f"{update.action.ref} is not in your area. Only the accountable officer of its "
            "area and the programme manager can accept or return its updates."
        )


class OwnUpdate(VerdictRefused):
    """The person sent the update themselves, and somebody else can review it."""

    def __init__(self, update: StatusUpdate, others: Iterable[User]) -> None:
        names = " or ".join(other.name for other in others)
        super().__init__(
            f"You sent the update of {update.action.ref} yourself, so you cannot accept or "
            f"return it. {names} can."
        )


class NewerUpdateSent(VerdictRefused):
    """A newer update supersedes this one."""

    def __init__(self, update: StatusUpdate) -> None:
        super().__init__(
            f"A newer update of {update.action.ref} has been sent since you opened the page. "
            "Nothing was saved. Read the newer update first."
        )


class TakenBack(VerdictRefused):
    """Its lead took the update back."""

    def __init__(self, update: StatusUpdate) -> None:
        super().__init__(
            f"The lead has taken back the update of {update.action.ref} since you opened the page. "
            "Nothing was saved. You will see the update when it is sent again."
        )


class NothingToReview(VerdictRefused):
    """The programme office recorded the update, so there is nothing to accept."""

    def __init__(self, update: StatusUpdate) -> None:
        super().__init__(
            f"The status of {update.action.ref} was recorded by the programme office. "
            "There is nothing to accept or return."
        )


class AlreadyReviewed(VerdictRefused):
    """The update has a verdict already. Verdicts are final."""

    def __init__(self, verdict: Verdict) -> None:
        done = "accepted" if verdict.accepted else "returned"
        super().__init__(
            f"The update of {verdict.update.action.ref} was {done} by {verdict.by.name} on "
            f"{verdict.at:%-d %B %Y}. Only a new update from the lead can change that."
        )


NO_REASON_FOR_RETURN: Final = "Enter what the lead needs to change"


class ReasonForReturnNeeded(VerdictRefused):
    """A return needs a reason."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"{fault}.")


@transaction.atomic
def accept(*, by: User, updates: Iterable[StatusUpdate]) -> int:
    """Accepts updates, all or none. Returns the number accepted now.

    What the same person has accepted already is passed over: a form sent twice is one answer.

    Raises NotTheirArea, TakenBack, NothingToReview, NewerUpdateSent, OwnUpdate or AlreadyReviewed
    for the first that cannot be.
    """
    wanted = _lock_and_refetch(updates)
    judges = Reviewers.of(wanted[0].action.plan_id) if wanted else None
    fresh = []
    for update in wanted:
        verdict = _check_may_review(by, update, judges)
        if verdict is None:
            fresh.append(update)
        elif not verdict.accepted or verdict.by_id != by.pk:
            raise AlreadyReviewed(verdict)
    Verdict.objects.bulk_create(
        Verdict(update=update, accepted=True, by=by, at=now()) for update in fresh
    )
    for update in fresh:
        own = " that they had sent themselves" if update.by_id == by.pk else ""
        _record(by, update, "accept", f"Accepted the update{own}")
    return len(fresh)


@transaction.atomic
def return_update(*, by: User, update: StatusUpdate, words: str) -> Verdict:
    """Returns an update to its lead with a reason.

    The same words sent twice by one person are one answer. Raises ReasonForReturnNeeded, or as
    `accept` does.
    """
    words = words.strip()
    if fault := fault_in_reason(words, NO_REASON_FOR_RETURN):
        raise ReasonForReturnNeeded(fault)
    [update] = _lock_and_refetch([update])
    verdict = _check_may_review(by, update, Reviewers.of(update.action.plan_id))
    if verdict is not None:
        if verdict.by_id == by.pk and not verdict.accepted and verdict.words == words:
            return verdict
        raise AlreadyReviewed(verdict)
    verdict = Verdict.objects.create(update=update, accepted=False, words=words, by=by, at=now())
    _record(by, update, "return", "Returned the update")
    return verdict


def _lock_and_refetch(updates: Iterable[StatusUpdate]) -> list[StatusUpdate]:
    """Locks the plan and the actions of these updates, and reads the updates again."""
    wanted = [update.pk for update in updates]
    actions = Action.objects.filter(updates__in=wanted)
    Plan.objects.filter(pk__in=actions.values("plan")).update(version=F("version") + 1)
    Action.objects.filter(pk__in=actions.values("pk")).update(version=F("version") + 1)
    found = StatusUpdate.with_taken_back.of_ids(wanted).order_by("action__order", "pk")
    return list(
        found.select_related(
            "action__plan", "action__outcome", "period", "verdict__by", "superseded_by"
        ).prefetch_related("action__leads")
    )


def _check_may_review(by: User, update: StatusUpdate, judges: Reviewers | None) -> Verdict | None:
    """The verdict that the update has already; None where one can be given."""
    if not by.has_perm("actions.judge_action", update.action):
        raise NotTheirArea(update)
    if update.is_taken_back:
        raise TakenBack(update)
    if update.kind not in ANSWERS:
        raise NothingToReview(update)
    if getattr(update, "superseded_by", None):
        raise NewerUpdateSent(update)
    verdict: Verdict | None = getattr(update, "verdict", None)
    if verdict is not None:
        verdict.update = update
        return verdict
    others = judges.besides(by, update) if judges else ()
    if update.by_id == by.pk and others:
        raise OwnUpdate(update, others)
    return None


def _record(by: User, update: StatusUpdate, verb: str, done: str) -> None:
    record_audit(
        by=by,
        verb=verb,
        plan=update.action.plan,
        subject=f"action {update.action.ref}",
        summary=f"{done} for {update.period.label}: {update.status_label}",
        detail={"update": update.pk},
    )
