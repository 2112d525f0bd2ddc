"""What somebody has begun to write and not sent yet.

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
    """There is more in it than a draft holds."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The draft was not saved: {length:,} characters are too many. "
            "Shorten it; your words are still in the form."
        )


@transaction.atomic
def save_draft(
    *, by: User, action: Action, period: ReportingPeriod, content: Mapping[str, list[str]]
) -> Draft:
    """Keeps what stands in the form, as it was typed, in place of what was kept before.

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
    """Takes away what this person had begun: it was sent, or is not wanted any more.

    Where an earlier period was corrected, what was begun of a later one stays: `up_to`.
    """
    mine = Draft.objects.filter(action=action, user=by)
    (mine.filter(period__first_day__lte=up_to.first_day) if up_to else mine).delete()
