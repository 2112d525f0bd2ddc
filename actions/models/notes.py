"""Internal notes on an action, never published: no report, file or public page reads them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from actions.models.plan import Action
from actions.querysets.notes import InternalNoteQuerySet, NoteMentionQuerySet
from wsoa.core.append_only import AppendOnlyModel


class InternalNote(AppendOnlyModel):
    """A note on an action for its leads, the accountable officers and the programme managers."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="internal_notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"Note on {self.action_id}"


class NoteMention(models.Model):
    """A person whom a note mentions. It waits for them until they have read it."""

    note = models.ForeignKey(InternalNote, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="note_mentions"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoteMentionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["note", "user"], name="one_mention_a_note"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.note_id}"
