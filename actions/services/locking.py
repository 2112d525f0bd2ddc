"""The lock order of writes to a plan, and the versions that cache keys hold.

Lock order: plan, then actions, then the rest. A fixed order prevents deadlock, and what is read
after the plan's row was locked cannot change until the transaction ends.
"""

from __future__ import annotations

from django.db.models import F

from actions.models import Action, Plan


class UpdateRefused(Exception):
    """The update was not saved. The message is for the person who sent it."""


def lock_and_bump(action: Action, *, seen: int | None = None) -> bool:
    """Locks the plan and the action until the transaction ends, and raises their versions.

    For every service that writes what a page of the action, or the grid, shows: cache keys hold
    the versions.

    Returns whether the action still had the version `seen`: what was read of it by then holds.
    """
    lock_and_bump_plan(action.plan_id)
    rows = Action.with_ended.filter(pk=action.pk)
    raised = {"version": F("version") + 1}
    if seen is not None and rows.filter(version=seen).update(**raised):
        return True
    rows.update(**raised)
    return False


def lock_and_bump_plan(plan: int) -> None:
    """Locks the plan until the transaction ends, and raises its version."""
    Plan.objects.filter(pk=plan).update(version=F("version") + 1)


def lock_and_bump_figures(plan: int) -> None:
    """Locks the plan until the transaction ends, and raises its version and that of its figures.

    For every service that writes indicators or figures: what is worked out of figures alone is
    kept while only statuses change.
    """
    Plan.objects.filter(pk=plan).update(
        version=F("version") + 1, figures_version=F("figures_version") + 1
    )
