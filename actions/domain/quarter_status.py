"""Which word counts as the status of an action in a quarter. Pure: rows in, a row out.

The last accepted word counts, whatever was said since. Where nothing was accepted, the last
that was submitted; without one, what the programme office recorded; one that was returned only
where there is nothing else. Where nothing was said at all there is no status: "no update",
which is not the same as "not yet started".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar


class ReviewedEntry(Protocol):
    """One word of the quarter, or of a month of it, as far as it matters here."""

    @property
    def status(self) -> str: ...

    @property
    def accepted(self) -> bool | None:
        """True or False as it was judged; None where nobody has judged it."""

    @property
    def recorded(self) -> bool:
        """Whether the programme office recorded it: settled, until a lead speaks."""

    @property
    def replaced(self) -> bool:
        """Whether a later word of the same period stands in its place."""


W = TypeVar("W", bound=ReviewedEntry)


class CountedStatus(NamedTuple):
    """The status of a quarter, and whether it was accepted."""

    status: str
    accepted: bool


def counting_entry(said: Iterable[W]) -> W | None:
    """The word that counts, of words in the order in which they were said.

    An accepted word counts even after a correction was sent, until that is accepted in its turn.
    A word that its writer replaced before anybody accepted it counts for nothing.
    """
    best: W | None = None
    for word in said:
        if word.replaced and not word.accepted and not word.recorded:
            continue
        if best is None or _precedence(word) <= _precedence(best):
            best = word
    return best


def _precedence(word: ReviewedEntry) -> int:
    if word.accepted:
        return 0
    if word.recorded:
        return 2
    return 1 if word.accepted is None else 3


def status_of_quarter(said: Iterable[ReviewedEntry]) -> CountedStatus | None:
    """The status of the quarter and whether it is settled; None where nothing was said."""
    word = counting_entry(said)
    return CountedStatus(word.status, is_settled(word)) if word else None


def is_settled(word: ReviewedEntry) -> bool:
    """Whether nobody has to accept it any more: it was accepted, or recorded by the office."""
    return bool(word.accepted) or word.recorded


def waiting_entry(said: Iterable[W]) -> W | None:
    """The last word that still waits to be accepted or returned, if it is the last of all."""
    last: W | None = None
    for word in said:
        if not word.replaced:
            last = word
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


@dataclass(frozen=True, slots=True)
class QuarterStatus:
    """The status of an action in a quarter, and how far it is accepted.

    `waits` is the status of a later word that nobody has accepted or returned yet, where there is
    one. The risk flag is the last word's: a risk is not kept back until somebody accepts it.
    """

    status: str
    accepted: bool
    waits: str | None
    risk: bool
    reason: str = ""  # why the status is better than the dates allow, where it is
    waits_reason: str = ""  # the same of the later word

    @property
    def unsettled(self) -> bool:
        """Whether something in it is not yet accepted."""
        return not self.accepted or self.waits is not None


def quarter_status(words: Sequence[StatusEntry]) -> QuarterStatus:
    """What stands after these words of one quarter; there is at least one."""
    counts = counting_entry(words) or words[-1]
    waits = waiting_entry(words)
    if waits and waits.pk == counts.pk:
        waits = None
    last = next((word for word in reversed(words) if not word.replaced), words[-1])
    return QuarterStatus(
        status=counts.status,
        accepted=is_settled(counts),
        waits=waits.status if waits else None,
        risk=last.risk,
        reason=counts.reason,
        waits_reason=waits.reason if waits else "",
    )
