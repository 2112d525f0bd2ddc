"""What the update of a quarter says for its change of status, for a document; what it does not.

The rule is that of the form (actions/domain/status_change.py); the change is the one that a reader
sees, from the status of the quarter before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from actions.domain.enums import Status
from actions.domain.status_change import (
    ChangeKind,
    Explanation,
    Requirement,
    change_of_status,
    is_still_to_come,
    required,
    requirement_names,
    unmet,
)
from actions.models import Evidence, Plan
from governance.papers.document.schema import StatusChange
from governance.papers.quarterly.quarter_updates import ActionInQuarter, UpdatesByQuarter
from wsoa.core.months import DateKind, Month, PlanDate

_NO_DATE = PlanDate(DateKind.NONE)
_IN_DOCUMENT = {
    ChangeKind.BETTER: (Requirement.WHAT_CHANGED, Requirement.EVIDENCE),
    ChangeKind.REOPENED: (Requirement.REOPENED,),
}


def status_changes(
    plan: Plan, updates: UpdatesByQuarter, period: str, labels: Mapping[str, str], day: date
) -> dict[int, StatusChange]:
    """By action: the changes for the better and those that take Complete back. One query.

    `updates` have all of their texts, cleared or not; `labels` are those of the quarters by key.
    """
    added = _evidence(plan, day)
    found = {}
    for action, quarters in updates.items():
        earlier = [key for key in sorted(quarters) if key < period]
        if period not in quarters or quarters[period].carried or not earlier:
            continue
        before, now = quarters[earlier[-1]], quarters[period]
        since = before.counts.recorded_at
        has_item = any(at > since for at in added[action])
        change = _change(before, now, labels[earlier[-1]], has_item=has_item, day=day)
        if change is not None:
            found[action] = change
    return found


def _change(
    before: ActionInQuarter, now: ActionInQuarter, label: str, *, has_item: bool, day: date
) -> StatusChange | None:
    was, status = Status(before.entry.status), Status(now.entry.status)
    kind = change_of_status(was, status)
    if kind not in _IN_DOCUMENT:
        return None
    needed = set(required([was], status, _NO_DATE, _NO_DATE, day)) & set(_IN_DOCUMENT[kind])
    missing = unmet(sorted(needed, key=list(Requirement).index), _explanation(now, has_item), day)
    return StatusChange(
        kind="reopened" if kind is ChangeKind.REOPENED else "better",
        since=label,
        missing=requirement_names(missing),
    )


def _explanation(now: ActionInQuarter, has_item: bool) -> Explanation:
    """What the update that counts says; of "no change", what the one that it confirms says."""
    update = now.counts if now.counts.has_words else now.worded or now.counts
    carried = update.carried_from
    return Explanation(
        developments="" if "developments" in carried else update.developments,
        evidence="" if "evidence" in carried else update.evidence,
        reason=now.counts.reason,
        has_evidence_item=has_item,
    )


def _evidence(plan: Plan, day: date) -> dict[int, list[datetime]]:
    items = Evidence.objects.on_show_on(day).filter(action__plan=plan)
    found: dict[int, list[datetime]] = defaultdict(list)
    for action, at in items.values_list("action", "added_at"):
        found[action].append(at)
    return found


def with_forecast(updates: UpdatesByQuarter, period: str, day: date) -> set[int]:
    """The actions whose last update of the quarter expects an end that is still to come."""
    return {
        action
        for action, quarters in updates.items()
        if period in quarters and is_still_to_come(_forecast(quarters[period]), day)
    }


def _forecast(now: ActionInQuarter) -> Month | None:
    month = now.last.forecast_month
    return Month.of(month) if month else None
