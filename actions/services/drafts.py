"""Drafts of updates.

None of this is in the audit log: a draft is nobody's deed yet. It is seen by its writer alone,
it is no answer, and sending takes it away.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from actions.models import Action, Draft, ReportingPeriod
from actions.services.locking import UpdateRefused
from wsoa.accounts.models import User
from wsoa.core.clock import now
from wsoa.web.resubmission import LARGEST


class DraftTooLong(UpdateRefused):
    """The content is too long for a draft."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The draft was not saved because its text is too long ({length:,} characters). "
            "Your text is still in the form. Shorten it."
        )


@transaction.atomic
def save_draft(
    *, by: User, action: Action, period: ReportingPeriod, content: Mapping[str, list[str]]
) -> Draft:
    """Saves the form as it was typed, in place of the person's draft of that period.

    Raises DraftTooLong.
    """
    length = sum(len(value) for values in content.values() for value in values)
    if length > LARGEST:
        raise DraftTooLong(length)
    draft, _ = Draft.objects.update_or_create(
        action=action,
        period=period,
        user=by,
        defaults={"content": dict(content), "saved_at": now()},
    )
    return draft


def drop_draft(*, by: User, action: Action, up_to: ReportingPeriod | None = None) -> None:
    """Deletes the person's drafts of an action. Idempotent.

    With `up_to`, drafts for later periods stay: an earlier period was corrected.
    """
    mine = Draft.objects.filter(action=action, user=by)
    (mine.filter(period__first_day__lte=up_to.first_day) if up_to else mine).delete()
