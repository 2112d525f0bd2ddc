"""What an update comes after: the statuses accepted before it, and what is there for its change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from actions.domain.enums import Status
from actions.domain.quarter_status import StatusEntry, counting_entry, is_settled
from actions.domain.status_change import (
    ChangeKind,
    Explanation,
    Requirement,
    change_of_status,
    required,
)
from actions.models import Action, DateChange, Evidence, ReportingPeriod, StatusUpdate
from actions.selectors.status_as_at import ENTRY_COLUMNS, entry_from
from wsoa.core.months import Month


class ExplainingTexts(Protocol):
    """The texts of an update that say why its status is what it is."""

    @property
    def developments(self) -> str: ...
    @property
    def evidence(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ChangeGrounds:
    """What an update of an action in a period comes after.

    `before` is the status of the last earlier period that has one, as it counts there, `name` that
    period's; `settled` the one accepted, or recorded by the programme office, in the period itself.
    `evidence_added` is whether an item of evidence was added since the status before, and
    `asks_for_date` whether a new end date waits for its decision.
    """

    before: Status | None
    name: str
    settled: Status | None
    evidence_added: bool
    asks_for_date: bool

    def required_of(self, action: Action, status: Status, day: date) -> tuple[Requirement, ...]:
        """What an update with that status has to say on that day."""
        before = [known for known in (self.before, self.settled) if known is not None]
        return required(before, status, action.start, action.agreed_end, day)

    def is_better_than_before(self, status: Status) -> bool:
        """Whether the status is in a better group than that of the earlier period."""
        return change_of_status(self.before, status) is ChangeKind.BETTER

    def explained_by(
        self,
        update: ExplainingTexts,
        carried: Mapping[str, str],
        forecast: Month | None,
        *,
        evidence: bool = False,
        asks: bool = False,
    ) -> Explanation:
        """What an update says for its status; a text that was `carried` over says nothing of it.

        `evidence` is whether an item of evidence comes along with it; `asks` whether a request for
        a new end date does.
        """
        return Explanation(
            developments="" if "developments" in carried else update.developments,
            evidence="" if "evidence" in carried else update.evidence,
            reason=update.reason,
            forecast=forecast,
            has_evidence_item=self.evidence_added or evidence,
            asks_for_date=self.asks_for_date or asks,
        )


def grounds_of(action: Action, period: ReportingPeriod) -> ChangeGrounds:
    """What an update of this action in this period comes after. Three queries."""
    return grounds_of_many([(action.pk, period)])[action.pk, period.pk]


def grounds_of_many(
    wanted: Iterable[tuple[int, ReportingPeriod]],
) -> dict[tuple[int, int], ChangeGrounds]:
    """The same by action and period. Three queries for any number."""
    pairs = list(wanted)
    actions = {action for action, _ in pairs}
    entries = _entries(actions)
    added: dict[int, list[datetime]] = defaultdict(list)
    items = Evidence.objects.shown().filter(action__in=actions)
    for action, at in items.values_list("action", "added_at"):
        added[action].append(at)
    asked = set(
        DateChange.objects.open().filter(action__in=actions).values_list("action", flat=True)
    )
    return {
        (action, period.pk): _grounds(period, entries[action], added[action], action in asked)
        for action, period in pairs
    }


@dataclass(frozen=True, slots=True)
class _PeriodEntries:
    """The updates of one action in one period, in the order of writing; when it first had one."""

    pk: int
    first_day: date
    entries: list[StatusEntry]
    since: datetime


def _entries(actions: Iterable[int]) -> dict[int, dict[int, _PeriodEntries]]:
    found: dict[int, dict[int, _PeriodEntries]] = defaultdict(dict)
    updates = StatusUpdate.objects.filter(action__in=list(actions)).that_may_count()
    columns = (*ENTRY_COLUMNS, "period", "period__first_day", "said_at")
    for *of_entry, period, first_day, said_at in updates.values_list(*columns):
        entry = entry_from(*of_entry)
        of_action = found[entry.action]
        new = _PeriodEntries(period, first_day, [], said_at)
        of_action.setdefault(period, new).entries.append(entry)
    return found


def _grounds(
    period: ReportingPeriod,
    by_period: Mapping[int, _PeriodEntries],
    added: Iterable[datetime],
    asked: bool,
) -> ChangeGrounds:
    own = by_period[period.pk].entries if period.pk in by_period else []
    settled = counting_entry([entry for entry in own if is_settled(entry)])
    earlier = sorted(
        (other for other in by_period.values() if other.first_day < period.first_day),
        key=lambda other: other.first_day,
        reverse=True,
    )
    for other in earlier:
        last = counting_entry([entry for entry in other.entries if entry.accepted is not False])
        if last is not None:
            return ChangeGrounds(
                Status(last.status),
                f"{other.first_day:%B %Y}",
                Status(settled.status) if settled else None,
                any(at > other.since for at in added),
                asked,
            )
    of_period = Status(settled.status) if settled else None
    return ChangeGrounds(None, "", of_period, any(True for _ in added), asked)
