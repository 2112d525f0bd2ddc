"""What an import would change in the plan that it is another version of."""

from __future__ import annotations

from typing import Any

from actions.domain.plan_changes import PlanPart
from actions.domain.plan_import.difference import FileDifference, differences
from actions.domain.plan_import.fields import comparable
from actions.domain.plan_import.states import EntryKind
from actions.models import Action, ActionSource, Plan, PlanImport
from actions.selectors.known_leads import code_finder
from actions.selectors.plan_editing import taken_refs
from actions.selectors.plan_imports import SettledEntry, settled_entries


def differences_of(plan_import: PlanImport) -> list[FileDifference]:
    """Every difference between a file and its plan as it is now."""
    plan = plan_import.plan
    assert plan is not None  # noqa: S101 (asked of another version of a plan alone)
    in_file = {entry.ref: fields for entry, fields in file_fields(plan_import)}
    taken = taken_refs(plan, PlanPart.ACTION)
    return differences(plan_fields(plan), in_file, last_loaded(plan), taken)


def file_fields(plan_import: PlanImport) -> list[tuple[SettledEntry, dict[str, Any]]]:
    """The actions of a file that are not left out, each with what it is compared by."""
    code_of = code_finder(plan_import.local_area)
    made = []
    for entry in settled_entries(plan_import):
        if entry.entry.kind == EntryKind.ACTION and not entry.is_left_out:
            fields = comparable(entry.fields)
            codes = dict.fromkeys(code_of(text) for text in fields["leads"])
            made.append((entry, fields | {"leads": list(codes)}))
    return made


def plan_fields(plan: Plan) -> dict[str, dict[str, Any]]:
    """The actions of a plan by reference; an end is the one that counts now."""
    actions = plan.actions.with_leads().select_related("outcome").prefetch_related("measures")
    return {action.ref: _fields(action) for action in actions}


def _fields(action: Action) -> dict[str, Any]:
    return {
        "outcome": action.outcome.ref,
        "text": action.text,
        "start": action.start.export(),
        "end": action.agreed_end.export(),
        "leads": [lead.code for lead in action.leads.all()],
        "measures": [measure.text for measure in action.measures.all()],
    }


def last_loaded(plan: Plan) -> dict[str, dict[str, Any]]:
    """What the last import of each action loaded, by its reference."""
    sources = ActionSource.objects.filter(action__plan=plan).order_by("pk")
    return dict(sources.values_list("action__ref", "loaded"))
