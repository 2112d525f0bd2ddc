"""What is the status of each action, now and as at a day. Screens, reports, questions and exports
read it here; the rule which update counts is in actions/domain/quarter_status.py.

Updates and verdicts bear the moment at which they were made, so a day in the past is worked out
from the same rows: what came after the day is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from actions.domain.enums import ANSWERS, Status, UpdateKind
from actions.domain.quarter_status import (
    QuarterStatus,
    StatusEntry,
    is_complete,
    is_settled,
    quarter_status,
    status_shown,
    statuses_shown,
)
from actions.models import Plan, ReportingPeriod, StatusUpdate
from actions.selectors.periods import begun_quarters
from wsoa.core.compiled_queries import compiled_once

# --- now --------------------------------------------------------------------------------------

# Of updates `that_may_count`; `entry_from` takes them in this order.
ENTRY_COLUMNS = (
    *("pk", "action", "of_quarter", "status", "significant_risk", "kind", "replaced_by"),
    *("verdict__accepted", "reason", "post", "by"),
)

QuarterStatuses = dict[int, dict[int, QuarterStatus]]  # by action, then by quarter


def quarter_statuses(plan: Plan, quarters: Iterable[int] | None = None) -> QuarterStatuses:
    """The status of every action of the plan in each quarter, or in these quarters. One query."""
    by_action: dict[int, dict[int, list[StatusEntry]]] = {}
    for columns in _entries(plan.pk, None if quarters is None else list(quarters)):
        entry = entry_from(*columns)
        by_action.setdefault(entry.action, {}).setdefault(entry.quarter, []).append(entry)
    return {
        action: {quarter: quarter_status(entries) for quarter, entries in by_quarter.items()}
        for action, by_quarter in by_action.items()
    }


@compiled_once
def _entries(plan: int, quarters: Collection[int] | None) -> QuerySet[StatusUpdate, Any]:
    updates = StatusUpdate.objects.in_periods_of(plan).that_may_count()
    if quarters is not None:
        updates = updates.of_quarters(quarters)
    return updates.values_list(*ENTRY_COLUMNS)


@dataclass(frozen=True, slots=True)
class CurrentStatuses:
    """The current quarter of a plan and the one before it, with the status of each action in them.

    An action without an update in a quarter has the last status before it: in headline, cell and
    row alike. `by_action` has the current one in the place of its quarter, with all before it.
    """

    quarter: ReportingPeriod | None
    before: ReportingPeriod | None
    by_action: QuarterStatuses
    in_order: tuple[int, ...]

    def of(self, action: int) -> QuarterStatus | None:
        return status_shown(self.by_action.get(action, {}), self.in_order, _key(self.quarter))

    def before_of(self, action: int) -> QuarterStatus | None:
        return status_shown(self.by_action.get(action, {}), self.in_order, _key(self.before))


def _key(period: ReportingPeriod | None) -> int | None:
    return period.pk if period else None


def current_statuses(plan: Plan, periods: Iterable[ReportingPeriod], day: date) -> CurrentStatuses:
    """The status of every action of the plan in the quarter that is current on that day. One query.

    `periods` are all of the plan, quarters and months.
    """
    known = list(periods)
    begun = begun_quarters(known, day)
    quarter = begun[-1] if begun else None
    in_order = tuple(quarter.pk for quarter in begun)
    by_action = {
        action: statuses_shown(by_quarter, in_order, _key(quarter))
        for action, by_quarter in (quarter_statuses(plan) if begun else {}).items()
    }
    return CurrentStatuses(quarter, _compared_with(begun, day), by_action, in_order)


def _compared_with(begun: list[ReportingPeriod], day: date) -> ReportingPeriod | None:
    """The quarter that the current one is compared with: the one before it.

    Until its own round opens, hardly anything can have changed since then: what had changed in the
    quarter before is not gone from the overview on the day on which the round of a month opens.
    """
    is_early = len(begun) > 2 and begun[-1].opens > day
    return [None, None, *begun][-3 if is_early else -2]


def entry_from(
    pk: int,
    action: int,
    quarter: int,
    status: str,
    risk: bool,
    kind: str,
    replaced_by: int | None,
    accepted: bool | None,
    reason: str,
    post: int | None,
    by: int | None,
) -> StatusEntry:
    """The entry of one update, from its ENTRY_COLUMNS."""
    return StatusEntry(
        pk,
        action,
        quarter,
        status,
        risk,
        accepted,
        replaced=replaced_by is not None,
        reason=reason,
        recorded=kind == UpdateKind.RECORDED,
        by_office=is_by_office(kind, post, by),
    )


def entries_of(updates: Iterable[StatusUpdate], replaced: set[int | None]) -> list[StatusEntry]:
    """The entries of updates that were read already, each `with_people`; in order of writing."""
    return [
        StatusEntry(
            pk=update.pk,
            action=update.action_id,
            quarter=update.period.quarter_id or update.period_id,
            status=update.status,
            risk=update.significant_risk,
            accepted=acceptance_of(update),
            replaced=update.pk in replaced,
            reason=update.reason,
            recorded=update.kind == UpdateKind.RECORDED,
            by_office=is_by_office(update.kind, update.post_id, update.by_id),
        )
        for update in sorted(updates, key=lambda update: update.pk)
    ]


def is_by_office(kind: str, post: int | None, by: int | None) -> bool:
    """Whether the programme office said it, and no lead: recorded, or sent by somebody of no post.

    Who answered is asked here alone: by screens, the closing of a round, reports and publications.
    """
    return kind == UpdateKind.RECORDED or (post is None and by is not None)


def acceptance_of(update: StatusUpdate) -> bool | None:
    """True if the update is accepted, False if it was returned, None otherwise."""
    verdict = getattr(update, "verdict", None)
    return verdict.accepted if verdict else None


# --- as at a day ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionStatus:
    """The status of one action as at a day, from the last quarter that has any update.

    `developments` are those of the last update that was not returned, and `sent_on` is its day.
    `reason` is why the status is better than the dates allow. `shown` is whether evidence was
    given in words; `by_office` whether no lead said the status. `complete_since` is the day of the
    first update with the status Complete, of the quarters that have been complete ever since.
    """

    status: Status
    settled: bool
    risk: bool
    reason: str
    developments: str
    sent_on: date
    shown: bool
    complete_since: date | None
    by_office: bool = False


class StatusHistory:
    """Every update of a plan's actions up to a day, to be asked about any day before. One query.

    Without `texts` the columns of running text are not read: `developments` is then empty and
    `shown` is False.
    """

    def __init__(self, plan: Plan, day: date, *, texts: bool = True) -> None:
        self.plan = plan
        self.rows: dict[int, list[_DatedUpdate]] = defaultdict(list)
        for update in _dated_updates(plan, day, texts):
            self.rows[update.action].append(update)

    def statuses(self, day: date) -> dict[int, ActionStatus]:
        """By action; actions without any update by that day are left out."""
        found = ((action, _status_on(updates, day)) for action, updates in self.rows.items())
        return {action: status for action, status in found if status is not None}

    def answered(self, period: ReportingPeriod, day: date) -> set[int]:
        """Actions with a current answer of a lead in the period that had not been returned."""
        return {
            update.action
            for updates in self.rows.values()
            for update in updates
            if update.period == period.pk
            and update.sent_on <= day
            and update.kind in ANSWERS
            and not (entry := update.on(day)).replaced
            and entry.accepted is not False
        }

    def complete_in(self, quarter: int, day: date) -> set[int]:
        """Actions that the quarter had left complete."""
        found = set()
        for action, updates in self.rows.items():
            entries = [
                update.on(day)
                for update in updates
                if update.quarter == quarter and update.sent_on <= day
            ]
            if is_complete(entries):
                found.add(action)
        return found


class _DatedUpdate(NamedTuple):
    """One update with the days on which it was written, replaced and reviewed."""

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
    sent_on: date
    replaced: date | None
    judged: date | None
    accepted: bool | None
    post: int | None
    by: int | None

    def on(self, day: date) -> StatusEntry:
        """The entry as it was on that day: reviewed and replaced as far as it was by then."""
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
            by_office=is_by_office(self.kind, self.post, self.by),
        )


_DATED_COLUMNS = (
    *("pk", "action", "of_quarter", "begins", "period", "status", "kind"),
    *("significant_risk", "reason", "words", "shown", "recorded_at"),
    *("superseded_by__recorded_at", "verdict__at", "verdict__accepted", "post", "by"),
)


def _dated_updates(plan: Plan, day: date, texts: bool) -> Iterable[_DatedUpdate]:
    updates = (
        StatusUpdate.objects.in_periods_of(plan)
        .recorded_until(day)
        .annotate(
            of_quarter=Coalesce("period__quarter", "period"),
            begins=Coalesce("period__quarter__first_day", "period__first_day"),
            words=F("developments") if texts else Value(""),
            shown=F("evidence") if texts else Value(""),
        )
    )
    for columns in updates.values_list(*_DATED_COLUMNS):
        row = _DatedUpdate._make(columns)
        yield row._replace(
            sent_on=_day(row.sent_on),
            replaced=_day(row.replaced) if row.replaced else None,
            judged=_day(row.judged) if row.judged else None,
        )


def _status_on(updates: list[_DatedUpdate], day: date) -> ActionStatus | None:
    by_quarter: dict[date, list[_DatedUpdate]] = {}
    for update in updates:
        if update.sent_on <= day:
            by_quarter.setdefault(update.begins, []).append(update)
    if not by_quarter:
        return None
    latest_first = [by_quarter[begins] for begins in sorted(by_quarter, reverse=True)]
    statuses = [quarter_status([update.on(day) for update in quarter]) for quarter in latest_first]
    status = Status(statuses[0].status)
    changed = (
        index for index, quarters_status in enumerate(statuses) if quarters_status.status != status
    )
    since = [update for quarter in latest_first[: next(changed, None)] for update in quarter]
    last = _last_not_returned(latest_first[0], day)
    return ActionStatus(
        status=status,
        settled=not statuses[0].unsettled,
        risk=statuses[0].risk,
        reason=statuses[0].reason,
        developments=_developments(latest_first[0], last, day),
        sent_on=last.sent_on,
        shown=any(
            update.evidence.strip() for update in since if update.on(day).accepted is not False
        ),
        complete_since=min(
            (update.sent_on for update in since if status == update.status == Status.COMPLETE),
            default=None,
        ),
        by_office=statuses[0].by_office,
    )


def _last_not_returned(updates: list[_DatedUpdate], day: date) -> _DatedUpdate:
    """The last update of a quarter that was not returned, or else the last one."""
    entries = ((update, update.on(day)) for update in updates)
    not_returned = [
        update
        for update, entry in entries
        if entry.accepted is not False and (not entry.replaced or is_settled(entry))
    ]
    return (not_returned or updates)[-1]


def _developments(updates: list[_DatedUpdate], last: _DatedUpdate, day: date) -> str:
    """The developments last written; "no change" repeats those of the update it confirms."""
    if last.kind != UpdateKind.NO_CHANGE:
        return last.developments
    texts = (
        update.developments for update in reversed(updates) if update.on(day).accepted is not False
    )
    return next((text for text in texts if text), "")


def _day(moment: Any) -> date:
    return localtime(moment).date()
