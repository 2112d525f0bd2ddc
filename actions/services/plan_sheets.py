"""Keeping selected differences of a plan that was edited in a spreadsheet: all of them, or none.

A new end is no edit: it is requested, and decided on as every other one is. A cell that somebody
changed here since the file was compared is a conflict, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.db import models, transaction

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.domain.plan_sheets import (
    BY_NAME,
    DifferenceKind,
    PlanDifference,
    fault_in,
    same_text,
)
from actions.models import Action, AreaOfWeakness, GlossaryTerm, Measure, Outcome, Plan
from actions.selectors.plan_sheets import sheets_of
from actions.services.date_changes import NewEndRefused, ask_for_new_end
from actions.services.locking import lock_and_bump, lock_and_bump_plan
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.months import Month, PlanDate, parse_printed
from wsoa.core.reasons import fault_in_reason

NO_REASON: Final = "Enter the reason for these changes"
END: Final = "End"
Rows = Callable[[Plan], models.QuerySet[models.Model]]
# Each column that a file may change, by the field of the model that it is.
_FIELDS: Final = {
    ("Areas", "Area title"): "title",
    ("Areas", "Finding"): "finding",
    ("Outcomes", "Outcome title"): "title",
    ("Outcomes", "Outcome description"): "description",
    ("Actions", "Short title"): "short_title",
    ("Actions", "Action text"): "text",
    ("Actions", "Start"): "start_printed",
    ("Actions", "Leads as printed"): "leads_printed",
    ("Measures", "Measure"): "text",
    ("Abbreviations", "Meaning"): "meaning",
}
_ROWS: Final[dict[str, Rows]] = {
    "Areas": lambda plan: AreaOfWeakness.objects.filter(plan=plan),
    "Outcomes": lambda plan: Outcome.objects.filter(area__plan=plan),
    "Actions": lambda plan: Action.objects.filter(plan=plan).select_related("plan"),
    "Measures": lambda plan: Measure.objects.filter(action__plan=plan).select_related("action"),
    "Abbreviations": lambda plan: GlossaryTerm.objects.filter(plan=plan),
}


class PlanFileRefused(ValueError):
    """Nothing was kept. The message says which difference, why, and what to do."""


@transaction.atomic
def apply_plan_file(
    *, by: User, plan: Plan, differences: Sequence[PlanDifference], reason: str, file_name: str
) -> int:
    """Keeps these differences, each as one change with its own audit event; returns how many.

    Raises PlanFileRefused where one of them cannot be kept, or the plan says something else by now.
    """
    if fault := fault_in_reason(reason, NO_REASON):
        raise PlanFileRefused(f"{fault}. Nothing was changed.")
    lock_and_bump_plan(plan.pk)
    now = {sheet.table.name: sheet.rows for sheet in sheets_of(plan)}
    for difference in differences:
        name = f"{difference.table}, {difference.ref}, {difference.column}"
        fault = _fault(difference)
        current = now.get(difference.table, {}).get(difference.key, {}).get(difference.column)
        if not fault and (current is None or not same_text(current, difference.before)):
            fault = "Somebody changed it since the file was compared. Upload the file again."
        if not fault:
            fault = _keep(by, plan, difference, reason, file_name)
        if fault:
            raise PlanFileRefused(f"{name}: {fault} Nothing was changed.")
    return len(differences)


def _fault(difference: PlanDifference) -> str:
    table = BY_NAME.get(difference.table)
    known = (difference.table, difference.column) in _FIELDS or difference.column == END
    if difference.kind is not DifferenceKind.CHANGED or table is None or not known:
        return difference.fault or "It cannot be changed in a file."
    return difference.fault or fault_in(table.column(difference.column), difference.after)


def _keep(by: User, plan: Plan, difference: PlanDifference, reason: str, file_name: str) -> str:
    """Keeps one difference. Returns why it cannot be kept; empty where it was."""
    row = _ROWS[difference.table](plan).get(pk=difference.key)
    if difference.column == END:
        return _request_end(by, row, difference, reason)
    field = _FIELDS[difference.table, difference.column]
    setattr(row, field, difference.after)
    changed = [field]
    if field == "start_printed" and isinstance(row, Action):
        start = parse_printed(difference.after)
        if start.month and row.agreed_end.month and row.agreed_end.month < start.month:
            return "It would start after its end."
        row.start_kind = start.kind.value
        row.start_month = start.month.first_day if start.month else None
        changed += ["start_kind", "start_month"]
    row.save(update_fields=changed)
    action = row if isinstance(row, Action) else getattr(row, "action", None)
    if isinstance(action, Action):
        lock_and_bump(action)
    record_audit(
        by=by,
        verb="edit",
        plan=plan,
        subject=f"{difference.table.lower()} {difference.ref}"[:80],
        summary=f"Changed by a file, {difference.column}: {reason}"[:500],
        detail={
            "file": file_name,
            "column": difference.column,
            "before": difference.before,
            "after": difference.after,
        },
    )
    return ""


def _request_end(by: User, row: models.Model, difference: PlanDifference, reason: str) -> str:
    """Requests the new end. Only a month can be requested, and only where there is one."""
    month = parse_printed(difference.after).month
    if month is None or not isinstance(row, Action):
        return "Only a month can be requested as a new end."
    kind = _kind_of(row.agreed_end, month)
    try:
        ask_for_new_end(by=by, action=row, new_end=NewEnd(month, kind, reason))
    except NewEndRefused as refused:
        return str(refused).removesuffix("Nothing was saved.").strip()
    return ""


def _kind_of(end: PlanDate, to: Month) -> Slippage:
    """A later end slipped; an earlier one was moved on purpose."""
    is_later = end.month is None or to > end.month
    return Slippage.SLIPPED if is_later else Slippage.DELIBERATE
