"""Tables of the data feed: the status of each action in each quarter, and every end date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from actions.domain.enums import Group, Slippage, Status, UpdateKind
from actions.domain.feed import (
    FeedColumn,
    FeedFilter,
    FeedRow,
    FeedType,
    id_of,
    month_columns,
    month_values,
)
from actions.domain.kinds.scale import StatusScale
from actions.domain.quarter_status import StatusEntry, counting_entry, quarter_status
from actions.extension_points import FeedScope, FeedTable
from actions.models import Action, DateChange, ReportingPeriod, StatusUpdate, TakenBackUpdate
from actions.selectors.feed_plan import ACTION_ID, END_KINDS, PLAN_ID, plan_keys
from actions.selectors.status_as_at import ENTRY_COLUMNS, entry_from
from wsoa.core.months import Month

_TEXT, _NUMBER, _DAY, _YES = FeedType.TEXT, FeedType.INTEGER, FeedType.DAY, FeedType.BOOLEAN
_CHANGED_ON = "Day on which what the row says last changed; the filter changed_since reads it"
ACCEPTANCES = (
    ("accepted", "Accepted"),
    ("recorded", "Recorded by the programme office; no lead has answered"),
    ("not_yet_accepted", "Sent, and not yet accepted"),
    ("returned", "Returned to its lead, and there is nothing else"),
)
DATE_EVENTS = (
    ("planned", "The end that the plan gives"),
    ("requested", "Another end was requested"),
    ("agreed", "It was agreed"),
    ("refused", "It was refused"),
)


class _SentUpdate(NamedTuple):
    """The columns of an update that its entry has not."""

    sent: datetime
    judged: datetime | None
    forecast: date | None
    kind: str
    post: int | None
    illustrative: bool


_SENT_COLUMNS = ("recorded_at", "verdict__at", "forecast_month", "kind", "post", "illustrative")
_ActionQuarter = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _QuarterUpdates:
    """The updates of one action in one quarter that may be its status, in order of writing."""

    entries: list[StatusEntry]
    sent: dict[int, _SentUpdate]  # by the key of the update

    def changed(self, taken_back: Iterable[datetime]) -> date:
        """The day of the last update, verdict or taking back."""
        moments = [*taken_back]
        for update in self.sent.values():
            moments += [update.sent, *([update.judged] if update.judged else [])]
        return max(map(_day, moments))


def _statuses(scope: FeedScope) -> Iterator[FeedRow]:
    quarters = {
        period.pk: period
        for period in ReportingPeriod.objects.of_plans(plan_keys(scope)).quarters()
        if (scope.period is None or period.key == scope.period)
        and (scope.since is None or Month.of(period.first_day).last_day >= scope.since)
    }
    scales = {plan.pk: plan.scale for plan in scope.plans}
    taken_back = _taken_back(scope)
    for (action, quarter), updates in _updates(scope, quarters).items():
        changed = updates.changed(taken_back[action, quarter])
        if scope.changed_since is None or changed >= scope.changed_since:
            period = quarters[quarter]
            yield _status_row(action, period, updates, changed, scales[period.plan_id])


def _updates(scope: FeedScope, quarters: Iterable[int]) -> dict[_ActionQuarter, _QuarterUpdates]:
    found: dict[_ActionQuarter, _QuarterUpdates] = {}
    updates = StatusUpdate.objects.of_plans(plan_keys(scope)).that_may_count()
    wanted = frozenset(quarters)
    for columns in updates.values_list(*ENTRY_COLUMNS, *_SENT_COLUMNS):
        entry = entry_from(*columns[: len(ENTRY_COLUMNS)])
        if entry.quarter in wanted:
            of_quarter = found.setdefault((entry.action, entry.quarter), _QuarterUpdates([], {}))
            of_quarter.entries.append(entry)
            of_quarter.sent[entry.pk] = _SentUpdate._make(columns[len(ENTRY_COLUMNS) :])
    return found


def _taken_back(scope: FeedScope) -> dict[_ActionQuarter, list[datetime]]:
    """When updates were taken back: what they had superseded is the status again since then."""
    quarter = Coalesce("update__period__quarter", "update__period")
    found = TakenBackUpdate.objects.filter(update__action__plan__in=plan_keys(scope))
    moments: dict[_ActionQuarter, list[datetime]] = defaultdict(list)
    rows = found.annotate(action=F("update__action"), of_quarter=quarter)
    for action, of_quarter, at in rows.values_list("action", "of_quarter", "at"):
        moments[action, of_quarter].append(at)
    return moments


def _status_row(
    action: int,
    quarter: ReportingPeriod,
    updates: _QuarterUpdates,
    changed: date,
    scale: StatusScale,
) -> FeedRow:
    now = quarter_status(updates.entries)
    counts = counting_entry(updates.entries) or updates.entries[-1]
    update, status = updates.sent[counts.pk], Status(now.status)
    forecast = Month.of(update.forecast) if update.forecast else None
    return (
        *(id_of("s", action, quarter.pk), quarter.plan_id, action, quarter.pk),
        *month_values(Month.of(quarter.first_day)),
        *(status.value, scale.label(status), status.group.value, now.risk),
        *(_acceptance(counts), now.by_office, update.kind, update.post),
        _day(update.sent),
        _day(update.judged) if counts.accepted and update.judged else None,
        *(now.waits is not None, str(forecast) if forecast else None),
        *(update.illustrative, changed),
    )


def _acceptance(entry: StatusEntry) -> str:
    if entry.accepted:
        return "accepted"
    if entry.recorded:
        return "recorded"
    return "not_yet_accepted" if entry.accepted is None else "returned"


STATUSES = FeedTable(
    "statuses",
    "Statuses",
    "One row an action and quarter with a status: the one that the board sees. That is the last "
    "accepted update; where none is accepted, the last one sent, and acceptance says so. An action "
    "without an update in a quarter has no row for it. What people write is not in the feed: it "
    "is cleared for publication text by text.",
    (
        FeedColumn("status_id", _TEXT, "The key of the row"),
        PLAN_ID,
        ACTION_ID,
        FeedColumn("period_id", _NUMBER, "The quarter, of the table periods"),
        *month_columns("period", "Month that the quarter is named after"),
        FeedColumn("status", _TEXT, "The status", values=tuple(Status.choices)),
        FeedColumn("status_label", _TEXT, "The status in the words of its plan"),
        FeedColumn(
            "status_group", _TEXT, "The group it is counted in", values=tuple(Group.choices)
        ),
        FeedColumn("significant_risk", _YES, "Whether the last update flags a significant risk"),
        FeedColumn("acceptance", _TEXT, "Whether the status is accepted", values=ACCEPTANCES),
        FeedColumn("by_office", _YES, "Whether the programme office said it, and no lead"),
        FeedColumn("how", _TEXT, "How it was sent", values=tuple(UpdateKind.choices)),
        FeedColumn("post_id", _NUMBER, "The post that it was sent as, of posts", nullable=True),
        FeedColumn("sent_on", _DAY, "Day on which it was sent or recorded"),
        FeedColumn("accepted_on", _DAY, "Day on which it was accepted", nullable=True),
        FeedColumn("later_update_waits", _YES, "Whether a later update waits to be accepted"),
        FeedColumn(
            "forecast_month",
            FeedType.MONTH,
            "When its sender thinks that the action ends; agreed by nobody",
            nullable=True,
        ),
        FeedColumn("is_illustrative", _YES, "Whether it is invented, for a demonstration"),
        FeedColumn("changed_on", _DAY, _CHANGED_ON),
    ),
    _statuses,
    frozenset(FeedFilter),
)


def _dates(scope: FeedScope) -> Iterator[FeedRow]:
    approved = {plan.pk: plan.approved_on for plan in scope.plans}
    for action in Action.objects.of_plans(approved).only(
        "plan", "end_kind", "end_month", "end_printed"
    ):
        end, approval = action.end, approved[action.plan_id]
        yield (
            *(id_of("d", action.pk, 0, "planned"), action.plan_id, action.pk, "planned", approval),
            *(end.kind.value, *month_values(end.month), None, None, None, None, False, approval),
        )
    for change in DateChange.objects.of_plans(approved).select_related("action"):
        for row in _change_rows(change):
            if scope.changed_since is None or row[-1] >= scope.changed_since:  # type: ignore[operator]
                yield row


def _change_rows(change: DateChange) -> Iterator[FeedRow]:
    """The request, and its decision where there is one."""
    asked = _day(change.requested_at)
    yield _change_row(change, "asked", "requested", asked, change.post_id, asked)
    if change.agreed is not None:
        decided = _day(change.decided_at) if change.decided_at else asked
        event = "agreed" if change.agreed else "refused"
        on = change.decided_on or (decided if change.decided_at else None)
        yield _change_row(change, "decided", event, on, change.deciding_post_id, decided)


def _change_row(
    change: DateChange, part: str, event: str, on: date | None, post: int | None, recorded: date
) -> FeedRow:
    start, to = Month.of(change.from_month), Month.of(change.to_month)
    return (
        *(id_of("d", change.action_id, change.pk, part), change.action.plan_id, change.action_id),
        *(event, on, "month", *month_values(to), str(start), start.until(to)),
        *(change.kind, post, change.illustrative, recorded),
    )


DATES = FeedTable(
    "dates",
    "End dates",
    "The ledger of end dates, one row an event: the end that the plan gives, each request for "
    "another, and each decision. An action ends in the month of its last row that is agreed or "
    "planned.",
    (
        FeedColumn("date_id", _TEXT, "The key of the row"),
        PLAN_ID,
        ACTION_ID,
        FeedColumn("event", _TEXT, "What happened", values=DATE_EVENTS),
        FeedColumn("event_on", _DAY, "Day on which it happened", nullable=True),
        FeedColumn("end_kind", _TEXT, "What kind of end it is", values=END_KINDS),
        *month_columns("end", "Month of the end", nullable=True),
        FeedColumn(
            "from_month", FeedType.MONTH, "Month that counted when it was requested", nullable=True
        ),
        FeedColumn("months_moved", _NUMBER, "Months later; below 0: earlier", nullable=True),
        FeedColumn(
            "reason_kind",
            _TEXT,
            "Why it moves",
            nullable=True,
            values=tuple(Slippage.choices),
        ),
        FeedColumn(
            "post_id", _NUMBER, "The post that requested or decided, of posts", nullable=True
        ),
        FeedColumn("is_illustrative", _YES, "Whether it is invented, for a demonstration"),
        FeedColumn(
            "changed_on", _DAY, f"{_CHANGED_ON}. Ends of the plan always come", nullable=True
        ),
    ),
    _dates,
    frozenset({FeedFilter.PLAN, FeedFilter.CHANGED_SINCE}),
)


def _day(moment: datetime) -> date:
    return localtime(moment).date()
