"""The facts of every action today, from which contradictions are found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.domain.contradictions import ActionFacts
from actions.domain.enums import Met, Status
from actions.models import Judgement, Plan, StatusUpdate
from actions.selectors.post_holders import PostHolders
from wsoa.core.months import DateKind, Month, PlanDate


@dataclass(frozen=True, slots=True)
class ActionInQuestion:
    """The facts of one action, and its names on a page."""

    pk: int
    facts: ActionFacts
    text: str
    leads: str


@dataclass(frozen=True, slots=True)
class _LatestStatus:
    status: Status
    reason: str
    evidence: bool  # given with the status, in this period or one before it


def actions_in_question(plan: Plan, holders: PostHolders) -> dict[str, ActionInQuestion]:
    """Every action of the plan by reference, in its order. Three queries."""
    latest = _latest_statuses(plan)
    judged = _last_judgements(plan)
    found = {}
    dates = ("start_kind", "start_month", "end_kind", "end_month", "agreed_end_month")
    columns = ("pk", "ref", "text", "leads_printed", "outcome__area", "shown", *dates)
    actions = plan.actions.in_plan_order().with_evidence_shown()
    for pk, ref, text, leads, area, shown, *printed_dates in actions.values_list(*columns):
        last = latest.get(pk)
        start, end = _start_and_end(*printed_dates)
        facts = ActionFacts(
            ref=ref,
            area=str(area),
            status=last.status if last else None,
            start=start,
            end=end,
            reason=last.reason if last else "",
            shown=shown or bool(last and last.evidence),
            judged=tuple(judged.get(pk, ())),
            vacant=holders.vacant(pk),
        )
        found[ref] = ActionInQuestion(pk, facts, text, leads)
    return found


def _start_and_end(
    start_kind: str,
    start: date | None,
    end_kind: str,
    end: date | None,
    agreed_end: date | None,
) -> tuple[PlanDate, PlanDate]:
    """The start and agreed end, as `Action.start` and `Action.agreed_end` give them."""
    counting = PlanDate.of(agreed_end) if agreed_end else _plan_date(end_kind, end)
    return _plan_date(start_kind, start), counting


def _plan_date(kind: str, month: date | None) -> PlanDate:
    return PlanDate(DateKind(kind), Month.of(month) if month else None)


def _latest_statuses(plan: Plan) -> dict[int, _LatestStatus]:
    """The last update of each action. "No change" keeps the evidence of the one it confirms."""
    found: dict[int, _LatestStatus] = {}
    updates = StatusUpdate.objects.in_periods_of(plan).current().newest_first().reverse()
    columns = ("action", "status", "reason", "evidence")
    for action, status, reason, evidence in updates.values_list(*columns):
        before = found.get(action)
        kept = before is not None and before.status == status and before.evidence
        found[action] = _LatestStatus(Status(status), reason, bool(evidence.strip()) or kept)
    return found


def _last_judgements(plan: Plan) -> dict[int, list[Met]]:
    """The last judgement of each measure that was judged, by action."""
    last: dict[int, tuple[int, Met]] = {}
    judgements = Judgement.objects.filter(measure__action__plan=plan).order_by("at", "pk")
    for measure, action, met in judgements.values_list("measure", "measure__action", "met"):
        last[measure] = (action, Met(met))
    found: dict[int, list[Met]] = {}
    for action, met in last.values():
        found.setdefault(action, []).append(met)
    return found
