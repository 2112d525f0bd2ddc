"""The terms that a plan prints: what it calls its areas, its measures, and what it is judged on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from actions.domain.plan_changes import (
    PlanChangeKind,
    PlanDecision,
    PlanPart,
    PrintedField,
    printed_fields,
)
from actions.models import Plan
from actions.services.plan_editor.recording import (
    ChangedPart,
    PlanEditRefused,
    begin_edit,
    record_plan_change,
    refuse_changed_since,
)
from wsoa.accounts.models import User

LONGEST_TERM: Final = 80
PRINTED_TERMS: Final[Mapping[str, str]] = {
    "area": "One area",
    "areas": "Several areas",
    "measures": "Measures of an action",
    "judgement": "What it is judged to have made",
}


@transaction.atomic
def change_terms(
    *,
    by: User,
    plan: Plan,
    terms: Mapping[str, str],
    decision: PlanDecision | None = None,
    seen: int | None = None,
) -> tuple[PrintedField, ...]:
    """Changes the plan's own terms; an empty one is that of its kind.

    Returns what is printed otherwise. What was published keeps its words. Raises PlanEditRefused.
    """
    ground = begin_edit(by=by, plan=plan, decision=decision, touched=[(PlanPart.PLAN, plan.pk)])
    refuse_changed_since(by, plan, PlanPart.PLAN, plan.pk, seen)
    own = {name: " ".join(terms.get(name, "").split()) for name in PRINTED_TERMS}
    for name, text in own.items():
        if len(text) > LONGEST_TERM:
            label = PRINTED_TERMS[name]
            raise PlanEditRefused(f"{label} must be {LONGEST_TERM} characters or fewer", name)
    current = Plan.objects.get(pk=plan.pk)
    before = _printed(current)
    others = {name: text for name, text in current.terms.items() if name not in own}
    current.terms = others | {name: text for name, text in own.items() if text}
    current.save(update_fields=["terms"])
    fields = printed_fields(before, _printed(current))
    if fields:
        changed = ChangedPart(PlanPart.PLAN, current, "terms", current.title)
        record_plan_change(ground, changed, PlanChangeKind.CHANGED, fields)
    return fields


def _printed(plan: Plan) -> dict[str, str]:
    return {label: getattr(plan.printed_terms, name) for name, label in PRINTED_TERMS.items()}
