"""How an action is worked on: steps, waits and resources are added, marked and removed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from actions.domain.dependencies import circle_through
from actions.models import Action, ActionResource, ActionStep, ActionWait, StepMark
from actions.services.locking import lock_and_bump
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now

LONGEST_STEP, LONGEST_AMOUNT, LONGEST_SOURCE = 300, 100, 200


class WorkRefused(Exception):
    """Nothing was saved. The message is for its author; `field` is where it belongs."""

    def __init__(self, message: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def add_step(*, by: User, action: Action, text: str, due: date | None = None) -> ActionStep:
    """Adds a step to an action. Raises WorkRefused without a text, or for one that is too long."""
    text = _text(text, "text", "step", LONGEST_STEP)
    _lock(action)
    step = ActionStep.objects.create(action=action, text=text, due=due)
    _record(by, action, "add-step", f"Added a step: {text}")
    return step


@transaction.atomic
def mark_step(*, by: User, step: ActionStep, is_done: bool) -> bool:
    """Marks a step as done, or as not done after all; False where it is so already. Idempotent."""
    _lock(step.action)
    last = step.marks.last()
    if (last.is_done if last else False) == is_done:
        return False
    StepMark.objects.create(step=step, is_done=is_done, by=by, at=now())
    state = "done" if is_done else "not done"
    _record(by, step.action, "mark-step", f"Marked a step as {state}: {step.text}")
    return True


@transaction.atomic
def remove_step(*, by: User, step: ActionStep) -> None:
    """Removes a step. What was done of it stays in the history."""
    _lock(step.action)
    _record(by, step.action, "remove-step", f"Removed a step: {step.text}")
    step.delete()


@transaction.atomic
def add_wait(*, by: User, action: Action, awaited: Action) -> ActionWait:
    """Has an action wait for another one of its plan.

    Raises WorkRefused for itself, one of another plan, one that it waits for already, or where they
    would wait for each other in a circle.
    """
    _lock(action)
    if awaited.plan_id != action.plan_id or awaited.pk == action.pk:
        raise WorkRefused("Select another action of this plan", "awaited")
    edges = ActionWait.objects.edges_of(action.plan_id)
    if (action.pk, awaited.pk) in edges:
        raise WorkRefused(f"{action.ref} waits for {awaited.ref} already", "awaited")
    if circle := circle_through(edges, action.pk, awaited.pk):
        refs = dict(Action.objects.of_keys(circle).values_list("pk", "ref"))
        named = " waits for ".join(refs[pk] for pk in (*circle, action.pk))
        raise WorkRefused(f"They would wait for each other: {named}. Nothing was saved", "awaited")
    wait, _ = ActionWait.objects.get_or_create(action=action, awaited=awaited)
    _record(by, action, "add-wait", f"Waits for {awaited.ref}")
    return wait


@transaction.atomic
def remove_wait(*, by: User, wait: ActionWait) -> None:
    """Has an action wait for another one no longer."""
    _lock(wait.action)
    _record(by, wait.action, "remove-wait", f"Waits no longer for {wait.awaited.ref}")
    wait.delete()


@transaction.atomic
def add_resource(
    *, by: User, action: Action, amount: str, source: str, agreed_by: str = ""
) -> ActionResource:
    """Adds money or staff to an action. Raises WorkRefused for a missing or too long text."""
    columns = {
        "amount": _text(amount, "amount", "amount", LONGEST_AMOUNT),
        "source": _text(source, "source", "source", LONGEST_SOURCE),
        "agreed_by": agreed_by.strip()[:LONGEST_SOURCE],
    }
    _lock(action)
    resource = ActionResource.objects.create(action=action, **columns)
    _record(by, action, "add-resource", f"Added a resource: {resource}")
    return resource


@transaction.atomic
def remove_resource(*, by: User, resource: ActionResource) -> None:
    """Removes a resource."""
    _lock(resource.action)
    _record(by, resource.action, "remove-resource", f"Removed a resource: {resource}")
    resource.delete()


def _text(text: str, field: str, name: str, longest: int) -> str:
    text = " ".join(text.split())
    if not text:
        raise WorkRefused(f"Enter the {name}", field)
    if len(text) > longest:
        raise WorkRefused(f"{name.capitalize()} must be {longest} characters or fewer", field)
    return text


def _lock(action: Action) -> None:
    lock_and_bump(action)
    if Action.with_ended.ended().filter(pk=action.pk).exists():
        raise WorkRefused("This action has ended. Nothing was saved")


def _record(by: User, action: Action, verb: str, summary: str) -> None:
    record_audit(
        by=by,
        verb=verb,
        plan=action.plan,
        subject=f"action {action.ref}",
        summary=summary[:300],
    )
