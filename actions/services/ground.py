"""What the services of actions share: being refused, and telling pages that something changed."""

from __future__ import annotations

from django.db.models import F

from actions.models import Action, Plan
from actions.rules import standing
from wsoa.accounts.models import Post, User


class UpdateRefused(Exception):
    """What was sent was not kept. The message is for the person who sent it."""


def touch(action: Action) -> None:
    """Raises the versions of an action and its plan: how they are shown has changed.

    For every service that writes what a page of the action, or the grid, shows.
    """
    Action.objects.filter(pk=action.pk).update(version=F("version") + 1)
    Plan.objects.filter(pk=action.plan_id).update(version=F("version") + 1)


def post_spoken_as(by: User, action: Action) -> Post | None:
    """The first leading post of the action that the person holds today; None for the office.

    A post of their own goes before one that they stand in for.
    """
    mine = standing(by, action.plan)
    held = [lead.post for lead in action.leads.all() if lead.post and lead.post_id in mine.posts]
    return min(held, key=lambda post: post.pk in mine.deputy_for, default=None)
