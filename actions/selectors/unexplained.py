"""Actions of which "no change" cannot be recorded as it stands, before anybody tries.

The rule is that of `confirm_unchanged`, which asks again when it records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from actions.domain.carried_texts import carried_texts
from actions.domain.enums import Status
from actions.domain.status_change import Explanation, Requirement, unmet
from actions.domain.update_texts import TEXT_FIELDS
from actions.models import Action, ReportingPeriod, StatusUpdate
from actions.selectors.change_grounds import ChangeGrounds, grounds_of_many
from wsoa.core.months import Month


def unexplained_if_unchanged(
    actions: Collection[Action], period: ReportingPeriod, day: date
) -> dict[int, tuple[Requirement, ...]]:
    """By action: what would have to be said for its status, that "no change" does not say.

    Actions of which nothing is missing are left out. Five queries for any number.
    """
    current = StatusUpdate.objects.about(actions).current().select_related("period").newest_first()
    own = _first_by_action(current.filter(period=period))
    last = own | {
        action: update for action, update in _first_by_action(current).items() if action not in own
    }
    worded = _first_by_action(current.before(period).with_words())
    grounds = grounds_of_many([(action.pk, period) for action in actions])
    missing = {
        action.pk: _missing(
            action,
            last[action.pk],
            own.get(action.pk),
            worded.get(action.pk),
            grounds[action.pk, period.pk],
            day,
        )
        for action in actions
        if action.pk in last
    }
    return {action: requirements for action, requirements in missing.items() if requirements}


def _first_by_action(updates: Iterable[StatusUpdate]) -> dict[int, StatusUpdate]:
    found: dict[int, StatusUpdate] = {}
    for update in updates:
        found.setdefault(update.action_id, update)
    return found


def _missing(
    action: Action,
    last: StatusUpdate,
    own: StatusUpdate | None,
    worded: StatusUpdate | None,
    grounds: ChangeGrounds,
    day: date,
) -> tuple[Requirement, ...]:
    needed = grounds.required_of(action, Status(last.status), day)
    if not needed:
        return ()
    explanation = Explanation(reason=last.reason)
    carried: dict[str, str] = {}
    if own is not None:  # only then do its texts stay with this period
        explanation = Explanation(own.developments, own.evidence, own.reason)
        carried = _carried(own, worded)
    forecast = Month.of(last.forecast_month) if last.forecast_month else None
    return unmet(needed, grounds.explained_by(explanation, carried, forecast), day)


def _carried(own: StatusUpdate, worded: StatusUpdate | None) -> dict[str, str]:
    if worded is None:
        return {}
    texts, before = (
        {field: getattr(update, field) for field in TEXT_FIELDS} for update in (own, worded)
    )
    return carried_texts(texts, before, worded.carried_from, worded.period.key)
