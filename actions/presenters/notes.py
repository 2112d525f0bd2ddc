"""The internal notes on an action, as one of their readers sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actions.models import Action, InternalNote
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """One note. `is_waiting` where it mentions the reader, who has not read it yet."""

    pk: int
    writer: str
    at: datetime
    text: str
    mentioned: tuple[str, ...]
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class NoteThread:
    """The internal notes on an action, and the names of those who can read them."""

    entries: tuple[NoteEntry, ...]
    readers: tuple[str, ...]

    @property
    def is_waiting(self) -> bool:
        return any(entry.is_waiting for entry in self.entries)


def note_thread(action: Action, user: User, readers: list[User]) -> NoteThread:
    """The whole thread, the first note first. Two queries for any number of notes."""
    notes = InternalNote.objects.on_action(action)
    return NoteThread(
        entries=tuple(_entry(note, user) for note in notes),
        readers=tuple(reader.name for reader in readers),
    )


def _entry(note: InternalNote, user: User) -> NoteEntry:
    mentions = list(note.mentions.all())
    return NoteEntry(
        pk=note.pk,
        writer=note.by.name,
        at=note.at,
        text=note.text,
        mentioned=tuple(sorted(mention.user.name for mention in mentions)),
        is_waiting=any(m.user_id == user.pk and m.read_at is None for m in mentions),
    )
