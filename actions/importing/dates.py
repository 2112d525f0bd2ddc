"""Import of invented changes of end dates: `progress/date_changes.yaml`.

Only illustrative rows are made or changed here. Where people have asked for a date of an action,
or decided on one, its ledger is theirs and is left alone.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Self

from django.utils import timezone
from pydantic import Field, model_validator

from actions.domain.date_ledger import EndDateMove, end_that_counts, fault_in_new_end
from actions.domain.enums import Slippage
from actions.models import Action, DateChange, Plan
from actions.services.locking import lock_and_bump
from wsoa.accounts.models import Post
from wsoa.core.load_changes import LoadChanges
from wsoa.core.months import DateKind, Month, PlanDate, parse_printed
from wsoa.core.reasons import says_why
from wsoa.core.yaml_source import StrictModel, YamlNode

FILE = "progress/date_changes"


class DateChangeIn(StrictModel):
    action: str
    start: Annotated[str, Field(alias="from")]
    to: str
    kind: Slippage
    reason: Annotated[str, Field(min_length=1)]
    agreed_with: str = ""
    post: str
    asked: date
    agreed: bool | None = None
    decision: str = ""
    decided: date | None = None
    decision_reason: str = ""

    @model_validator(mode="after")
    def _decided_by_somebody(self) -> Self:
        if (self.agreed is None) != (self.decided is None) or bool(self.decided) != bool(
            self.decision
        ):
            raise ValueError("agreed, decision and decided belong together")
        if self.decided and self.decided < self.asked:
            raise ValueError("decided before it was asked for")
        if self.agreed is False and not says_why(self.decision_reason):
            raise ValueError("decision_reason says why it was refused")
        return self


class DateChangesFile(StrictModel):
    illustrative: str
    changes: list[DateChangeIn]


def load_date_changes(plan: Plan, part: YamlNode, changes: LoadChanges) -> None:
    """Replaces the invented requests by those of the file. Raises Fault with place and reason."""
    file = part.parse(DateChangesFile)
    actions = {action.ref: action for action in plan.actions.with_leads()}
    wanted: dict[str, list[dict[str, Any]]] = {}
    for index, change in enumerate(file.changes):
        piece = part.piece("changes", index)
        if change.action not in actions:
            raise piece.fault(("action",), f"the plan has no action {change.action}")
        action = actions[change.action]
        before = wanted.setdefault(change.action, [])
        wanted[change.action].append(_date_change_columns(action, change, piece, before))
    touched_by_people = set(
        DateChange.objects.of_plan(plan).touched_by_people().values_list("action", flat=True)
    )
    invented = DateChange.objects.of_plan(plan).filter(illustrative=True)
    refs = {*wanted, *invented.values_list("action__ref", flat=True)}
    for ref in sorted(refs):
        if actions[ref].pk not in touched_by_people:
            _replace_invented(actions[ref], wanted.get(ref, []), changes)


def _date_change_columns(
    action: Action, file: DateChangeIn, piece: YamlNode, before: list[dict[str, Any]]
) -> dict[str, Any]:
    """The columns of one request, checked against the plan and what came before it."""
    start, to = (_month(piece, "from", file.start), _month(piece, "to", file.to))
    if any(row["agreed"] is None for row in before):
        raise piece.fault(("action",), f"{action.ref} has a request already that waits")
    moves = [_end_date_move(row) for row in before]
    counts = end_that_counts(action.end.month, moves)
    if start != counts:
        current_end = counts.printed if counts else "none"
        raise piece.fault(("from",), f"{file.start} is not the end that counts then: {current_end}")
    fault = fault_in_new_end(action.start, PlanDate(DateKind.MONTH, start), to, file.kind)
    if fault:
        raise piece.fault(("to",), fault)
    return {
        "from_month": start.first_day,
        "to_month": to.first_day,
        "kind": file.kind.value,
        "reason": file.reason,
        "agreed_with": file.agreed_with,
        "post_id": _post(action, file.post, piece).pk,
        "requested_at": _noon(file.asked),
        "agreed": file.agreed,
        "decision": file.decision,
        "decided_at": _noon(file.decided) if file.decided else None,
        "decision_reason": file.decision_reason,
    }


def _month(piece: YamlNode, place: str, printed: str) -> Month:
    try:
        month = parse_printed(printed).month
    except ValueError as fault:
        raise piece.fault((place,), str(fault)) from None
    if month is None:
        raise piece.fault((place,), f"{printed!r} is not a month")
    return month


def _post(action: Action, code: str, piece: YamlNode) -> Post:
    lead = next((lead for lead in action.leads.all() if lead.code == code and lead.post), None)
    if lead is None or lead.post is None:
        raise piece.fault(("post",), f"{code} does not lead {action.ref}")
    return lead.post


def _end_date_move(row: dict[str, Any]) -> EndDateMove:
    return EndDateMove(Month.of(row["from_month"]), Month.of(row["to_month"]), row["agreed"])


def _replace_invented(action: Action, wanted: list[dict[str, Any]], changes: LoadChanges) -> None:
    rows = action.date_changes.filter(illustrative=True)
    columns = list(wanted[0]) if wanted else ["pk"]
    if list(rows.values(*columns)) != wanted:
        changes.note("changed" if rows else "added", f"End dates of {action.ref}")
        rows.delete()
        for row in wanted:
            DateChange.objects.create(action=action, illustrative=True, **row)
        counts = end_that_counts(None, [_end_date_move(row) for row in wanted])
        agreed = counts.first_day if counts else None
        Action.objects.filter(pk=action.pk).update(agreed_end_month=agreed)
        lock_and_bump(action)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
