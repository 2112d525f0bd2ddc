"""Taking a publication down at once, such as for a child's name, and putting it back.

One person takes it down. A second one confirms that; until then they are asked every day. Putting
it back takes two: one asks, and another agrees, or keeps it down.
"""

from __future__ import annotations

from django.db import transaction

from actions.services.locking import lock_and_bump_plan
from governance.domain.enums import PaperState
from governance.models import Paper, TakeDown
from governance.public.index import refresh_or_explain, withdraw_files
from governance.services.publication_drafts import PaperRefused, record_paper_audit, refetch
from wsoa.accounts.models import User
from wsoa.core.clock import now
from wsoa.core.reasons import fault_in_reason

READERS_SEE = (
    "It was taken down so that something in it can be checked. It will be put back, or a corrected "
    "version will be published."
)
IS_BACK = "It is not taken down any more. Nothing was changed."


@transaction.atomic
def take_down(*, by: User, paper: Paper, reason: str) -> TakeDown:
    """Takes a published version down at once. Readers see that it is being checked, and not why.

    Raises PaperRefused without a reason, or if it is not published.
    """
    reason = reason.strip()
    if fault := fault_in_reason(reason, "Enter why it is taken down"):
        raise PaperRefused(fault, "reason")
    lock_and_bump_plan(paper.plan_id)
    moment = now()
    done = (
        Paper.objects.readable()
        .filter(pk=paper.pk)
        .update(
            state=PaperState.WITHDRAWN,
            withdrawn_at=moment,
            withdrawn_by=by,
            withdrawal_reason=READERS_SEE,
        )
    )
    paper = refetch(paper)
    if not done:
        raise PaperRefused(f"{paper} is not published, so it cannot be taken down.")
    taken = TakeDown.objects.create(paper=paper, reason=reason, by=by, at=moment)
    record_paper_audit(by, "take-down", paper, f"Took {paper} down: {reason}")
    withdraw_files(paper=paper)
    return taken


@transaction.atomic
def confirm_take_down(*, by: User, taken: TakeDown) -> TakeDown:
    """Confirms as a second person that it stays down.

    Raises PaperRefused for the person who took it down, or if it is confirmed or back already.
    """
    taken = _current(taken)
    if taken.by_id == by.pk:
        raise PaperRefused("You took it down, so somebody else must confirm it.")
    if taken.confirmed_at:
        raise PaperRefused("It is confirmed already. Nothing was changed.")
    taken.confirmed_by, taken.confirmed_at = by, now()
    taken.save(update_fields=["confirmed_by", "confirmed_at"])
    record_paper_audit(by, "confirm-take-down", taken.paper, f"{taken.paper} stays down")
    return taken


@transaction.atomic
def ask_to_put_back(*, by: User, taken: TakeDown) -> TakeDown:
    """Asks that it is put back, which another person has to agree to.

    Raises PaperRefused if somebody has asked already, or it is back.
    """
    taken = _current(taken)
    if taken.restore_requested_at:
        raise PaperRefused("Somebody has asked for this already. Nothing was changed.")
    taken.restore_requested_by, taken.restore_requested_at = by, now()
    taken.save(update_fields=["restore_requested_by", "restore_requested_at"])
    record_paper_audit(by, "ask-back", taken.paper, f"Asked to put {taken.paper} back")
    return taken


@transaction.atomic
def put_back(*, by: User, taken: TakeDown) -> Paper:
    """Agrees as a second person that it is put back; readers get the same files again.

    Raises PaperRefused for the person who asked, if nobody has asked, or it is back.
    """
    taken = _current(taken)
    if taken.restore_requested_by_id is None:
        raise PaperRefused("Nobody has asked to put it back yet. Nothing was changed.")
    if taken.restore_requested_by_id == by.pk:
        raise PaperRefused("You asked to put it back, so somebody else must agree.")
    taken.restored_by, taken.restored_at = by, now()
    taken.save(update_fields=["restored_by", "restored_at"])
    Paper.objects.filter(pk=taken.paper_id, state=PaperState.WITHDRAWN).update(
        state=PaperState.PUBLISHED, withdrawn_at=None, withdrawn_by=None, withdrawal_reason=""
    )
    paper = refetch(taken.paper)
    record_paper_audit(by, "put-back", paper, f"Put {paper} back")
    transaction.on_commit(refresh_or_explain)
    return paper


@transaction.atomic
def keep_down(*, by: User, taken: TakeDown) -> TakeDown:
    """Declines as a second person that it is put back; it may be asked for again.

    The audit log keeps who asked. Raises PaperRefused for the person who asked, if nobody has
    asked, or it is back.
    """
    taken = _current(taken)
    if taken.restore_requested_by is None:
        raise PaperRefused("Nobody has asked to put it back. Nothing was changed.")
    if taken.restore_requested_by_id == by.pk:
        raise PaperRefused("You asked to put it back, so somebody else must decide.")
    asker = taken.restore_requested_by.name
    taken.restore_requested_by = taken.restore_requested_at = None
    fields = ["restore_requested_by", "restore_requested_at"]
    if taken.confirmed_at is None and taken.by_id != by.pk:
        taken.confirmed_by, taken.confirmed_at = by, now()
        fields += ["confirmed_by", "confirmed_at"]
    taken.save(update_fields=fields)
    summary = f"{taken.paper} stays down, though {asker} asked to put it back"
    record_paper_audit(by, "keep-down", taken.paper, summary)
    return taken


def _current(taken: TakeDown) -> TakeDown:
    """The current row, with its plan's row locked. Raises PaperRefused if it is put back."""
    lock_and_bump_plan(taken.paper.plan_id)
    row = TakeDown.objects.select_related("paper__plan").get(pk=taken.pk)
    if row.restored_at:
        raise PaperRefused(IS_BACK)
    return row
