"""What was said for the changes of status since the last report, and what was not.

The rule is that of the form (actions/domain/status_change.py); the change is the one that the board
reads, from the day of the report before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from actions.domain.enums import Status
from actions.domain.status_change import (
    ChangeKind,
    Explanation,
    Requirement,
    change_of_status,
    required,
    requirement_names,
    unmet,
)
from actions.models import Evidence, StatusUpdate
from actions.selectors.status_as_at import ActionStatus
from wsoa.core.months import DateKind, PlanDate

_NO_DATE = PlanDate(DateKind.NONE)
_IN_REPORT = {
    ChangeKind.BETTER: (Requirement.WHAT_CHANGED, Requirement.EVIDENCE),
    ChangeKind.REOPENED: (Requirement.REOPENED,),
}


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """A change for the better by a group, or one that takes Complete back.

    `reason` is why it is no longer complete; `missing` names what was not said.
    """

    is_reopened: bool
    reason: str
    missing: tuple[str, ...]


def explained_changes(
    before: Mapping[int, ActionStatus], now: Mapping[int, ActionStatus], since: date, day: date
) -> dict[int, ExplainedChange]:
    """By action: the changes between the two days that have to say why. Two queries, or none.

    What was said between the days counts, except what had been returned by the later one.
    """
    kinds = {
        action: change_of_status(before[action].status, status.status)
        for action, status in now.items()
        if action in before
    }
    kinds = {action: kind for action, kind in kinds.items() if kind in _IN_REPORT}
    if not kinds:
        return {}
    explanations = _explanations_between(kinds, since, day)
    return {
        action: _change(kind, before[action].status, now[action].status, explanations[action], day)
        for action, kind in kinds.items()
    }


def _change(
    kind: ChangeKind, before: Status, now: Status, explanations: Explanation, day: date
) -> ExplainedChange:
    needed = required([before], now, _NO_DATE, _NO_DATE, day)
    asked = [requirement for requirement in needed if requirement in _IN_REPORT[kind]]
    missing = unmet(asked, explanations, day)
    return ExplainedChange(
        is_reopened=kind is ChangeKind.REOPENED,
        reason=explanations.reason,
        missing=requirement_names(missing),
    )


def _explanations_between(
    actions: Collection[int], since: date, day: date
) -> dict[int, Explanation]:
    """What the updates of those days say; the last text of each kind that was not carried over."""
    updates = StatusUpdate.objects.of_actions(actions).recorded_until(day).recorded_after(since)
    by_action: dict[int, list[StatusUpdate]] = defaultdict(list)
    for update in updates.not_returned_by(day):
        by_action[update.action_id].append(update)
    items = Evidence.objects.on_show_on(day).added_after(since).filter(action__in=actions)
    with_item = set(items.values_list("action", flat=True))
    return {
        action: Explanation(
            developments=_last(_own(update, "developments") for update in by_action[action]),
            evidence=_last(_own(update, "evidence") for update in by_action[action]),
            reason=_last(update.reason for update in by_action[action]),
            has_evidence_item=action in with_item,
        )
        for action in actions
    }


def _own(update: StatusUpdate, field: str) -> str:
    return "" if field in update.carried_from else getattr(update, field)


def _last(texts: Iterable[str]) -> str:
    return next((text for text in reversed(list(texts)) if text.strip()), "")
