"""What an update comes after: the statuses accepted before it, and what is there for its change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet

from actions.domain.carried_texts import carried_texts
from actions.domain.enums import Status
from actions.domain.quarter_status import StatusEntry, counting_entry, is_settled
from actions.domain.status_change import (
    ChangeKind,
    Explanation,
    Requirement,
    change_of_status,
    required,
    unmet,
)
from actions.domain.update_texts import TEXT_FIELDS
from actions.models import Action, DateChange, Evidence, ReportingPeriod, StatusUpdate
from actions.selectors.status_as_at import ENTRY_COLUMNS, entry_from
from wsoa.core.compiled_queries import compiled_once
from wsoa.core.months import Month


class ExplainingTexts(Protocol):
    """The texts of an update that say why its status is what it is."""

    @property
    def developments(self) -> str: ...
    @property
    def evidence(self) -> str: ...
    @property
    def reason(self) -> str: ...


class BesideUpdates(Protocol):
    """What explains a change of status without being part of an update."""

    def evidence_since(self, moment: datetime | None) -> bool:
        """Whether an item of evidence was added after the moment; at any time for None."""

    def asks_for_date(self) -> bool:
        """Whether a new end date waits for its decision."""


@dataclass(frozen=True)
class ChangeGrounds:
    """What an update of an action in a period comes after.

    `before` is the status of the last earlier period that has one, as it counts there, `name` that
    period's, `since` when it was first given one; `settled` the status accepted, or recorded by
    the programme office, in the period itself.
    """

    before: Status | None
    name: str
    since: datetime | None
    settled: Status | None
    beside: BesideUpdates = field(repr=False, compare=False)

    @cached_property
    def evidence_added(self) -> bool:
        """Whether an item of evidence was added since the status before."""
        return self.beside.evidence_since(self.since)

    @cached_property
    def asks_for_date(self) -> bool:
        """Whether a new end date waits for its decision."""
        return self.beside.asks_for_date()

    def required_of(self, action: Action, status: Status, day: date) -> tuple[Requirement, ...]:
        """What an update with that status has to say on that day."""
        before = [known for known in (self.before, self.settled) if known is not None]
        return required(before, status, action.start, action.agreed_end, day)

    def is_better_than_before(self, status: Status) -> bool:
        """Whether the status is in a better group than that of the earlier period."""
        return change_of_status(self.before, status) is ChangeKind.BETTER

    def explained_by(
        self, update: ExplainingTexts, carried: Collection[str], forecast: Month | None
    ) -> Explanation:
        """All that there is for the status of an update; a text that was `carried` over says
        nothing of it.
        """
        return Explanation(
            *_own_texts(update, carried),
            forecast=forecast,
            has_evidence_item=self.evidence_added,
            asks_for_date=self.asks_for_date,
        )

    def unmet_by(
        self,
        update: ExplainingTexts,
        carried: Collection[str],
        forecast: Month | None,
        needed: Collection[Requirement],
        day: date,
        *,
        evidence: bool = False,
        asks: bool = False,
    ) -> tuple[Requirement, ...]:
        """What is needed, and neither in the update nor there before it.

        `evidence` is whether an item of evidence comes along with the update; `asks` whether a
        request for a new end date does. What was there before is read only where it decides.
        """
        own = Explanation(
            *_own_texts(update, carried),
            forecast=forecast,
            has_evidence_item=evidence,
            asks_for_date=asks,
        )
        return tuple(
            requirement
            for requirement in unmet(needed, own, day)
            if not (requirement is Requirement.EVIDENCE and self.evidence_added)
            and not (requirement is Requirement.FORECAST and self.asks_for_date)
        )


def _own_texts(update: ExplainingTexts, carried: Collection[str]) -> tuple[str, str, str]:
    """Developments, evidence and reason, without those that repeat an earlier update."""
    developments = "" if "developments" in carried else update.developments
    return developments, "" if "evidence" in carried else update.evidence, update.reason


# --- one action: the form of an update, and the service that saves it ---------------------------


class EarlierTexts(NamedTuple):
    """The texts of the last update of an earlier period that has any."""

    period: str  # its key
    carried_from: Mapping[str, str]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UpdateBasis:
    """All that an update of an action is checked against, as at one version of the action.

    Whatever it rests on raises that version. Under a lock on the action that still has the
    version, nothing of it needs to be read again.
    """

    version: int
    grounds: ChangeGrounds
    last: EarlierTexts | None

    def carried(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Those of the texts that repeat the last update of an earlier period, each with its
        month.
        """
        if self.last is None:
            return {}
        return carried_texts(texts, self.last.texts, self.last.carried_from, self.last.period)


