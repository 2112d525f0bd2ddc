"""The short title by which reports name an action."""

from __future__ import annotations

from django.db import transaction

from actions.domain.short_titles import LONGEST_SHORT_TITLE
from actions.models import Action
from actions.services.locking import lock_and_bump
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit


class ShortTitleRefused(Exception):
    """The short title was not saved. The message is for the person."""


@transaction.atomic
def name_action(*, by: User, action: Action, short_title: str) -> Action:
    """Gives an action a short title for reports; without one, its first clause is used.

    What is frozen or published keeps the title that it has. Raises ShortTitleRefused if it is too
    long.
    """
    short_title = " ".join(short_title.split())
    if len(short_title) > LONGEST_SHORT_TITLE:
        raise ShortTitleRefused(f"Short title must be {LONGEST_SHORT_TITLE} characters or fewer")
    lock_and_bump(action)
    before = Action.objects.values_list("short_title", flat=True).get(pk=action.pk)
    if short_title == before:
        return action
    action.short_title = short_title
    action.save(update_fields=["short_title"])
    record_audit(
        by=by,
        verb="name_action",
        plan=action.plan,
        subject=f"action {action.ref}",
        summary=f"Short title: {action.title}",
        detail={"before": before, "after": short_title},
    )
    return action
