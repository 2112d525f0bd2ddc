"""Applying what a file changes in a plan: what was selected, in one transaction, or nothing.

An end date never moves in silence: another end becomes a request, on which somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from actions.domain.plan_import.difference import ChangeKind, PlanDifference
from actions.domain.plan_import.fields import COMPARED, date_of, printed_date
from actions.domain.plan_import.states import EntryKind
from actions.importing.moved_ends import request_end
from actions.importing.new_plan import PlanBuilder, PlanEntry, measures_of
from actions.importing.plan import date_columns
from actions.importing.post_resolver import PostResolver
from actions.models import Action, ActionSource, Plan, PlanImport, StatusUpdate
from actions.selectors.plan_differences import differences_of, file_fields, last_loaded
from actions.selectors.plan_imports import SettledEntry, settled_entries
from actions.services.locking import lock_and_bump, lock_and_bump_plan
from actions.services.plan_imports.answers import lock_import
from actions.services.plan_imports.confirm import (
    ImportNotReady,
    finish_import,
    plan_entry,
    refuse_open_guesses,
    refuse_unloadable,
)
from actions.services.plan_imports.undo import NotUndone, refuse_used_action
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today


@transaction.atomic
def apply_differences(*, by: User | None, plan_import: PlanImport, keys: Iterable[str]) -> int:
    """Applies the differences with these keys to the plan. Returns how many. Audited.

    Raises ImportClosed, or ImportNotReady where a guess is not answered, nothing is selected, or
    one of them cannot be applied; then nothing is.
    """
    found = lock_import(plan_import)
    plan = found.plan
    if plan is None:
        raise ImportNotReady("The plan of this file is no longer here. Upload the file again")
    lock_and_bump_plan(plan.pk)
    refuse_open_guesses(found)
    entries = [entry for entry in settled_entries(found) if not entry.is_left_out]
    refuse_unloadable(entries)
    wanted = set(keys)
    chosen = [change for change in differences_of(found) if change.key in wanted]
    if not chosen:
        raise ImportNotReady("Select what is to be applied")
    moment = now()
    resolver = PostResolver.of(found.local_area)
    builder = PlanBuilder(plan, found, resolver, by, moment)
    applier = _Applier(
        by, plan, builder, {entry.ref: entry for entry in entries if _is_action(entry)}
    )
    applier.apply(chosen, entries)
    _keep_sources(plan, found, chosen)
    counts = {"actions": len({change.ref for change in chosen}), "changes": len(chosen)}
    finish_import(by, found, plan, resolver, counts, moment)
    return len(chosen)


def _is_action(settled: SettledEntry) -> bool:
    return settled.entry.kind == EntryKind.ACTION


@dataclass(slots=True)
class _Applier:
    by: User | None
    plan: Plan
    builder: PlanBuilder
    entries: dict[str, SettledEntry]

    def apply(self, chosen: list[PlanDifference], entries: list[SettledEntry]) -> None:
        refs = {change.ref for change in chosen if change.kind is not ChangeKind.GONE}
        added = {change.ref for change in chosen if change.kind is ChangeKind.ADDED}
        self.builder.add(self._needed(entries, refs, added), today())
        by_ref: dict[str, list[PlanDifference]] = {}
        for change in chosen:
            by_ref.setdefault(change.ref, []).append(change)
        for ref, changes in by_ref.items():
            if changes[0].kind is ChangeKind.ADDED:
                self._record(ref, "add", f"Added {ref}")
                continue
            action = self.plan.actions.select_related("outcome", "plan").get(ref=ref)
            if changes[0].kind is ChangeKind.GONE:
                self._remove(action)
                continue
            lock_and_bump(action)
            for change in changes:
                self._change(action, change, plan_entry(self.entries[ref]))
            action.save()
            names = ", ".join(COMPARED[change.field] for change in changes)
            self._record(ref, "change", f"Changed {names} of {ref}")

    @staticmethod
    def _needed(entries: list[SettledEntry], refs: set[str], added: set[str]) -> list[PlanEntry]:
        """The actions to add, and the outcomes and areas that these and changed ones stand in."""
        actions = [entry for entry in entries if _is_action(entry) and entry.ref in refs]
        outcomes = {entry.fields["outcome"] for entry in actions}
        held = [
            entry
            for entry in entries
            if entry.entry.kind == EntryKind.OUTCOME and entry.ref in outcomes
        ]
        areas = {entry.fields["area"] for entry in held}
        above = [
            entry for entry in entries if entry.entry.kind == EntryKind.AREA and entry.ref in areas
        ]
        new = [entry for entry in actions if entry.ref in added]
        return [plan_entry(entry) for entry in (*above, *held, *new)]

    def _remove(self, action: Action) -> None:
        """Removes an action of which nobody said anything here."""
        ref = action.ref
        try:
            refuse_used_action(action)
        except NotUndone as used:
            raise ImportNotReady(f"{ref} cannot be removed. {used}".rstrip(".")) from None
        StatusUpdate.objects.filter(action=action).delete()
        action.delete()
        self._record(ref, "remove", f"Removed {ref}, which is not in the file")

    def _change(self, action: Action, change: PlanDifference, entry: PlanEntry) -> None:
        """Writes one field of an action, which the caller saves."""
        fields, field = entry.fields, change.field
        if change.obstacle:
            raise ImportNotReady(f"{change.ref}: {change.obstacle}")
        if field == "text":
            action.text = fields["text"]
        elif field == "outcome":
            action.outcome = self.builder.outcomes[fields["outcome"]]
        elif field == "leads":
            action.leads_printed = (fields["leads_printed"] or ", ".join(fields["leads"]))[:500]
            action.leads.all().delete()
            for lead in self.builder.leads_of(entry, action):
                lead.save()
        elif field == "measures":
            action.measures.all().delete()
            for measure in measures_of(entry, action):
                measure.save()
        elif field == "start":
            self._set_date(action, "start", fields["start"])
        else:
            self._move_end(action, fields["end"])

    def _move_end(self, action: Action, reading: dict[str, Any]) -> None:
        """Requests the end of the file; where there is none here, it is the first one."""
        month = date_of(reading["date"]).month
        if action.agreed_end.month is None or month is None:
            self._set_date(action, "end", reading)
            return
        name = self.builder.plan_import.file_name
        reason = f"{name}, another version of the plan, has {month.printed} as the end."
        if fault := request_end(action, month, by=self.by, reason=reason):
            raise ImportNotReady(f"{action.ref}: {fault}")

    @staticmethod
    def _set_date(action: Action, edge: str, reading: dict[str, Any]) -> None:
        columns = date_columns(edge, printed_date(reading), date_of(reading["date"]))
        for column, value in columns.items():
            setattr(action, column, value)

    def _record(self, ref: str, verb: str, summary: str) -> None:
        made_from = self.builder.plan_import
        record_audit(
            by=self.by,
            verb=f"import-{verb}",
            plan=self.plan,
            subject=f"action {ref}"[:80],
            summary=f"{summary}, from {made_from.file_name}"[:500],
            detail={"import": made_from.pk},
        )


def _keep_sources(plan: Plan, plan_import: PlanImport, chosen: list[PlanDifference]) -> None:
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
