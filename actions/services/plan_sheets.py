"""Keeping selected differences of a plan that was edited in a spreadsheet: all of them, or none.

Each is carried out by the service with which a page changes the same: of a plan in force it is a
change of the plan, with the day, the reason and the decision that were given for all of them. A new
end is no edit: it is requested, and decided on as every other one is. A cell that somebody changed
here since the file was compared is a conflict, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from django.db import transaction

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.domain.plan_changes import PlanDecision, PlanPart
from actions.domain.plan_sheets import (
    BY_NAME,
    TABLES,
    DifferenceKind,
    PlanDifference,
    fault_in,
    same_text,
)
from actions.models import Action, Plan
from actions.selectors.plan_sheets import sheets_of
from actions.services.date_changes import NewEndRefused, ask_for_new_end
from actions.services.locking import lock_and_bump_plan
from actions.services.plan_editor.action_content import ActionContent, lead_codes
from actions.services.plan_editor.actions import change_action, end_action, print_leads
from actions.services.plan_editor.parts import (
    PART_KINDS,
    TextPart,
    change_part,
    end_part,
)
from actions.services.plan_editor.recording import PlanEditRefused, begin_edit
from actions.services.plan_sheet_rows import add_row
from actions.services.short_titles import ShortTitleRefused, name_action
from wsoa.accounts.models import User
from wsoa.core.months import Month, PlanDate, parse_printed

END: Final = "End"
NO_REASON: Final = "Another version of the plan, edited in a spreadsheet, has another end."
# Each column that a file may change of a part, by the text of the part that it is.
PART_COLUMNS: Final = {
    "Areas": {"Area title": "title", "Finding": "finding"},
    "Outcomes": {"Outcome title": "title", "Outcome description": "description"},
    "Measures": {"Measure": "text"},
    "Abbreviations": {"Meaning": "meaning"},
}
PARTS: Final = {
    "Areas": PlanPart.AREA,
    "Outcomes": PlanPart.OUTCOME,
    "Measures": PlanPart.MEASURE,
    "Abbreviations": PlanPart.TERM,
}
_ORDER: Final = {table.name: place for place, table in enumerate(TABLES)}


class PlanFileRefused(ValueError):
    """Nothing was kept. The message says which difference, why, and what to do."""


@transaction.atomic
def apply_plan_file(
    *,
    by: User,
    plan: Plan,
    differences: Sequence[PlanDifference],
    file_name: str,
    decision: PlanDecision | None = None,
) -> int:
    """Keeps these differences; returns how many. Audited, with what became of each.

    Raises PlanEditRefused for a plan in force without a decision, or with one that cannot be;
    PlanFileRefused where a difference cannot be kept, or the plan has something else by now.
    """
    lock_and_bump_plan(plan.pk)
    begin_edit(by=by, plan=plan, decision=decision)  # its refusals are about the decision alone
    now = {sheet.table.name: sheet.rows for sheet in sheets_of(plan)}
    for difference in differences:
        current = now.get(difference.table, {}).get(difference.key, {}).get(difference.column)
        if fault := _fault(difference, current):
            raise _refusal(difference, fault)
    for group in _in_order(differences):
        first = group[0]
        try:
            _keep(by, plan, group, decision, file_name)
        except (PlanEditRefused, NewEndRefused, ShortTitleRefused) as refused:
            named = first if len(group) == 1 else replace(first, column="")
            raise _refusal(named, str(refused)) from None
    return len(differences)


def _refusal(difference: PlanDifference, fault: str) -> PlanFileRefused:
    name = ", ".join(filter(None, (difference.table, difference.ref, difference.column)))
    plain = fault.removesuffix("Nothing was saved.").removesuffix("Nothing was saved").strip()
    return PlanFileRefused(f"{name}: {plain.rstrip('.')}. Nothing was changed.")


def _fault(difference: PlanDifference, current: str | None) -> str:
    """Why a difference cannot be kept; empty where it can, as far as the file goes."""
    table = BY_NAME.get(difference.table)
    if difference.fault or table is None:
        return difference.fault or "It cannot be changed in a file."
    if difference.kind is not DifferenceKind.CHANGED:
        return ""
    if current is None or not same_text(current, difference.before):
        return "Somebody changed it since the file was compared. Upload the file again."
    return fault_in(table.column(difference.column), difference.after)


def _in_order(differences: Sequence[PlanDifference]) -> list[list[PlanDifference]]:
    """Those of one row together. What is added comes from the top of the plan down, what ends
    from below up, and the requests for new ends after everything else.
    """
    groups: dict[tuple[str, str, bool], list[PlanDifference]] = {}
    for difference in differences:
        is_end = difference.column == END
        groups.setdefault((difference.table, difference.key, is_end), []).append(difference)

    def place(group: list[PlanDifference]) -> tuple[bool, bool, int]:
        first = group[0]
        is_gone, order = first.kind is DifferenceKind.GONE, _ORDER[first.table]
        return first.column == END, is_gone, -order if is_gone else order

    return sorted(groups.values(), key=place)


def _keep(
    by: User,
    plan: Plan,
    group: list[PlanDifference],
    decision: PlanDecision | None,
    file_name: str,
) -> None:
    """Keeps the differences of one row. Raises what the services raise."""
    first = group[0]
    if first.kind is DifferenceKind.ADDED:
        add_row(by=by, plan=plan, difference=first, decision=decision)
    elif first.table == "Actions":
        action = Action.objects.select_related("plan").get(plan=plan, pk=first.key)
        if first.kind is DifferenceKind.GONE:
            end_action(by=by, action=action, decision=decision)
        elif first.column == END:
            _request_end(by, action, first.after, decision, file_name)
        else:
            _change_action(by, action, group, decision)
    else:
        part, row = PARTS[first.table], _part(plan, first)
        if first.kind is DifferenceKind.GONE:
            end_part(by=by, part=part, row=row, decision=decision)
            return
        texts = {text.column: getattr(row, text.column) for text in PART_KINDS[part].texts}
        columns = PART_COLUMNS[first.table]
        texts |= {columns[difference.column]: difference.after for difference in group}
        change_part(by=by, part=part, row=row, texts=texts, decision=decision)


def _part(plan: Plan, difference: PlanDifference) -> TextPart:
    """The row of a difference. Raises PlanEditRefused where it is no longer in the plan."""
    kind = PART_KINDS[PARTS[difference.table]]
    within = {"Outcomes": "area__plan", "Measures": "action__plan"}.get(difference.table, "plan")
    row: TextPart | None = kind.model.objects.filter(**{within: plan, "pk": difference.key}).first()
    if row is None:
        raise PlanEditRefused("It is no longer in the plan. Upload the file again")
    return row


def _change_action(
    by: User, action: Action, group: Iterable[PlanDifference], decision: PlanDecision | None
) -> None:
    given = {difference.column: difference.after for difference in group}
    content = ActionContent(
        action.text, action.start_printed, action.end_printed, lead_codes(action)
    )
    changed = replace(
        content,
        text=given.get("Action text", content.text),
        start=given.get("Start", content.start),
    )
    if changed != content:
        change_action(by=by, action=action, content=changed, decision=decision)
    if "Leads as printed" in given:
        print_leads(by=by, action=action, printed=given["Leads as printed"], decision=decision)
    if "Short title" in given:
        name_action(by=by, action=action, short_title=given["Short title"])


def _request_end(
    by: User, action: Action, after: str, decision: PlanDecision | None, file_name: str
) -> None:
    """Requests the new end. Only a month can be requested, and only where there is one."""
    month = parse_printed(after).month
    if month is None:
        raise PlanEditRefused("Only a month can be requested as a new end")
    reason = decision.reason if decision else f"{NO_REASON} The file is {file_name}."
    new_end = NewEnd(month, _kind_of(action.agreed_end, month), reason)
    ask_for_new_end(by=by, action=action, new_end=new_end)


def _kind_of(end: PlanDate, to: Month) -> Slippage:
    """A later end slipped; an earlier one was moved on purpose."""
    is_later = end.month is None or to > end.month
    return Slippage.SLIPPED if is_later else Slippage.DELIBERATE
