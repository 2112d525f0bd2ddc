"""The current update of an action, somebody’s draft of one, and the post they answer as."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from actions.models import Action, ActionLead, Draft, Plan, ReportingPeriod, StatusUpdate
from actions.rules import plan_access
from wsoa.accounts.models import Post, User
from wsoa.core.clock import today
from wsoa.core.compiled_queries import compiled_once


def current_update(action: Action, period: ReportingPeriod) -> StatusUpdate | None:
    """The update of an action in a period that no later one supersedes, with its verdict."""
    return StatusUpdate.objects.of(action, period).current().with_verdicts().first()


def draft_of(user: User, action: Action) -> Draft | None:
    """What this person has begun to write of the action, if anything.

    What a period closed over before it was sent is not lost: it is there in the next one.
    """
    return Draft.objects.typed_by(user).filter(action=action).latest_first().first()


def drafts_beside(user: User, action: Action) -> list[Draft]:
    """The drafts that stand beside the form for this person to choose from, newest first.

    Those that came back to them while they had another, and those that others left when a post
    passed to them. Two queries.
    """
    of_action = Draft.objects.filter(action=action)
    aside = of_action.aside_of(user).latest_first()
    left = of_action.left_to(user, today()).latest_first()
    return sorted((*aside, *left), key=lambda draft: draft.saved_at, reverse=True)


def returned_before(action: Action, period: ReportingPeriod) -> StatusUpdate | None:
    """The returned update of an earlier period that nothing has been sent in response to."""
    updates = StatusUpdate.objects.about([action]).still_returned().before(period)
    return updates.with_people().newest_first().first()


def answering_post(by: User, action: Action) -> Post | None:
    """The first leading post of the action that the person holds today; None for the office.

    A post of their own goes before one that they stand in for.
    """
    mine = plan_access(by, action.plan)
    held = [lead.post for lead in action.leads.all() if lead.post and lead.post_id in mine.posts]
    return min(held, key=lambda post: post.pk in mine.deputy_for, default=None)


def drafts_of(user: User, plan: Plan) -> dict[str, datetime]:
    """The time when each draft for a person was saved last, by action reference.

    Their own, and those that others left to them. One query; another where somebody else has a
    draft of an action that the person leads.
    """
    found = _drafts(user.pk, plan.pk, plan_access(user, plan).posts.keys())
    others = [pk for pk, writer, _, _ in found if writer != user.pk]
    left: set[int] = set()
    if others:
        candidates = Draft.objects.filter(pk__in=others)
        left = set(candidates.left_to(user, today()).values_list("pk", flat=True))
    return {ref: saved_at for pk, writer, ref, saved_at in found if writer == user.pk or pk in left}


@compiled_once
def _drafts(user: int, plan: int, posts: Collection[int]) -> QuerySet[Draft, Any]:
    """Those of one person, and those of actions that these posts lead."""
    led = ActionLead.objects.filter(post__in=posts).values("action")
    drafts = Draft.objects.of_plan(plan).filter(Q(user=user) | Q(action__in=led))
    return drafts.order_by("saved_at").values_list("pk", "user", "action__ref", "saved_at")
