"""The status, update text and end date of every action as at a day.

Updates, verdicts and decisions made after the day are ignored. The rows are read once and answer
for any day up to the one they were read for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from actions.domain.enums import ANSWERS, Status, UpdateKind
from actions.domain.quarter_status import StatusEntry, is_settled, quarter_status
from actions.models import Action, DateChange, Plan, ReportingPeriod, StatusUpdate
from wsoa.core.months import Month, PlanDate

_COLUMNS = (
    *("pk", "action", "of_quarter", "begins", "period", "status", "kind"),
    *("significant_risk", "reason", "developments", "evidence", "said_at"),
    *("superseded_by__said_at", "verdict__at", "verdict__accepted"),
)


class UpdateRecord(NamedTuple):
    """One update, with the days on which it was given, superseded and accepted or returned."""

    pk: int
    action: int
    quarter: int
    begins: date  # the first day of its quarter
    period: int
    status: str
    kind: str
    risk: bool
    reason: str
    developments: str
    evidence: str
    said: date
    replaced: date | None
    judged: date | None
    accepted: bool | None

    def on(self, day: date) -> StatusEntry:
        """The update as it stood on that day."""
        return StatusEntry(
            self.pk,
            self.action,
            self.quarter,
            self.status,
            self.risk,
            self.accepted if self.judged and self.judged <= day else None,
            replaced=self.replaced is not None and self.replaced <= day,
            reason=self.reason,
            recorded=self.kind == UpdateKind.RECORDED,
        )


@dataclass(frozen=True, slots=True)
class StatusAsAt:
    """The status of one action as at a day, in the last quarter that has an update.

    `words` are the developments that were last told and not returned, `reason` why the status is
    better than the dates allow, `shown` whether evidence was given in words; `complete_since` is
    the day of the first word that said so, of those that have stood ever since.
    """

    status: Status
    settled: bool
    risk: bool
    reason: str
    words: str
    said: date
    shown: bool
    complete_since: date | None


class UpdatesAsAt:
    """All updates of a plan's actions up to a day. One query."""

    def __init__(self, plan: Plan, day: date) -> None:
        self.plan = plan
        self.rows: dict[int, list[UpdateRecord]] = defaultdict(list)
        for row in _rows(plan, day):
            self.rows[row.action].append(row)

    def standings(self, day: date) -> dict[int, StatusAsAt]:
        """The status of each action that has one, by action."""
        found = ((action, _standing(rows, day)) for action, rows in self.rows.items())
        return {action: each for action, each in found if each is not None}

    def answered(self, period: ReportingPeriod, day: date) -> set[int]:
        """Actions with an update of a lead in the period that was not returned."""
        return {
            row.action
            for rows in self.rows.values()
            for row in rows
            if row.period == period.pk
            and row.said <= day
            and row.kind in ANSWERS
            and not (word := row.on(day)).replaced
            and word.accepted is not False
        }

    def complete_in(self, quarter: int, day: date) -> set[int]:
        """Actions that were complete in that quarter."""
        found = set()
        for action, rows in self.rows.items():
            words = [row.on(day) for row in rows if row.quarter == quarter and row.said <= day]
            if words and quarter_status(words).status == Status.COMPLETE:
                found.add(action)
        return found


def ends_on(actions: Iterable[Action], agreed: Mapping[int, Month]) -> dict[int, PlanDate]:
    """The end that counts of each action, with these that were agreed."""
    return {
        action.pk: PlanDate.of(agreed[action.pk].first_day) if action.pk in agreed else action.end
        for action in actions
    }


def agreed_by(changes: Iterable[DateChange], day: date) -> dict[int, Month]:
    """The last end agreed by that day, of those that have one."""
    return {
        change.action_id: Month.of(change.to_month)
        for change in changes
        if change.agreed and was_decided(change, day)
    }


def changes_by(plan: Plan, day: date) -> list[DateChange]:
    """Every new end asked for by that day, by action and in order, each as it stood then."""
    rows = DateChange.objects.of_plan(plan).with_people().filter(asked_at__date__lte=day)
    found = list(rows.order_by("action__order", "asked_at", "pk"))
    for change in found:
        if not was_decided(change, day):
            change.agreed, change.decision, change.decided_at = None, "", None
    return found


def was_decided(change: DateChange, day: date) -> bool:
    if change.agreed is None:
        return False
    return change.decided_at is None or localtime(change.decided_at).date() <= day


def open_on(periods: Iterable[ReportingPeriod], day: date) -> ReportingPeriod | None:
    """The latest period that took updates on that day, whatever became of it since."""
    taking = [
        period
        for period in periods
        if period.opens <= day <= period.closes
        and (period.locked_at is None or localtime(period.locked_at).date() > day)
    ]
    return taking[-1] if taking else None


def _rows(plan: Plan, day: date) -> Iterable[UpdateRecord]:
    said = StatusUpdate.objects.in_periods_of(plan).filter(said_at__date__lte=day).order_by("pk")
    said = said.annotate(
        of_quarter=Coalesce("period__quarter", "period"),
        begins=Coalesce("period__quarter__first_day", "period__first_day"),
    )
    for each in said.values_list(*_COLUMNS):
        row = UpdateRecord._make(each)
        yield row._replace(
            said=_day(row.said), replaced=_maybe(row.replaced), judged=_maybe(row.judged)
        )


def _standing(rows: list[UpdateRecord], day: date) -> StatusAsAt | None:
    by_quarter: dict[date, list[UpdateRecord]] = {}
    for row in rows:
        if row.said <= day:
            by_quarter.setdefault(row.begins, []).append(row)
    if not by_quarter:
        return None
    latest_first = [by_quarter[begins] for begins in sorted(by_quarter, reverse=True)]
    stands = [quarter_status([row.on(day) for row in rows]) for rows in latest_first]
    status = Status(stands[0].status)
    changed = (index for index, each in enumerate(stands) if each.status != status)
    run = [row for rows in latest_first[: next(changed, None)] for row in rows]
    last = _last(latest_first[0], day)
    return StatusAsAt(
        status=status,
        settled=not stands[0].unsettled,
        risk=stands[0].risk,
        reason=stands[0].reason,
        words=_words(latest_first[0], last, day),
        said=last.said,
        shown=any(row.evidence.strip() for row in run if row.on(day).accepted is not False),
        complete_since=min(
            (row.said for row in run if status == row.status == Status.COMPLETE), default=None
        ),
    )


def _last(rows: list[UpdateRecord], day: date) -> UpdateRecord:
    """The last word of a quarter that was not returned, or else the last."""
    words = ((row, row.on(day)) for row in rows)
    told = [
        row
        for row, word in words
        if word.accepted is not False and (not word.replaced or is_settled(word))
    ]
    return (told or rows)[-1]


def _words(rows: list[UpdateRecord], last: UpdateRecord, day: date) -> str:
    """The developments last told; "no change" carries on those of the word that it confirms."""
    if last.kind != UpdateKind.NO_CHANGE:
        return last.developments
    kept = (row.developments for row in reversed(rows) if row.on(day).accepted is not False)
    return next((each for each in kept if each), "")


def _day(moment: Any) -> date:
    return localtime(moment).date()


def _maybe(moment: Any) -> date | None:
    return _day(moment) if moment else None