def update_basis(action: Action, period: ReportingPeriod) -> UpdateBasis:
    """What an update of this action in this period comes after. One query, and one more for each
    of the two things beside the updates that is asked for.
    """
    version = action.version  # of before the query: what is written meanwhile is another version
    entries: dict[int, _PeriodEntries] = {}
    last: tuple[tuple[date, datetime, int], EarlierTexts] | None = None
    for (
        *of_entry,
        pk,
        first_day,
        recorded_at,
        key,
        carried_from,
        developments,
        evidence,
        steps,
    ) in _updates_with_texts(action.pk):
        entry = entry_from(*of_entry)
        new = _PeriodEntries(pk, first_day, [], recorded_at)
        entries.setdefault(pk, new).entries.append(entry)
        texts = dict(zip(TEXT_FIELDS, (developments, evidence, steps), strict=True))
        if entry.replaced or first_day >= period.first_day or not any(texts.values()):
            continue
        place = (first_day, recorded_at, entry.pk)
        if last is None or place > last[0]:
            last = place, EarlierTexts(key, carried_from, texts)
    grounds = _grounds(period, entries, _BesideOneAction(action.pk))
    return UpdateBasis(version, grounds, last[1] if last else None)


@compiled_once
def _updates_with_texts(action: int) -> QuerySet[StatusUpdate, Any]:
    of_period = ("period", "period__first_day", "recorded_at", "period__key")
    updates = StatusUpdate.objects.about([action]).that_may_count()
    return updates.values_list(*ENTRY_COLUMNS, *of_period, "carried_from", *TEXT_FIELDS)


@dataclass(frozen=True, slots=True)
class _BesideOneAction:
    """What is beside the updates of one action, read when it is asked for."""

    action: int

    def evidence_since(self, moment: datetime | None) -> bool:
        return any(moment is None or at > moment for at in _evidence_added(self.action))

    def asks_for_date(self) -> bool:
        return bool(_open_requests(self.action))


@compiled_once
def _evidence_added(action: int) -> QuerySet[Evidence, Any]:
    shown = Evidence.objects.shown().filter(action=action)
    return shown.values_list("added_at", flat=True)


@compiled_once
def _open_requests(action: int) -> QuerySet[DateChange, Any]:
    return DateChange.objects.open().filter(action=action).values_list("pk", flat=True)


# --- many actions: the review page --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _BesideManyActions:
    """What is beside the updates of an action, read for many at once."""

    added: tuple[datetime, ...]
    is_asked: bool

    def evidence_since(self, moment: datetime | None) -> bool:
        return any(moment is None or at > moment for at in self.added)

    def asks_for_date(self) -> bool:
        return self.is_asked


def grounds_of_many(
    wanted: Iterable[tuple[int, ReportingPeriod]],
) -> dict[tuple[int, int], ChangeGrounds]:
    """What updates come after, by action and period. Three queries for any number."""
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
        (action, period.pk): _grounds(
            period, entries[action], _BesideManyActions(tuple(added[action]), action in asked)
        )
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
    columns = (*ENTRY_COLUMNS, "period", "period__first_day", "recorded_at")
    for *of_entry, period, first_day, recorded_at in updates.values_list(*columns):
        entry = entry_from(*of_entry)
        of_action = found[entry.action]
        new = _PeriodEntries(period, first_day, [], recorded_at)
        of_action.setdefault(period, new).entries.append(entry)
    return found


def _grounds(
    period: ReportingPeriod, by_period: Mapping[int, _PeriodEntries], beside: BesideUpdates
) -> ChangeGrounds:
    own = by_period[period.pk].entries if period.pk in by_period else []
    settled = counting_entry([entry for entry in own if is_settled(entry)])
    of_period = Status(settled.status) if settled else None
    earlier = sorted(
        (other for other in by_period.values() if other.first_day < period.first_day),
        key=lambda other: other.first_day,
        reverse=True,
    )
    for other in earlier:
        last = counting_entry([entry for entry in other.entries if entry.accepted is not False])
        if last is not None:
            name = f"{other.first_day:%B %Y}"
            return ChangeGrounds(Status(last.status), name, other.since, of_period, beside)
    return ChangeGrounds(None, "", None, of_period, beside)
