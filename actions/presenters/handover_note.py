"""The note that the last holder of a post left for the next one, above their updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan, StatusUpdate
from wsoa.accounts.models import PostHolding, User


@dataclass(frozen=True, slots=True)
class HandoverNote:
    code: str
    text: str


def handover_notes(user: User, plan: Plan, day: date) -> SafeString:
    """The notes for the posts that a person holds in the plan's area, until they have sent an
    update for the post. One query, or two.
    """
    held = PostHolding.objects.of(plan.local_area_id).on(day).filter(user=user, deputy=False)
    noted = [row for row in held.select_related("post") if row.handover_note]
    notes = [
        HandoverNote(row.post.code, row.handover_note)
        for row in noted
        if not StatusUpdate.objects.filter(by=user, post=row.post_id).exists()
    ]
    if not notes:
        return mark_safe("")
    return mark_safe(  # noqa: S308 (a template's)
        render_to_string("actions/people/_handover_note.html", {"notes": notes})
    )
