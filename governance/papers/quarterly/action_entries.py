"""The actions of a quarterly document: dates, measures, statuses, the update that is printed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.utils.timezone import localtime

from actions.domain.enums import Slippage, Status
from actions.domain.expected_status import expected_status, lateness
from actions.domain.kinds.scale import StatusScale
from actions.models import Action, DateChange, Measure, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.action_work import work_of_plan
from actions.selectors.status_as_at import acceptance_of
from governance.papers.document.schema import (
    ActionEntry,
    DateMove,
    QuarterCell,
    StatusReason,
    TitledText,
    UpdateText,
)
from governance.papers.quarterly.action_work import printed_work
from governance.papers.quarterly.quarter_facts import QuarterFacts, agreed_end, status_in
from governance.papers.quarterly.quarter_updates import ActionInQuarter
from wsoa.core.months import DateKind, Month, PlanDate


def action_entries(facts: QuarterFacts) -> dict[int, ActionEntry]:
    """The entry of each action, by its key. Five queries."""
    measures = _measures(facts.plan, facts.as_at)
    moves = _moves(facts.plan, facts.as_at)
    works = work_of_plan(facts.plan, facts.as_at)
    titles = {action.ref: action.title for action in facts.actions}
    entries = {}
    for action in facts.actions:
        entry = _action_entry(action, measures[action.pk], facts).with_values(
            moves=tuple(moves[action.pk]), short_title=action.title
        )
        # Set only where something is filled in: documents of other plans stay as they are.
        work = printed_work(works[action.pk], titles) if action.pk in works else ()
        entries[action.pk] = entry.with_values(work=work) if work else entry
    return entries


def _measures(plan: Plan, as_at: date) -> dict[int, list[str]]:
    measures: dict[int, list[str]] = defaultdict(list)
    in_force = Measure.with_ended.in_force_on(as_at)
    rows = in_force.filter(action__plan=plan).order_by("action", "order")
    for action, text in rows.values_list("action", "text"):
        measures[action].append(text)
    return measures


def _moves(plan: Plan, as_at: date) -> dict[int, list[DateMove]]:
    """By the key of an action: every new end requested by that day, with the decision by then."""
    moves: dict[int, list[DateMove]] = defaultdict(list)
    for change in DateChange.objects.of_plan(plan).order_by("requested_at", "pk"):
        if localtime(change.requested_at).date() <= as_at:
            moves[change.action_id].append(_move(change, as_at))
    return moves


def _move(change: DateChange, as_at: date) -> DateMove:
    start, to = Month.of(change.from_month), Month.of(change.to_month)
    decided = localtime(change.decided_at).date() if change.decided_at else None
    known = change.agreed is not None and (decided is None or decided <= as_at)
    move = DateMove(
        from_=start.printed,
        to=to.printed,
        months=start.until(to),
        kind="Slipped" if change.kind == Slippage.SLIPPED else "Moved on purpose",
        reason=change.reason,
        agreed=change.agreed if known else None,
        decision=change.decision if known else "",
        asked=localtime(change.requested_at).date().isoformat(),
        decided=decided.isoformat() if known and decided else None,
        illustrative=change.illustrative,
    )
    because = change.decision_reason.strip() if known and change.agreed is False else ""
    return move.with_values(refused_because=because) if because else move


def _action_entry(action: Action, measures: list[str], facts: QuarterFacts) -> ActionEntry:
    in_quarters = facts.updates.get(action.pk, {})
    now = in_quarters.get(facts.period.key)
    own = None if now is None or now.carried else now  # texts of earlier quarters are not printed
    agreed = agreed_end(action)
    end = PlanDate(DateKind.MONTH, agreed) if agreed else action.end
    return ActionEntry(
        ref=action.ref,
        text=action.text,
        note=action.note,
        start=action.start_printed,
        end=action.end_printed,
        end_agreed=agreed.printed if agreed else "",
        late=lateness(end, status_in(now), facts.as_at),
        lead=action.leads_printed,
        measures_intro=action.measures_intro,
        measures=tuple(measures),
        quarters=tuple(
            _quarter(in_quarters.get(quarter.key), quarter, facts.period, facts.period.plan.scale)
            for quarter in facts.quarters
        ),
        reason=_reason(action, end, now, facts.as_at),
        said=_update_text(own.worded) if own and own.worded else None,
        text_left_out=bool(own and own.kept_back),
    )


def _quarter(
    in_quarter: ActionInQuarter | None,
    quarter: ReportingPeriod,
    period: ReportingPeriod,
    scale: StatusScale,
) -> QuarterCell:
    cell = QuarterCell(
        period=quarter.label,
        status=status_in(in_quarter),
        label=scale.label(in_quarter.entry.status) if in_quarter else "",
        not_accepted=bool(in_quarter and not in_quarter.entry.accepted),
        reason=in_quarter.entry.reason if in_quarter else "",
        risk=bool(in_quarter and in_quarter.entry.risk),
        unchanged=bool(in_quarter and in_quarter.unchanged),
        now=quarter == period,
        by_office=bool(in_quarter and in_quarter.entry.recorded_by_office),
    )
    # Set only where it holds: documents in which every action was answered stay as they are.
    return cell.with_values(carried=True) if in_quarter and in_quarter.carried else cell


def _reason(
    action: Action, end: PlanDate, in_quarter: ActionInQuarter | None, as_at: date
) -> StatusReason | None:
    """The reason for a status better than the dates allow, with the dates' status, or None."""
    if in_quarter is None or not in_quarter.entry.reason:
        return None
    status = Status(in_quarter.entry.status)
    dates = expected_status(action.start, end, status, as_at)
    return StatusReason(
        dates=dates.why if dates.is_better else "",
        status=action.plan.scale.label(status),
        text=in_quarter.entry.reason,
    )


def _update_text(update: StatusUpdate) -> UpdateText:
    return UpdateText(
        parts=tuple(
            TitledText(title=written.title, text=written.text or written.missing)
            for written in update.texts
        ),
        post=update.post.title if update.post else "",
        not_accepted=not acceptance_of(update),
        illustrative=update.illustrative,
    )
