"""A row of the grid: an action, with its status in every quarter that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.domain.enums import Group, Status
from actions.domain.expected_status import lateness
from actions.domain.quarter_status import QuarterStatus
from actions.models import Action, Plan
from actions.presenters.date_ledger import ends_now
from actions.presenters.grid_quarters import GridQuarter, GridQuarters
from wsoa.core.text import one_line


@dataclass(frozen=True, slots=True)
class GridCell:
    """The status of an action in one quarter, with the marks beside it."""

    quarter: GridQuarter
    status: str | None
    unsettled: bool = False  # it, or a later word, is not yet accepted
    reason: str = ""  # why it is better than the dates allow
    carried: bool = False  # the quarter has no update yet: it is the last status before it
    by_office: bool = False  # no lead has answered: the programme office recorded it


@dataclass(frozen=True, slots=True)
class GridRow:
    """The row of one action."""

    slug: str
    ref: str
    text: str
    leads: str
    led_now: str  # the organisations that have succeeded those in `leads`: "ICB"
    start: str
    end: str
    now_ends: str  # where another end has been agreed
    lateness: str
    cells: tuple[GridCell, ...]
    earlier: str = ""  # what the folded quarters hold: "Behind in 3 of 9"


def row_of(
    plan: Plan,
    action: Action,
    quarters: GridQuarters,
    statuses: dict[int, QuarterStatus],
    today: date,
    led_now: str = "",
) -> GridRow:
    """The row of an action, whose statuses are by quarter; `led_now` names who succeeded a lead."""
    return GridRow(
        slug=plan.slug,
        ref=action.ref,
        text=one_line(action.text),
        leads=action.leads_printed,
        led_now=led_now,
        start=action.start_printed,
        end=action.end_printed,
        now_ends=ends_now(action.agreed_end_month),
        lateness=lateness(action.agreed_end, _status_now(quarters, statuses), today),
        cells=tuple(_cell(quarter, statuses.get(quarter.pk)) for quarter in quarters.shown),
        earlier=_earlier(quarters.earlier, statuses),
    )


def _status_now(quarters: GridQuarters, statuses: dict[int, QuarterStatus]) -> str | None:
    current = statuses.get(quarters.now.pk) if quarters.now else None
    return current.status if current else None


def _earlier(quarters: tuple[GridQuarter, ...], statuses: dict[int, QuarterStatus]) -> str:
    """How often the action was behind in quarters that are folded: "Behind in 3 of 9"."""
    if not quarters:
        return ""
    reported = [
        Status(statuses[quarter.pk].status) for quarter in quarters if quarter.pk in statuses
    ]
    if not reported:
        return "No status"
    behind = sum(status.group is Group.BEHIND for status in reported)
    return f"Behind in {behind} of {len(reported)}" if behind else "Never behind"


def _cell(quarter: GridQuarter, status: QuarterStatus | None) -> GridCell:
    if status is None:
        return GridCell(quarter, None)
    return GridCell(
        quarter,
        status.status,
        status.unsettled,
        status.reason,
        status.carried,
        by_office=status.recorded_by_office,
    )
