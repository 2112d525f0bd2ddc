"""The actions of the overview, and its lists of them: late, fallen behind, due next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from actions.domain.enums import Group, Status
from actions.domain.expected_status import is_past_own_end_only, lateness, months_late
from actions.models import Plan
from actions.presenters.date_ledger import ends_now
from actions.presenters.end_marks import NO_MARKS, EndMarks
from actions.querysets.action import COUNTED_END
from actions.selectors.status_as_at import CurrentStatuses
from wsoa.core.months import Month, PlanDate
from wsoa.core.text import cut, one_line

LONGEST_TEXT = 110
DUE_NEXT_MONTHS = 2


@dataclass(frozen=True, slots=True)
class ActionSummary:
    """One action in a list. The text may be cut: the reference leads to all of it."""

    ref: str
    text: str
    leads: str
    end_printed: str
    now_ends: str  # where another end has been agreed
    end_month: date | None  # the one that counts
    late: str
    status: str | None
    before: str | None
    reason: str  # why the status is better than the dates allow
    marks: EndMarks = NO_MARKS

    @property
    def end(self) -> str:
        """ "Sept 2019, now Nov 2019"."""
        return f"{self.end_printed}, now {self.now_ends}" if self.now_ends else self.end_printed


@dataclass(frozen=True, slots=True)
class SlippageSummary:
    """Actions past their end date, and actions that fell behind before it."""

    late: tuple[ActionSummary, ...]
    how_late: str
    agreed_later: tuple[ActionSummary, ...]  # past the plan's own end, and not late
    worsened: tuple[ActionSummary, ...]
    worsened_in_all: int

    @property
    def worsened_and_late(self) -> int:
        return self.worsened_in_all - len(self.worsened)


@dataclass(frozen=True, slots=True)
class _ActionColumns:
    """The columns that are read of every action."""

    pk: int
    ref: str
    text: str
    leads: str
    end_printed: str
    own_end: date | None
    agreed_end: date | None
    end_month: date | None  # the one that counts: as agreed, or else the plan's
    area: str
    area_title: str


@dataclass(frozen=True, slots=True)
class OverviewAction:
    """An action with its status in the latest quarter and the one before."""

    action: _ActionColumns
    status: str | None
    before: str | None
    risk: bool
    unsettled: bool  # it, or a later word, is not yet accepted
    late: str  # as `lateness` has it: nothing where it is not late
    agreed_later: bool  # past the plan's own end, and not late
    reason: str
    by_office: bool  # no lead has answered: the programme office recorded it
    carried: bool  # from an earlier quarter, as the current one has no update of it yet
    marks: EndMarks

    @property
    def end(self) -> PlanDate:
        return PlanDate.of(self.action.end_month)

    @property
    def has_worsened(self) -> bool:
        """Whether the status went from on track or yet to start to behind."""
        return _group(self.before) is Group.TO_PLAN and _group(self.status) is Group.BEHIND

    @property
    def badness(self) -> int:
        return Status(self.status).badness if self.status else -1

    def summary(self) -> ActionSummary:
        action = self.action
        return ActionSummary(
            ref=action.ref,
            text=cut(one_line(action.text), LONGEST_TEXT),
            leads=action.leads,
            end_printed=action.end_printed,
            now_ends=ends_now(action.agreed_end),
            end_month=action.end_month,
            late=self.late,
            status=self.status,
            before=self.before,
            reason=self.reason,
            marks=self.marks,
        )


def overview_actions(
    plan: Plan, statuses: CurrentStatuses, marks: Mapping[str, EndMarks], today: date
) -> list[OverviewAction]:
    """Every action in the plan's order; `marks` of its end date are by reference."""
    rows = plan.actions.in_plan_order().values_list(
        "pk",
        "ref",
        "text",
        "leads_printed",
        "end_printed",
        "end_month",
        "agreed_end_month",
        COUNTED_END,
        "outcome__area__ref",
        "outcome__area__title",
    )
    known = []
    for action in (_ActionColumns(*row) for row in rows):
        current, earlier = statuses.of(action.pk), statuses.before_of(action.pk)
        status = current.status if current else None
        end = PlanDate.of(action.end_month)
        known.append(
            OverviewAction(
                action=action,
                status=status,
                before=earlier.status if earlier else None,
                risk=current.risk if current else False,
                unsettled=current.unsettled if current else False,
                late=lateness(end, status, today),
                agreed_later=is_past_own_end_only(PlanDate.of(action.own_end), end, status, today),
                reason=current.reason if current else "",
                carried=current.carried if current else False,
                by_office=current.recorded_by_office if current else False,
                marks=marks.get(action.ref, NO_MARKS),
            )
        )
    return known


def _group(status: str | None) -> Group | None:
    return Status(status).group if status else None


def slippage_summary(known: list[OverviewAction], today: date) -> SlippageSummary:
    """The late actions, longest overdue first, and those that have fallen behind."""
    late = [action for action in known if action.late]
    late.sort(key=lambda action: action.action.end_month or date.max)
    worsened = [action for action in known if action.has_worsened]
    return SlippageSummary(
        late=tuple(action.summary() for action in late),
        agreed_later=tuple(action.summary() for action in known if action.agreed_later),
        how_late=_how_late([months_late(action.end, action.status, today) for action in late]),
        worsened=tuple(action.summary() for action in worsened if not action.late),
        worsened_in_all=len(worsened),
    )


def _how_late(months: list[int]) -> str:
    """A sentence on how late the actions are, in the groups that scrutiny uses."""
    counted = (
        (sum(n == 0 for n in months), "less than a month"),
        (sum(n in (1, 2) for n in months), "one or two months"),
        (sum(n > 2 for n in months), "three months or more"),
    )
    return ", ".join(f"{count} by {duration}" for count, duration in counted if count)


def due_next_of(known: list[OverviewAction], today: date, last: Month) -> tuple[ActionSummary, ...]:
    """The actions not complete that end from this month to `last`, earliest first."""
    first = Month.of(today).first_day
    due = [
        action
        for action in known
        if action.action.end_month
        and first <= action.action.end_month <= last.first_day
        and action.status != Status.COMPLETE
    ]
    due.sort(key=lambda action: (action.action.end_month or date.max, action.badness))
    return tuple(action.summary() for action in due)
