"""Query words for internal notes and mentions in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from actions.querysets.models import rows_of

if TYPE_CHECKING:
    from actions.models import Action, InternalNote, NoteMention  # noqa: F401 (named in strings)
    from wsoa.accounts.models import User


class InternalNoteQuerySet(models.QuerySet["InternalNote"]):
    def on_action(self, action: Action) -> InternalNoteQuerySet:
        """The notes on an action, the first one first, with their writers and mentions."""
        found = self.filter(action=action).select_related("by")
        return found.prefetch_related("mentions__user")


class NoteMentionQuerySet(models.QuerySet["NoteMention"]):
    def unread_by(self, user: User | int) -> NoteMentionQuerySet:
        return self.filter(user=user, read_at=None)

    def on_action(self, action: Action) -> NoteMentionQuerySet:
        return self.filter(note__action=action)

    def of_plans(self, plans: Iterable[int]) -> NoteMentionQuerySet:
        """Mentions in notes on actions of the plans with these keys."""
        return self.filter(note__action__plan__in=list(plans))

    def readable_with(
        self, posts: Iterable[int], managed: Iterable[int], areas: Iterable[int]
    ) -> NoteMentionQuerySet:
        """Mentions in notes that a person may read who holds these posts, manages these plans and
        answers for these areas. The queryset beside the permission `actions.see_notes`.
        """
        led = rows_of("ActionLead").filter(post__in=list(posts), action=OuterRef("note__action"))
        return self.filter(
            Exists(led)
            | Q(note__action__plan__in=list(managed))
            | Q(note__action__outcome__area__in=list(areas))
        )
