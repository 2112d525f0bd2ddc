"""Applying what a file changes in a plan: what was selected, in one transaction, or nothing.

Of a plan in force each is a change of the plan, with the day, the reason and the decision that were
given for all of them. An end date never moves in silence: another end becomes a request, on which
somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from actions.domain.plan_changes import PlanDecision, PlanPart
from actions.domain.plan_import.difference import ChangeKind, FileDifference
from actions.importing.new_plan import PlanBuilder
from actions.importing.post_resolver import PostResolver
from actions.models import ActionSource, Plan, PlanImport
from actions.selectors.plan_differences import differences_of, file_fields, last_loaded
from actions.selectors.plan_imports import settled_entries
from actions.services.plan_editor.recording import EditGround, begin_edit, renumber_actions
from actions.services.plan_imports.answers import lock_import
from actions.services.plan_imports.applying import DifferenceApplier
from actions.services.plan_imports.confirm import (
    ImportNotReady,
    finish_import,
    refuse_open_guesses,
    refuse_unloadable,
)
from wsoa.accounts.models import User
from wsoa.core.clock import now


@transaction.atomic
def apply_differences(
    *,
    by: User | None,
    plan_import: PlanImport,
    keys: Iterable[str],
    decision: PlanDecision | None = None,
) -> int:
    """Applies the differences with these keys to the plan. Returns how many. Audited.

    Raises ImportClosed; PlanEditRefused for a plan in force without a decision, or with one that
    cannot be; ImportNotReady where a guess is not answered, nothing is selected, or one of them
    cannot be applied. Then nothing is.
    """
    found = lock_import(plan_import)
    plan = found.plan
    if plan is None:
        raise ImportNotReady("The plan of this file is no longer here. Upload the file again")
    refuse_open_guesses(found)
    entries = [entry for entry in settled_entries(found) if not entry.is_left_out]
    refuse_unloadable(entries)
    wanted = set(keys)
    chosen = [change for change in differences_of(found) if change.key in wanted]
    if not chosen:
        raise ImportNotReady("Select what is to be applied")
    ground = _ground(by, plan, chosen, decision)
    moment = now()
    resolver = PostResolver.of(found.local_area)
    builder = PlanBuilder(plan, found, resolver, by, moment)
    DifferenceApplier(ground, builder, entries).apply(chosen)
    renumber_actions(plan)
    _keep_sources(plan, found, chosen)
    counts = {"actions": len({change.ref for change in chosen}), "changes": len(chosen)}
    finish_import(by, found, plan, resolver, counts, moment)
    return len(chosen)


def _ground(
    by: User | None, plan: Plan, chosen: list[FileDifference], decision: PlanDecision | None
) -> EditGround:
    """On what the changes stand; the actions and measures that they change are named."""
    refs = {change.ref for change in chosen if change.kind is not ChangeKind.ADDED}
    touched: list[tuple[PlanPart, int]] = []
    for action in plan.actions.prefetch_related("measures"):
        if action.ref in refs:
            touched.append((PlanPart.ACTION, action.pk))
            touched += [(PlanPart.MEASURE, measure.pk) for measure in action.measures.all()]
    return begin_edit(by=by, plan=plan, decision=decision, touched=touched)


def _keep_sources(plan: Plan, plan_import: PlanImport, chosen: list[FileDifference]) -> None:
    """What this import loaded of each action of the file; of the rest, what was loaded before."""
    before = last_loaded(plan)
    applied = {(change.ref, change.field) for change in chosen}
    left = {(change.ref, change.field) for change in differences_of(plan_import)} - applied
    actions = {action.ref: action for action in plan.actions.all()}
    added = {change.ref for change in chosen if change.kind is ChangeKind.ADDED}
    made = []
    for entry, fields in file_fields(plan_import):
        if entry.ref not in actions or entry.ref in added:
            continue
        known = before.get(entry.ref, {})
        kept = {field: value for field, value in fields.items() if (entry.ref, field) not in left}
        unchanged = {
            field: known[field] for field in fields if field in known and field not in kept
        }
        made.append(
            ActionSource(
                action=actions[entry.ref],
                plan_import=plan_import,
                place=entry.entry.place,
                loaded=kept | unchanged,
            )
        )
    ActionSource.objects.bulk_create(made, batch_size=500)
