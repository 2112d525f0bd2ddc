"""The grid as one sheet: each action in a row, with whole texts and dates that can be sorted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.domain.enums import Status
from actions.domain.expected_status import is_overdue, months_late
from actions.domain.kinds.scale import StatusScale
from actions.domain.organisation_history import OrganisationHistory
from actions.domain.quarter_status import QuarterStatus
from actions.models import Action, DateChange, Plan
from actions.presenters.grid_quarters import GridQuarter, grid_quarters
from actions.selectors.action_filters import ActionFilters
from actions.selectors.dates_as_at import date_changes_as_at, decision_as_printed, requester_of
from actions.selectors.organisation_names import history_of_areas
from actions.selectors.plan_periods import periods_of
from actions.selectors.status_as_at import (
    ActionStatus,
    QuarterStatuses,
    StatusHistory,
    current_statuses,
)
from wsoa.core.months import Month
from wsoa.core.spreadsheets.model import Cell, Column, Sheet

WHAT_SIGNS_MEAN = (
    "“(not accepted)” after a status: an update of that quarter is still to be accepted. "
    "“(no update yet)” in the current quarter: it is the last status before that quarter. "
    "“(programme office)”: no lead has answered, and the programme office recorded it. "
    "A blank cell: nothing was reported, the plan prints no date, or no other end was asked for."
)


@dataclass(frozen=True, slots=True)
class EndAskedFor:
    """The last end date that was asked for: which, by whom, on which day, and its decision."""

    month: str
    by: str
    on: str
    decision: str

    @classmethod
    def of(cls, change: DateChange, history: OrganisationHistory) -> EndAskedFor:
        decision = decision_as_printed(change) or "Waits for a decision"
        return cls(
            month=str(Month.of(change.to_month)),
            by=requester_of(change, history),
            on=f"{localtime(change.requested_at):%Y-%m-%d}",
            decision=decision,
        )


_NOT_ASKED = EndAskedFor("", "", "", "")


@dataclass(frozen=True, slots=True)
class _ActionState:
    """One action with everything that its row shows."""

    action: Action
    by_quarter: dict[int, QuarterStatus]
    status: str | None  # of the current quarter
    latest: ActionStatus | None
    asked: EndAskedFor | None
    today: date

    @property
    def is_late(self) -> bool:
        return is_overdue(self.action.agreed_end, self.status, self.today)

    @property
    def months_late(self) -> int | None:
        """Whole months past the agreed end; 0 within the first, None where it is not late."""
        if not self.is_late:
            return None
        return months_late(self.action.agreed_end, self.status, self.today)


def grid_sheet(plan: Plan, filters: ActionFilters, today: date) -> Sheet:
    """The actions that the filters leave, in the order of the grid. A few queries."""
    periods = periods_of(plan)
    # Of a quarter that is yet to come nothing can be reported: its column would be empty.
    quarters = tuple(quarter for quarter in grid_quarters(periods, today) if not quarter.coming)
    statuses = current_statuses(plan, periods, today).by_action
    states = list(_states(plan, filters, quarters, statuses, today))
    if filters.late:
        states = sorted((state for state in states if state.is_late), key=_agreed_end)
    return Sheet(
        name="Actions",
        title=f"{plan.title}: actions by quarter, as at {today.day} {today:%B %Y}",
        note=f"{_what_is_shown(plan, filters, len(states))} {WHAT_SIGNS_MEAN}",
        columns=_columns(quarters),
        rows=tuple(_cells(state, quarters, plan.scale) for state in states),
    )


def _states(
    plan: Plan,
    filters: ActionFilters,
    quarters: tuple[GridQuarter, ...],
    by_action: QuarterStatuses,
    today: date,
) -> Iterator[_ActionState]:
    latest = StatusHistory(plan, today).statuses(today)
    history = history_of_areas([plan.local_area_id])
    asked = {  # the last one of each action
        change.action_id: EndAskedFor.of(change, history)
        for change in date_changes_as_at(plan, today)
    }
    now = next((quarter.pk for quarter in quarters if quarter.now), None)
    for action in filters.actions_of(plan).select_related("outcome__area"):
        by_quarter = by_action.get(action.pk, {})
        status = by_quarter[now].status if now in by_quarter else None
        if filters.status and status != filters.status:
            continue
        yield _ActionState(
            action, by_quarter, status, latest.get(action.pk), asked.get(action.pk), today
        )


def _agreed_end(state: _ActionState) -> date:
    """The order of late actions: those come first that are overdue longest."""
    month = state.action.agreed_end.month
    return month.first_day if month else date.max


def _columns(quarters: tuple[GridQuarter, ...]) -> tuple[Column, ...]:
    return (
        Column("ref", "Ref", 8),
        Column("area", "Area", 30),
        Column("outcome", "Outcome", 30),
        Column("action", "Action", 60),
        Column("leads", "Leads", 18),
        Column("start", "Start, as printed in the plan", 14),
        Column("end", "End, as printed in the plan", 14),
        Column("agreed_end", "End month that counts", 14),
        Column("months_late", "Months late", 10, kind="number"),
        Column("asked_end", "Last end asked for", 14),
        Column("asked_by", "Asked for by", 24),
        Column("asked_on", "Asked for on", 12),
        Column("asked_decision", "Decision on it", 30),
        *(Column(f"quarter_{quarter.pk}", quarter.label, 18) for quarter in quarters),
        Column("risk", "Significant risk", 12, kind="yes"),
        Column("latest_on", "Date of the latest update", 14),
        Column("developments", "Developments in the latest update", 60),
    )


def _cells(
    state: _ActionState, quarters: tuple[GridQuarter, ...], scale: StatusScale
) -> tuple[Cell, ...]:
    action, latest, asked = state.action, state.latest, state.asked or _NOT_ASKED
    month = action.agreed_end.month
    return (
        action.ref,
        f"{action.outcome.area.ref}. {action.outcome.area.title}",
        f"{action.outcome.ref} {action.outcome.title}",
        action.text,
        action.leads_printed,
        action.start_printed,
        action.end_printed,
        str(month) if month else "",
        state.months_late,
        asked.month,
        asked.by,
        asked.on,
        asked.decision,
        *(_status(state.by_quarter.get(quarter.pk), scale) for quarter in quarters),
        "Yes" if latest and latest.risk else "",
        f"{latest.sent_on:%Y-%m-%d}" if latest else "",
        latest.developments if latest else "",
    )


def _status(quarter_status: QuarterStatus | None, scale: StatusScale) -> str:
    if quarter_status is None:
        return ""
    label = scale.label(quarter_status.status)
    office = quarter_status.recorded_by_office
    signs = ["no update yet"] * quarter_status.carried + ["programme office"] * office
    signs += ["not accepted"] * quarter_status.unsettled
    return f"{label} ({', '.join(signs)})" if signs else label


def _what_is_shown(plan: Plan, filters: ActionFilters, shown: int) -> str:
    """ "15 of 89 actions: area 5." """
    total = plan.actions.count()
    if not filters.any:
        return f"All {total} actions."
    chosen = {
        "area": filters.area,
        "lead": filters.lead,
        "organisation": filters.organisation,
        "status": plan.scale.label(filters.status) if filters.status in Status.values else "",
        "words": filters.q,
    }
    named = [f"{name} {value}" for name, value in chosen.items() if value]
    if filters.late:
        named.append("late actions, longest overdue first")
    return f"{shown} of {total} actions: {', '.join(named)}."
