"""What the services of actions share: being refused, and telling pages that something changed.

Whoever writes to a plan changes its row first, then the rows of its actions, then all else. So
all who write to one plan go one after the other: nobody has what another waits for the other way
about, and what is read after the plan's row was changed stays so until the end.
"""

from __future__ import annotations

from django.db.models import F

from actions.models import Action, Plan


class UpdateRefused(Exception):
    """What was sent was not kept. The message is for the person who sent it."""


def lock_and_bump(action: Action) -> None:
    """Raises the versions of an action and its plan: how they are shown has changed.

    For every service that writes what a page of the action, or the grid, shows.
    """
    lock_and_bump_plan(action.plan_id)
    Action.objects.filter(pk=action.pk).update(version=F("version") + 1)


def lock_and_bump_plan(plan: int) -> None:
    """Raises the version of a plan: nobody else writes to it until the transaction is through."""
    Plan.objects.filter(pk=plan).update(version=F("version") + 1)
