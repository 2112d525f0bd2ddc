"""The note that the last holder of a post left for the next one, above their updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan, StatusUpdate
from actions.rules import plan_access
from wsoa.accounts.models import PostHolding, User


@dataclass(frozen=True, slots=True)
class HandoverNote:
    """What the last holder of the post with that code wrote."""

    code: str
    text: str


def handover_notes(user: User, plan: Plan, day: date) -> SafeString:
    """The notes for the posts that a person holds in the plan's area, until they have sent an
    update for the post. No query where nobody left one.
    """
    noted_posts = plan_access(user, plan).handed_over
    if not noted_posts:
        return mark_safe("")
    held = PostHolding.objects.of(plan.local_area_id).given_to(user, day).full()
    notes = [
        HandoverNote(row.post.code, row.handover_note)
        for row in held.with_handover_note(noted_posts)
        if not StatusUpdate.objects.sent_by(user, row.post_id).exists()
    ]
    if not notes:
        return mark_safe("")
    return mark_safe(  # noqa: S308 (a template's)
        render_to_string("actions/people/_handover_note.html", {"notes": notes})
    )
