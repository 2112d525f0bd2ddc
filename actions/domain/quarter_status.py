"""Which update counts as the status of an action in a quarter. Pure.

The last accepted update counts, whatever was submitted since. Without an accepted one, the last
submitted; without one, what the programme office recorded; a returned update only where there is
nothing else. Without any update there is no status: "no update" is not "not yet started".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypeVar

from actions.domain.enums import Status


class ReviewedEntry(Protocol):
    """One update of the quarter, or of a month of it, as far as the rule needs it."""

    @property
    def status(self) -> str: ...

    @property
    def accepted(self) -> bool | None:
        """True if accepted, False if returned, None if not yet reviewed."""

    @property
    def recorded(self) -> bool:
        """Whether the programme office recorded it: settled until a lead answers."""

    @property
    def replaced(self) -> bool:
        """Whether a later update of the same period supersedes it."""


W = TypeVar("W", bound=ReviewedEntry)


class CountedStatus(NamedTuple):
    """The status of a quarter, and whether it was accepted."""

    status: str
    accepted: bool


def counting_entry(entries: Iterable[W]) -> W | None:
    """The update that counts, of updates in the order of writing.

    An accepted update counts even after a correction was sent, until the correction is accepted.
    An update that was superseded before it was accepted does not count.
    """
    best: W | None = None
    for entry in entries:
        if entry.replaced and not entry.accepted and not entry.recorded:
            continue
        if best is None or _precedence(entry) <= _precedence(best):
            best = entry
    return best


def _precedence(entry: ReviewedEntry) -> int:
    if entry.accepted:
        return 0
    if entry.recorded:
        return 2
    return 1 if entry.accepted is None else 3


def status_of_quarter(entries: Iterable[ReviewedEntry]) -> CountedStatus | None:
    """The status of the quarter and whether it is settled; None without any update."""
    entry = counting_entry(entries)
    return CountedStatus(entry.status, is_settled(entry)) if entry else None


def is_complete(entries: Iterable[ReviewedEntry]) -> bool:
    """Whether the quarter left the action complete, so that the next round does not ask about it.

    A returned update never does: the round after it has to be able to answer the return.
    """
    entry = counting_entry(entries)
    return entry is not None and entry.status == Status.COMPLETE and entry.accepted is not False


def is_settled(entry: ReviewedEntry) -> bool:
    """Whether no acceptance is due: it was accepted, or recorded by the programme office."""
    return bool(entry.accepted) or entry.recorded


def waiting_entry(entries: Iterable[W]) -> W | None:
    """The last update, if it is still to be accepted or returned; otherwise None."""
    last: W | None = None
    for entry in entries:
        if not entry.replaced:
            last = entry
    is_waiting = last is not None and last.accepted is None and not last.recorded
    return last if is_waiting else None


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One update, as far as the status of its quarter depends on it."""

    pk: int
    action: int
    quarter: int
    status: str
    risk: bool
    accepted: bool | None
    replaced: bool
    reason: str = ""
    recorded: bool = False
    by_office: bool = False  # no lead said it: the programme office recorded it, or answered


@dataclass(frozen=True, slots=True)
class QuarterStatus:
    """The status of an action in a quarter, and whether it is accepted.

    `waits` is the status of a later update that is still to be reviewed, if any. The risk flag is
    that of the last update: a risk is not withheld until somebody accepts it.
    """

    status: str
    accepted: bool
    waits: str | None
    risk: bool
    reason: str = ""  # why the status is better than the dates allow, where it is
    waits_reason: str = ""  # the same of the later update
    by_office: bool = False  # no lead has answered: it is what the programme office said
    carried: bool = False  # it is that of an earlier quarter: this one has no update yet

    @property
    def unsettled(self) -> bool:
        """Whether something in it is not yet accepted."""
        return not self.accepted or self.waits is not None

    @property
    def recorded_by_office(self) -> bool:
        """Whether the programme office recorded it in this quarter, as no lead has answered."""
        return self.by_office and not self.carried


def quarter_status(words: Sequence[StatusEntry]) -> QuarterStatus:
    """The status of a quarter from its updates, of which there is at least one."""
    counts = counting_entry(words) or words[-1]
    waits = waiting_entry(words)
    if waits and waits.pk == counts.pk:
        waits = None
    last = next((entry for entry in reversed(words) if not entry.replaced), words[-1])
    return QuarterStatus(
        status=counts.status,
        accepted=is_settled(counts),
        waits=waits.status if waits else None,
        risk=last.risk,
        reason=counts.reason,
        waits_reason=waits.reason if waits else "",
        by_office=counts.by_office,
    )


def status_shown(
    by_quarter: Mapping[int, QuarterStatus], quarters: Sequence[int], quarter: int | None
) -> QuarterStatus | None:
    """The status that is shown for a quarter: its own, or else the last one before it, `carried`.

    `quarters` are in the order of time. A quarter begins with the first round of its months, when
    nobody has answered in it: what stood until then stands until somebody does.
    """
    if quarter is None or quarter in by_quarter:
        return by_quarter.get(quarter) if quarter is not None else None
    latest_first = reversed(quarters[: quarters.index(quarter)])
    last = next((by_quarter[before] for before in latest_first if before in by_quarter), None)
    return replace(last, carried=True) if last else None


def statuses_shown(
    by_quarter: Mapping[int, QuarterStatus], quarters: Sequence[int], current: int | None
) -> dict[int, QuarterStatus]:
    """The statuses with what is shown for the current quarter; those before have their own only."""
    shown = status_shown(by_quarter, quarters, current)
    return dict(by_quarter) if shown is None or current is None else {**by_quarter, current: shown}
