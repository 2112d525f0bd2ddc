"""The current update of an action, somebody’s draft of one, and the post they answer as."""

from __future__ import annotations

from datetime import datetime

from actions.models import Action, Draft, Plan, ReportingPeriod, StatusUpdate
from actions.rules import plan_access
from wsoa.accounts.models import Post, User


def current_update(action: Action, period: ReportingPeriod) -> StatusUpdate | None:
    """The update of an action in a period that no later one supersedes, with its verdict."""
    return StatusUpdate.objects.of(action, period).current().with_verdicts().first()


def draft_of(user: User, action: Action) -> Draft | None:
    """What this person has begun to write of the action, if anything.

    What a period closed over before it was sent is not lost: it is there in the next one.
    """
    mine = Draft.objects.filter(action=action, user=user).select_related("period")
    return mine.order_by("-saved_at", "-pk").first()


def answering_post(by: User, action: Action) -> Post | None:
    """The first leading post of the action that the person holds today; None for the office.

    A post of their own goes before one that they stand in for.
    """
    mine = plan_access(by, action.plan)
    held = [lead.post for lead in action.leads.all() if lead.post and lead.post_id in mine.posts]
    return min(held, key=lambda post: post.pk in mine.deputy_for, default=None)


def drafts_of(user: User, plan: Plan) -> dict[str, datetime]:
    """The time when each draft of a person was saved last, by action reference. One query."""
    drafts = user.drafts.filter(action__plan=plan).order_by("saved_at")
    return dict(drafts.values_list("action__ref", "saved_at"))
