"""Internal notes on an action, and the people whom they mention.

The audit log says that a note was written, and never what is in it: people read the log who do not
read the notes.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from actions.models import Action, InternalNote, NoteMention
from actions.selectors.notes import readers_of_notes
from actions.services.locking import lock_and_bump
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today


class NoteRefused(Exception):
    """The note was not saved. `field` is the form field with the error."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def add_note(*, by: User, action: Action, text: str, mentioned: Iterable[User]) -> InternalNote:
    """Adds a note. It waits for everybody mentioned, and they are notified by the daily email.

    Whoever writes has read what mentions them. The same text sent twice in a row by one person is
    one note. Audited without the text.

    Raises NoteRefused without a text, or where somebody is mentioned who cannot read the notes.
    """
    text = text.strip()
    if not text:
        raise NoteRefused("text", "Enter a note")
    lock_and_bump(action)
    people = {user.pk: user for user in mentioned if user.pk != by.pk}
    strangers = people.keys() - {user.pk for user in readers_of_notes(action, today())}
    if strangers:
        names = " and ".join(sorted(people[pk].name for pk in strangers))
        raise NoteRefused("people", f"{names} cannot read the notes on this action any more")
    mark_read(by=by, action=action)
    last = action.internal_notes.last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    note = InternalNote.objects.create(action=action, text=text, by=by, at=now())
    NoteMention.objects.bulk_create(
        NoteMention(note=note, user=user) for _, user in sorted(people.items())
    )
    record_audit(
        by=by,
        verb="note",
        plan=action.plan,
        subject=f"action {action.ref}",
        summary="Added an internal note",
        detail={"note": note.pk, "mentioned": sorted(people)},
    )
    return note


@transaction.atomic
def mark_read(*, by: User, action: Action) -> int:
    """Records that a person has read what mentions them on an action. Idempotent.

    Returns the number of mentions that waited. Not audited: the row says when.
    """
    lock_and_bump(action)
    unread = NoteMention.objects.unread_by(by).on_action(action)
    return unread.update(read_at=now())
