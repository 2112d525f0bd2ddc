"""The differences between two quarterly documents, as lists. Pure: two documents in.

Without a previous document, the document is compared with its own previous quarter as far as it
contains it: statuses, risks and end dates, but no texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from actions.domain.enums import Status
from governance.papers.comparison.normalise import (
    OF_PAPER,
    ComparedAction,
    ComparedDocument,
    ComparedText,
    DateState,
    DocumentPlace,
    compared_document,
    month_in_full,
    quarter_before,
)
from governance.papers.document.schema import Quarterly

# What shows differences takes them from here, with the places that they are of.
__all__ = [
    "CountChange",
    "DateState",
    "Differences",
    "DocumentPlace",
    "EndDateChange",
    "RiskChange",
    "StatusChange",
    "StatusTurn",
    "TextChange",
    "differences",
    "turn_of",
]


class StatusTurn(StrEnum):
    """How a status changed. Each change is exactly one of these, so that they add up."""

    FINISHED = "finished"
    REOPENED = "reopened"  # was complete, whatever it is now
    FELL_BEHIND = "fell_behind"
    RECOVERED = "recovered"  # was behind, and is on track or yet to start
    BEGAN = "began"  # in time, or late
    SET_BACK = "set_back"  # was under way, and is said not to have started
    FIRST = "first"  # had no status
    SILENT = "silent"  # had one, and has none now


@dataclass(frozen=True, slots=True)
class StatusChange:
    """An action whose status differs between two documents; None where it has no status."""

    at: DocumentPlace
    was: str | None
    now: str | None
    turn: StatusTurn


@dataclass(frozen=True, slots=True)
class EndDateChange:
    """An end date that was moved, requested or refused. `which`: 2 for the second move."""

    at: DocumentPlace
    start: str
    to: str
    months: int
    number: int
    state: DateState
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class RiskChange:
    """An action for which a significant risk was raised, or no longer is."""

    at: DocumentPlace
    raised: bool


@dataclass(frozen=True, slots=True)
class TextChange:
    """A changed text; either side is empty if there was, or is, none."""

    at: DocumentPlace
    name: str
    was: str
    now: str
    of_plan: bool  # the plan's own words, which seldom change


@dataclass(frozen=True, slots=True)
class CountChange:
    """A count of actions that differs between two documents."""

    name: str
    was: int
    now: int

    @property
    def by(self) -> int:
        return self.now - self.was


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences; `since` is the quarter compared with: July 2019."""

    since: str
    statuses: tuple[StatusChange, ...] = ()
    dates: tuple[EndDateChange, ...] = ()
    risks: tuple[RiskChange, ...] = ()
    added: tuple[DocumentPlace, ...] = ()
    removed: tuple[DocumentPlace, ...] = ()
    texts: tuple[TextChange, ...] = ()
    counts: tuple[CountChange, ...] = ()

    def in_area(self, ref: str) -> Differences:
        """The differences in one area, without counts, which are the plan's."""
        return Differences(
            self.since,
            tuple(change for change in self.statuses if change.at.area == ref),
            tuple(change for change in self.dates if change.at.area == ref),
            tuple(change for change in self.risks if change.at.area == ref),
            tuple(place for place in self.added if place.area == ref),
            tuple(place for place in self.removed if place.area == ref),
            tuple(change for change in self.texts if change.at.area == ref),
        )

    def turned(self, turn: StatusTurn) -> tuple[DocumentPlace, ...]:
        return tuple(change.at for change in self.statuses if change.turn is turn)

    @property
    def is_nothing(self) -> bool:
        """Whether there are no differences."""
        counts = any(count.by for count in self.counts)
        return not (counts or self.texts) and self.is_still

    @property
    def is_still(self) -> bool:
        """Whether no status, risk or date has changed; texts may have."""
        moved = (self.statuses, self.dates, self.risks, self.added, self.removed)
        return not any(moved)


COUNTS = {
    "total": "Actions",
    "behind": "Behind target or at significant risk",
    "to_plan": "On track or yet to start",
    "complete": "Complete",
    "without": "Without a status",
}


def differences(before: Quarterly | None, after: Quarterly) -> Differences:
    """The differences from `before` to `after`; just the counts if `after` is the first."""
    then = quarter_before(after) if before is None else compared_document(before)
    if then is None:
        return Differences("")
    now = compared_document(after)
    both = [(then.rows[at.ref], row) for at, row in now.places() if at.ref in then.rows]
    return Differences(
        since=then.name,
        statuses=tuple(_status_changes(both)),
        dates=tuple(moved for was, row in both for moved in _dates(was, row)),
        risks=tuple(RiskChange(row.at, row.risk) for was, row in both if was.risk != row.risk),
        added=tuple(at for at, _row in now.places() if at.ref not in then.rows),
        removed=tuple(at for at, _row in then.places() if at.ref not in now.rows),
        texts=tuple(_texts(then, now)) if before is not None else (),
        counts=tuple(
            CountChange(words, then.counts[name], now.counts[name])
            for name, words in (COUNTS | OF_PAPER).items()
            if name in then.counts and name in now.counts
        ),
    )


def _status_changes(
    both: Iterable[tuple[ComparedAction, ComparedAction]],
) -> Iterable[StatusChange]:
    for was, now in both:
        if was.status != now.status:
            yield StatusChange(now.at, was.status, now.status, turn_of(was.status, now.status))


def turn_of(was: str | None, now: str | None) -> StatusTurn:
    """The kind of a status change; the two statuses differ."""
    if now is None:
        return StatusTurn.SILENT
    if now == Status.COMPLETE:
        return StatusTurn.FINISHED
    if was is None:
        return StatusTurn.FIRST
    if was == Status.COMPLETE:
        return StatusTurn.REOPENED
    behind = Status(was).is_behind, Status(now).is_behind
    if behind == (False, True):
        return StatusTurn.FELL_BEHIND
    if behind == (True, False):
        return StatusTurn.RECOVERED
    return StatusTurn.BEGAN if Status(now).has_begun else StatusTurn.SET_BACK


def _dates(was: ComparedAction, now: ComparedAction) -> Iterable[EndDateChange]:
    for key, move in now.moves.items():
        known = was.moves.get(key)
        if known and known.state is move.state:
            continue
        asked = move.move
        yield EndDateChange(
            now.at,
            month_in_full(asked.from_),
            month_in_full(asked.to),
            asked.months,
            move.number,
            move.state,
            asked.reason,
            asked.decision,
        )


PLANS_OWN = frozenset(
    ("Title", "Finding", "Outcome", "Action", "Start", "End", "Lead", "Measures", "Front matter")
)


def _texts(then: ComparedDocument, now: ComparedDocument) -> Iterable[TextChange]:
    for at, what in dict.fromkeys([*now.texts, *then.texts]):
        if at.ref and not (at.ref in then.rows and at.ref in now.rows):
            continue
        was = then.texts.get((at, what), ComparedText())
        is_now = now.texts.get((at, what), ComparedText())
        if was.canonical != is_now.canonical:
            own = what.partition(":")[0] in PLANS_OWN
            yield TextChange(at, what, was.printed, is_now.printed, own)
