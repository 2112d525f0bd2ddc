"""Drafts of updates.

None of this is in the audit log: a draft is nobody's deed yet. It is seen by its writer alone, or
by who holds the post after them; it is no answer, and sending the form that shows it takes it away.
A draft outlives its round: it is there, and can be sent, in the next one.
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
        aside=False,
        defaults={"content": dict(content), "saved_at": now()},
    )
    return draft


@transaction.atomic
def restore_draft(
    *, by: User, action: Action, period: ReportingPeriod, content: Mapping[str, list[str]]
) -> Draft:
    """Gives content back to a person as their draft; beside the form where they have one already.

    No length is refused: the content was sent as an update. The same content twice is one draft.
    """
    known = Draft.objects.filter(user=by, action=action, content=dict(content)).first()
    return known or Draft.objects.create(
        action=action,
        period=period,
        user=by,
        content=dict(content),
        saved_at=now(),
        aside=Draft.objects.typed_by(by).filter(action=action).exists(),
    )


@transaction.atomic
def adopt_draft(*, by: User, draft: Draft) -> Draft:
    """Makes a draft beside the form the one in the form, in place of the person's own."""
    drop_draft(by=by, action=draft.action)
    draft.user, draft.aside, draft.saved_at = by, False, now()
    draft.save(update_fields=["user", "aside", "saved_at"])
    return draft


def discard_draft(*, draft: Draft) -> None:
    """Deletes a draft beside the form. Idempotent."""
    Draft.objects.filter(pk=draft.pk).delete()


def drop_draft(*, by: User, action: Action) -> None:
    """Deletes the person's own drafts of an action, not those beside the form. Idempotent."""
    Draft.objects.typed_by(by).filter(action=action).delete()
