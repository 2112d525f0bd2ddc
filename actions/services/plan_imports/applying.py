"""What becomes of each difference that somebody selected: the changes of the plan, one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from actions.domain.plan_changes import PlanChangeKind, PlanPart, PrintedField, printed_fields
from actions.domain.plan_import.difference import ChangeKind, FileDifference
from actions.domain.plan_import.fields import date_of, printed_date
from actions.domain.plan_import.states import EntryKind
from actions.importing.moved_ends import request_end
from actions.importing.new_plan import PlanBuilder, PlanEntry
from actions.importing.plan import date_columns
from actions.models import Action, AreaOfWeakness, Outcome, StatusUpdate
from actions.selectors.plan_editing import taken_refs
from actions.selectors.plan_imports import SettledEntry
from actions.services.locking import lock_and_bump
from actions.services.plan_editor.action_content import printed_action, save_lead_rows
from actions.services.plan_editor.actions import action_part, close_action
from actions.services.plan_editor.measures import replace_measures
from actions.services.plan_editor.parts import part_named, printed_part
from actions.services.plan_editor.recording import (
    EditGround,
    PlanEditRefused,
    record_plan_change,
)
from actions.services.plan_imports.confirm import ImportNotReady, plan_entry
from actions.services.plan_imports.undo import NotUndone, refuse_used_action
from wsoa.core.clock import today


class DifferenceApplier:
    """Applies differences to a plan on one ground, within the caller's transaction."""

    def __init__(
        self, ground: EditGround, builder: PlanBuilder, entries: list[SettledEntry]
    ) -> None:
        self.ground, self.builder, self.plan = ground, builder, ground.plan
        self.entries = entries
        self.actions = {entry.ref: entry for entry in entries if _is(entry, EntryKind.ACTION)}

    @transaction.atomic
    def apply(self, chosen: list[FileDifference]) -> None:
        """Applies them, action by action. Raises ImportNotReady where one cannot be."""
        for change in chosen:
            if change.obstacle:
                raise ImportNotReady(f"{change.ref}: {change.obstacle}")
        self._add(chosen)
        by_ref: dict[str, list[FileDifference]] = {}
        for change in chosen:
            if change.kind is not ChangeKind.ADDED:
                by_ref.setdefault(change.ref, []).append(change)
        rows = self.plan.actions.with_place().select_related("plan")
        actions = {action.ref: action for action in rows}
        for ref, changes in by_ref.items():
            if changes[0].kind is ChangeKind.GONE:
                self._end(actions[ref])
            else:
                self._change(actions[ref], [change.field for change in changes])

    # --- added -----------------------------------------------------------------------------------

    def _add(self, chosen: list[FileDifference]) -> None:
        """Adds the new actions, and the outcomes and areas that they or changed ones stand in."""
        refs = {change.ref for change in chosen if change.kind is not ChangeKind.GONE}
        added = {change.ref for change in chosen if change.kind is ChangeKind.ADDED}
        needed = self._needed(refs, added)
        known = {
            EntryKind.AREA: {area.ref for area in self.plan.areas.all()},
            EntryKind.OUTCOME: {row.ref for row in Outcome.objects.of_plan(self.plan)},
        }
        for kind, part in ((EntryKind.AREA, PlanPart.AREA), (EntryKind.OUTCOME, PlanPart.OUTCOME)):
            new = {entry.ref for entry in needed if entry.kind == kind} - known[kind]
            self._refuse_ended(part, new)
        actions = self.builder.add(needed, today())
        for area in self.builder.areas.values():
            if area.ref not in known[EntryKind.AREA]:
                self._record_part(PlanPart.AREA, area)
        for outcome in self.builder.outcomes.values():
            if outcome.ref not in known[EntryKind.OUTCOME]:
                self._record_part(PlanPart.OUTCOME, outcome)
        for action in actions:
            fields = printed_fields({}, printed_action(action))
            record_plan_change(self.ground, action_part(action), PlanChangeKind.ADDED, fields)

    def _needed(self, refs: set[str], added: set[str]) -> list[PlanEntry]:
        actions = [entry for ref, entry in self.actions.items() if ref in refs]
        outcomes = {entry.fields["outcome"] for entry in actions}
        held = [entry for entry in self._of(EntryKind.OUTCOME) if entry.ref in outcomes]
        areas = {entry.fields["area"] for entry in held}
        above = [entry for entry in self._of(EntryKind.AREA) if entry.ref in areas]
        new = [entry for entry in actions if entry.ref in added]
        return [plan_entry(entry) for entry in (*above, *held, *new)]

    def _of(self, kind: EntryKind) -> Iterable[SettledEntry]:
        return (entry for entry in self.entries if _is(entry, kind))

    def _refuse_ended(self, part: PlanPart, new: set[str]) -> None:
        """Raises ImportNotReady for a reference that one had which ended: never used twice."""
        taken = taken_refs(self.plan, part) if new else frozenset()
        for ref in sorted(new & taken):
            raise ImportNotReady(
                f"{part.capitalize()} {ref} is no longer in the plan, and the file has it again. "
                "A reference is never used twice: give its actions another one in step 2"
            )

    def _record_part(self, part: PlanPart, row: AreaOfWeakness | Outcome) -> None:
        fields = printed_fields({}, printed_part(part, row))
        record_plan_change(self.ground, part_named(part, row), PlanChangeKind.ADDED, fields)

    # --- gone ------------------------------------------------------------------------------------

    def _end(self, action: Action) -> None:
        """Ends an action. From a draft it is removed, where nobody said anything of it here."""
        try:
            if not self.ground.in_force:
                refuse_used_action(action)
                StatusUpdate.objects.filter(action=action).delete()
            close_action(self.ground, action, PlanChangeKind.ENDED)
        except NotUndone as used:
            raise ImportNotReady(f"{action.ref} cannot be removed. {used}".rstrip(".")) from None
        except PlanEditRefused as refused:
            raise ImportNotReady(str(refused).removesuffix(". Nothing was saved")) from None

    # --- changed ---------------------------------------------------------------------------------

    def _change(self, action: Action, names: list[str]) -> None:
        entry = plan_entry(self.actions[action.ref])
        before = printed_action(action)
        for name in names:
            self._write(action, name, entry)
        action.save()
        lock_and_bump(action)
        fields = list(printed_fields(before, printed_action(action)))
        if "leads" in names and all(field.label != "Leads" for field in fields):
            codes = ", ".join(lead.code for lead in action.leads.select_related("post"))
            fields.append(PrintedField("Leads", before["Leads"], codes))
        if fields:
            record_plan_change(self.ground, action_part(action), PlanChangeKind.CHANGED, fields)

    def _write(self, action: Action, name: str, entry: PlanEntry) -> None:
        """Writes one field of an action, which the caller saves."""
        fields = entry.fields
        if name == "text":
            action.text = fields["text"]
        elif name == "outcome":
            action.outcome = self.builder.outcomes[fields["outcome"]]
        elif name == "leads":
            action.leads_printed = (fields["leads_printed"] or ", ".join(fields["leads"]))[:500]
            leads = self.builder.leads_of(entry, action)
            save_lead_rows(
                action,
                [{"organisation_id": row.organisation_id, "post_id": row.post_id} for row in leads],
            )
        elif name == "measures":
            texts = [text for text in fields["measures"] if text.strip()]
            replace_measures(self.ground, action, texts)
        elif name == "start":
            _set_date(action, "start", fields["start"])
        else:
            self._move_end(action, fields["end"])

    def _move_end(self, action: Action, reading: dict[str, Any]) -> None:
        """Requests the end of the file; where there is none here, it is the first one."""
        month = date_of(reading["date"]).month
        if action.agreed_end.month is None or month is None:
            _set_date(action, "end", reading)
            return
        name = self.builder.plan_import.file_name
        reason = f"{name}, another version of the plan, has {month.printed} as the end."
        given = self.ground.reason
        reason = f"{given} ({reason.rstrip('.')})" if given else reason
        if fault := request_end(action, month, by=self.ground.by, reason=reason):
            raise ImportNotReady(f"{action.ref}: {fault}")


def _is(settled: SettledEntry, kind: EntryKind) -> bool:
    return settled.entry.kind == kind


def _set_date(action: Action, edge: str, reading: dict[str, Any]) -> None:
    columns = date_columns(edge, printed_date(reading), date_of(reading["date"]))
    for column, value in columns.items():
        setattr(action, column, value)
