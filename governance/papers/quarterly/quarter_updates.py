"""The updates to actions by quarter: which counts, which is the last, and whose text is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from actions.domain.enums import UpdateKind
from actions.domain.quarter_status import QuarterStatus, counting_entry, is_settled, quarter_status
from actions.models import Plan, ReportingPeriod, StatusUpdate
from actions.querysets.update import StatusUpdateQuerySet
from actions.selectors.status_as_at import acceptance_of, entries_of


@dataclass(frozen=True, slots=True)
class ActionInQuarter:
    """An action in a quarter: the update that gives its status, and the last one not returned.

    `worded` is the update whose text is printed: accepted ones take precedence. `kept_back` means
    that there is such a text, which may not be printed. Where the quarter has no update, all of it
    is of the last quarter that has one, `carried`: its texts are not printed again.
    """

    entry: QuarterStatus
    counts: StatusUpdate
    last: StatusUpdate
    worded: StatusUpdate | None
    kept_back: bool = False

    @property
    def carried(self) -> bool:
        return self.entry.carried

    @property
    def unchanged(self) -> bool:
        if self.carried:
            return False
        same = self.last.status == self.entry.status
        return self.last.kind == UpdateKind.NO_CHANGE and same


# The updates to each action, by the quarter's key.
UpdatesByQuarter = dict[int, dict[str, ActionInQuarter]]


def updates_by_quarter(
    plan: Plan, period: ReportingPeriod, quarters: Iterable[ReportingPeriod]
) -> UpdatesByQuarter:
    """The updates of every action in these quarters, up to the period. One query.

    A quarter in which nobody said anything of an action has the last status before it, `carried`,
    as screens do (actions/selectors/status_as_at.py): what was complete stays complete.
    """
    until = [quarter for quarter in quarters if quarter.first_day <= period.first_day]
    until.sort(key=lambda quarter: quarter.first_day)
    keys = {quarter.pk: quarter.key for quarter in until}
    updates = updates_of_quarters(keys, StatusUpdate.objects.in_periods_of(plan))
    in_order = list(keys.values())
    return {action: _carried(by_quarter, in_order) for action, by_quarter in updates.items()}


def _carried(
    by_quarter: Mapping[str, ActionInQuarter], in_order: Iterable[str]
) -> dict[str, ActionInQuarter]:
    """The quarters of an action from its first update on, each with a status."""
    shown: dict[str, ActionInQuarter] = {}
    last: ActionInQuarter | None = None
    for key in in_order:
        if key in by_quarter:
            last = shown[key] = by_quarter[key]
        elif last:
            # Its reason was of the dates as they were then, and stands in the quarter it is of.
            entry = replace(last.entry, carried=True, reason="", waits_reason="")
            shown[key] = replace(last, entry=entry)
    return shown


def updates_of_quarters(keys: Mapping[int, str], updates: StatusUpdateQuerySet) -> UpdatesByQuarter:
    """The updates of quarters of any plans: `keys` are their keys by row. One query."""
    updates = updates.that_may_count().of_quarters(keys)
    by_action: dict[int, dict[int, list[StatusUpdate]]] = defaultdict(lambda: defaultdict(list))
    for update in updates.with_people().select_related("verdict"):
        quarter = update.period.quarter_id or update.period_id
        by_action[update.action_id][quarter].append(update)
    return {
        action: {
            keys[quarter]: _in_quarter(in_quarter) for quarter, in_quarter in by_quarter.items()
        }
        for action, by_quarter in by_action.items()
    }


def _in_quarter(updates: list[StatusUpdate]) -> ActionInQuarter:
    """The action in a quarter, from its updates in the order of writing."""
    replaced: set[int | None] = {
        update.pk for update in updates if getattr(update, "replaced_by", None)
    }
    words = entries_of(updates, replaced)
    not_returned = [
        update
        for update, word in zip(updates, words, strict=True)
        if word.accepted is not False and (not word.replaced or is_settled(word))
    ] or updates[-1:]
    worded = [update for update in not_returned if update.has_words]
    settled = [update for update in worded if acceptance_of(update)]
    counts = counting_entry(words)
    return ActionInQuarter(
        entry=quarter_status(words),
        counts=next(
            (update for update in updates if counts and update.pk == counts.pk), updates[-1]
        ),
        last=not_returned[-1],
        worded=[None, *worded, *settled][-1],
    )
