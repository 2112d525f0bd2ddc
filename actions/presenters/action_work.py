"""How an action is worked on, for its page and the page on which that is changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from actions.models import Action, ActionResource
from actions.selectors.action_work import AwaitedAction, awaited_by, steps_of
from actions.selectors.plan_cache import cached_for_plan
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step: by when, and whether it is done, late, or neither, in words."""

    pk: int
    text: str
    due: date | None
    is_done: bool
    state: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ActionWork:
    """The steps, the actions that are waited for, and the resources."""

    steps: tuple[ShownStep, ...]
    awaited: tuple[AwaitedAction, ...]
    resources: tuple[ActionResource, ...]
    done: str
    may_change: bool = False

    @property
    def is_filled_in(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.steps or self.awaited or self.resources)


def action_work(action: Action, today: date) -> ActionWork:
    """How an action is worked on, as at today. At most four queries."""
    steps = tuple(_shown_step(step, today) for step in steps_of(action))
    done = sum(step.is_done for step in steps)
    return ActionWork(
        steps=steps,
        awaited=awaited_by(action, today),
        resources=tuple(action.resources.all()),
        done=f"{done} of {len(steps)} done" if steps else "",
    )


def _shown_step(step: Any, today: date) -> ShownStep:
    """A step that was read with its last mark."""
    if step.marked_at is None:
        state = ""
    else:
        verb = "Done" if step.is_done else "Not done after all"
        state = f"{verb}: {step.marked_by}, {localtime(step.marked_at):%-d %B %Y}"
    is_late = bool(not step.is_done and step.due and step.due < today)
    return ShownStep(step.pk, step.text, step.due, bool(step.is_done), state, is_late)


def work_on(action: Action, user: User, today: date) -> ActionWork:
    """The same for a person, read once for everybody until something is written to the plan."""
    found = cached_for_plan(
        action.plan, "action-work", action.pk, today, make=lambda: action_work(action, today)
    )
    return replace(found, may_change=user.has_perm("actions.update_action", action))
