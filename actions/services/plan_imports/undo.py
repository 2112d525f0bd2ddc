"""Undoing an import: the plan that it made is removed, until the first update to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import models, transaction
from django.db.models.deletion import ProtectedError

from actions.domain.enums import UpdateKind
from actions.domain.plan_import.states import ImportState
from actions.models import (
    Action,
    ActionLead,
    ActionSource,
    AreaOfWeakness,
    GlossaryTerm,
    Measure,
    Membership,
    Outcome,
    Plan,
    PlanFindings,
    PlanImport,
    ReportingPeriod,
    Responsibility,
    StatusUpdate,
)
from actions.services.locking import lock_and_bump_plan
from wsoa.accounts.models import Organisation, Post, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now

# What an import makes, and what goes with the plan. Anything else was added by people since.
_OWN: Final[frozenset[type[models.Model]]] = frozenset(
    [
        *(Action, ActionLead, ActionSource, AreaOfWeakness, GlossaryTerm, Measure, Membership),
        *(Outcome, Plan, PlanFindings, ReportingPeriod, Responsibility, StatusUpdate),
    ]
)


class NotUndone(Exception):
    """The import was not undone. The message says why."""


@transaction.atomic
def undo_import(*, by: User, plan_import: PlanImport) -> None:
    """Removes the plan that an import made, with the posts that nobody holds. Audited.

    The import can be checked and confirmed again; every answer is kept. Raises NotUndone where it
    was undone already, or where something was added to the plan since.
    """
    found = PlanImport.objects.select_for_update().get(pk=plan_import.pk)
    plan = found.plan
    if found.state != ImportState.LOADED or plan is None or not found.is_new_plan:
        raise NotUndone("This was undone already, or cannot be undone. Nothing was changed.")
    lock_and_bump_plan(plan.pk)
    _refuse_used(plan, found)
    record_audit(
        by=by,
        verb="undo-import",
        local_area=found.local_area,
        subject=f"plan {plan.slug}"[:80],
        summary=f"Undid bringing in {plan.title} from {found.file_name}"[:500],
    )
    made = found.made
    found.plan, found.state, found.undone_at, found.made = None, ImportState.READ, now(), {}
    found.save(update_fields=["plan", "state", "undone_at", "made"])
    StatusUpdate.with_taken_back.filter(action__plan=plan).delete()
    plan.delete()
    _remove_unused(found.local_area.posts.filter(pk__in=made.get("posts", [])))
    _remove_unused(found.local_area.organisations.filter(pk__in=made.get("organisations", [])))


def why_not_undone(plan_import: PlanImport) -> str:
    """Why the plan of an import cannot be undone any more; "" where it can."""
    if plan_import.plan is None or not plan_import.is_new_plan:
        return "It was a new version of a plan that is here already."
    try:
        _refuse_used(plan_import.plan, plan_import)
    except NotUndone as refused:
        return str(refused)
    return ""


def _refuse_used(plan: Plan, plan_import: PlanImport) -> None:
    """Raises NotUndone where the plan holds what the import did not make."""
    updates = StatusUpdate.with_taken_back.filter(action__plan=plan)
    own = {"kind": UpdateKind.RECORDED, "recorded_at": plan_import.confirmed_at}
    if updates.exclude(**own).exists():
        raise NotUndone(
            "Updates were sent since it was brought in, so it can no longer be undone. Change the "
            "plan itself."
        )
    _refuse_others(Plan, plan.pk)


def refuse_used_action(action: Action) -> None:
    """Raises NotUndone where people have said something of an action, or added to it."""
    if (
        StatusUpdate.with_taken_back.filter(action=action)
        .exclude(kind=UpdateKind.RECORDED)
        .exists()
    ):
        raise NotUndone("Updates were sent for it, and they are kept.")
    _refuse_others(Action, action.pk)


def _refuse_others(model: type[models.Model], pk: int) -> None:
    """Raises NotUndone where rows of a kind that no import makes hang from this one."""
    others: set[type[models.Model]] = set()
    seen, waiting = {model}, [(model, [pk])]
    while waiting:
        kind, keys = waiting.pop()
        for related, name in _hanging_from(kind):
            rows = related._base_manager.filter(**{f"{name}__in": keys})
            if related not in _OWN:
                others |= {related} if rows.exists() else set()
            elif related not in seen:
                seen.add(related)
                waiting.append((related, list(rows.values_list("pk", flat=True))))
    if others:
        raise _added(others)


def _hanging_from(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """The models that refer to one and cannot be without it, with the name of their field."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        if relation.on_delete is not models.SET_NULL:
            yield relation.related_model, relation.field.name


def _added(kinds: set[type[models.Model]]) -> NotUndone:
    names = sorted(str(kind._meta.verbose_name_plural) for kind in kinds)
    return NotUndone(
        f"Something was added since it was brought in ({', '.join(names)}), so it can no longer be "
        "undone. Change the plan itself."
    )


def _remove_unused(rows: models.QuerySet[Post] | models.QuerySet[Organisation]) -> None:
    """Deletes the rows that nothing refers to."""
    for row in rows:
        if isinstance(row, Post) and row.holdings.exists():
            continue
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            pass  # somebody uses it meanwhile: it stays
