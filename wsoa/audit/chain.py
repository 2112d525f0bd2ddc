"""The hash chain of the audit log: what is hashed, and where a chain is broken. Pure.

An event is sealed once: it gets the next number of its chain and a hash over that number, the hash
of the event before it, and everything that the event says. What the event is about in detail (its
content) is hashed on its own with a random salt, and only that digest is in the chain: a content
can be emptied, and nobody can find out from the digest what it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

SITE = "@site"  # the chain of what belongs to no local area; no area's slug begins with @
FIRST = ""  # what stands for the hash before the first event


@dataclass(frozen=True, slots=True)
class EventContent:
    """What an event says in detail. `is_emptied`: it was, and the digest is all that is left."""

    actor_name: str
    summary: str
    detail: Any
    salt: str
    is_emptied: bool = False


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """An event as the chain sees it. `area` is the key of its local area, None for the site's."""

    pk: int
    area: int | None
    at: datetime
    actor: int | None
    verb: str
    plan: str
    subject: str
    digest: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The place of an event in its chain."""

    sequence: int
    previous_hash: str
    hash: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """An event of a chain with its seal, and its content where the row is there."""

    event: ChainEvent
    seal: Seal
    content: EventContent | None

    @property
    def verifies(self) -> bool:
        """Whether this event was sealed under this number and after that hash."""
        seal = self.seal
        made = seal_hash(self.event, seal.sequence, seal.previous_hash, seal.sealed_at)
        return made == seal.hash


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last number of a chain and its hash; 0 and "" where nothing is sealed yet."""

    sequence: int = 0
    hash: str = FIRST


class FaultKind(StrEnum):
    """What is wrong with a chain of audit events."""

    CHANGED_EVENT = "changed event"
    CHANGED_CONTENT = "changed content"
    MISSING_CONTENT = "missing content"
    EMPTIED = "content emptied without a record"
    MISSING = "missing row"
    ADDED = "added row"
    SWAPPED = "swapped rows"
    REWRITTEN = "rewritten row"
    MISSING_TAIL = "missing tail"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first fault of a chain: its kind, its place in the chain, and a sentence."""

    kind: FaultKind
    sequence: int
    event: int | None
    message: str


# --- what is hashed -------------------------------------------------------------------------------


def content_digest(content: EventContent) -> str:
    """SHA-256 of the canonical JSON of a content with its salt. Raises ValueError for NaN."""
    return _digest(
        {
            "actor_name": content.actor_name,
            "detail": content.detail,
            "salt": content.salt,
            "summary": content.summary,
        }
    )


def seal_hash(event: ChainEvent, sequence: int, previous_hash: str, sealed_at: datetime) -> str:
    """SHA-256 of an event under its number, after the hash before it."""
    return _digest(
        {
            "actor": event.actor,
            "area": event.area,
            "at": _moment(event.at),
            "digest": event.digest,
            "event": event.pk,
            "plan": event.plan,
            "previous": previous_hash,
            "sealed_at": _moment(sealed_at),
            "sequence": sequence,
            "subject": event.subject,
            "verb": event.verb,
        }
    )


def sealed_after(event: ChainEvent, head: ChainHead, sealed_at: datetime) -> Seal:
    """The seal that an event gets as the next one of a chain."""
    sequence = head.sequence + 1
    made = seal_hash(event, sequence, head.hash, sealed_at)
    return Seal(sequence, head.hash, made, sealed_at)


def _digest(value: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what a database gives back of a value: 2.0 is 2 there."""
    read = json.loads(json.dumps(value, allow_nan=False), parse_float=_number)
    text = json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _number(text: str) -> float | int:
    number = float(text)
    return int(number) if number.is_integer() else number


def _moment(moment: datetime) -> str:
    """Such as "2019-11-15T09:00:00.000000+00:00": to the microsecond, as databases keep it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


# --- where it is broken ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found of a chain: where it was followed to, and its first fault, if it has one."""

    head: ChainHead
    fault: ChainFault | None


EventAt = Callable[[int], SealedEvent | None]
EventsFrom = Callable[[int], Iterable[SealedEvent]]


def check_chain(
    events: Iterable[SealedEvent],
    *,
    length: int,
    event_at: EventAt,
    events_from: EventsFrom,
    is_recorded_as_emptied: Callable[[int], bool],
) -> ChainReport:
    """Follows a chain in the order of its numbers to its end or to its first fault.

    `length` is how many events it has. `event_at` gives the event of a number, and `events_from`
    those from a number on: both are only asked to say more exactly what a fault is.
    `is_recorded_as_emptied` says whether the log has it that an event's content was emptied by the
    command.
    """
    head, last_event = ChainHead(), None
    for row in events:
        fault = _link_fault(row, head, last_event, length, event_at, events_from)
        fault = fault or content_fault(row, is_recorded_as_emptied)
        if fault:
            return ChainReport(head, fault)
        head, last_event = ChainHead(row.seal.sequence, row.seal.hash), row.event.pk
    return ChainReport(head, None)


def _link_fault(
    row: SealedEvent,
    head: ChainHead,
    last_event: int | None,
    length: int,
    event_at: EventAt,
    events_from: EventsFrom,
) -> ChainFault | None:
    number, pk = head.sequence + 1, row.event.pk
    if row.seal.sequence > number:
        last = row.seal.sequence - 1
        which = f"Number {number} is" if last == number else f"Numbers {number} to {last} are"
        return ChainFault(FaultKind.MISSING, number, None, f"{which} missing.")
    if row.seal.sequence < number:
        words = f"There are two events with number {row.seal.sequence}; event {pk} is one of them."
        return ChainFault(FaultKind.ADDED, row.seal.sequence, pk, words)
    if not row.verifies:
        return _moved(row, length, event_at) or _exchanged(row, events_from) or _changed(row)
    if row.seal.previous_hash != head.hash:
        if not last_event:
            words = f"Event {pk} is number 1 and names an event before it."
            return ChainFault(FaultKind.REWRITTEN, number, pk, words)
        words = (
            f"Event {last_event}, number {head.sequence}, is not the one after which number "
            f"{number} was sealed: it, or what is before it, was written anew."
        )
        return ChainFault(FaultKind.REWRITTEN, head.sequence, last_event, words)
    return None


def _changed(row: SealedEvent) -> ChainFault:
    words = f"Event {row.event.pk}, number {row.seal.sequence}, is not what was sealed."
    return ChainFault(FaultKind.CHANGED_EVENT, row.seal.sequence, row.event.pk, words)


FURTHEST_MOVE = 10_000  # numbers, on either side, among which a moved event is looked for


def _moved(row: SealedEvent, length: int, event_at: EventAt) -> ChainFault | None:
    """Where the event verifies under another number: it was swapped, or one before it is gone."""
    number = row.seal.sequence
    for was in _around(number, min(FURTHEST_MOVE, 2 * length)):
        if not _at(row, was).verifies:
            continue
        other = event_at(was)
        if other and _at(other, number).verifies:
            words = (
                f"Numbers {number} and {was} were swapped: events {row.event.pk} and "
                f"{other.event.pk}."
            )
            return ChainFault(FaultKind.SWAPPED, number, row.event.pk, words)
        gone = was > number
        kind = FaultKind.MISSING if gone else FaultKind.ADDED
        words = (
            f"Event {row.event.pk} has number {number} and was sealed as number {was}: an event "
            f"before it was {'deleted' if gone else 'added'}."
        )
        return ChainFault(kind, number, row.event.pk, words)
    return None


def _around(number: int, furthest: int) -> Iterator[int]:
    for distance in range(1, furthest):
        yield number + distance
        if number > distance:
            yield number - distance


def _at(row: SealedEvent, number: int) -> SealedEvent:
    return replace(row, seal=replace(row.seal, sequence=number))


def _exchanged(row: SealedEvent, events_from: EventsFrom) -> ChainFault | None:
    """Where the event verifies with what another one says, and the other with what it says."""
    for other in events_from(row.seal.sequence + 1):
        if other.verifies:
            continue
        for mine, theirs in (
            (other.event, row.event),
            (replace(other.event, pk=row.event.pk), replace(row.event, pk=other.event.pk)),
        ):
            if replace(row, event=mine).verifies and replace(other, event=theirs).verifies:
                numbers = f"Numbers {row.seal.sequence} and {other.seal.sequence}"
                words = f"{numbers} were swapped: events {row.event.pk} and {other.event.pk}."
                return ChainFault(FaultKind.SWAPPED, row.seal.sequence, row.event.pk, words)
    return None


def content_fault(
    row: SealedEvent, is_recorded_as_emptied: Callable[[int], bool]
) -> ChainFault | None:
    """What is wrong with an event's content, sealed or not."""
    number, pk, content = row.seal.sequence, row.event.pk, row.content
    name = f"event {pk}, number {number}," if number else f"event {pk}, not sealed yet,"
    if content is None:
        words = f"The content of {name} is missing."
        return ChainFault(FaultKind.MISSING_CONTENT, number, pk, words)
    if content.is_emptied:
        if is_recorded_as_emptied(pk):
            return None
        words = f"The content of {name} was emptied, and the log does not say by whom and why."
        return ChainFault(FaultKind.EMPTIED, number, pk, words)
    if content_digest(content) != row.event.digest:
        words = f"The content of {name} is not what was recorded."
        return ChainFault(FaultKind.CHANGED_CONTENT, number, pk, words)
    return None


def tail_fault(
    head: ChainHead, known: ChainHead, hash_at: Callable[[int], str | None], source: str
) -> ChainFault | None:
    """What is wrong with a chain against a head that was known of it: from the log, a backup.

    `head` is where the chain is followed to; `source` says in words whose the known head is.
    """
    if known.sequence > head.sequence:
        first = head.sequence + 1
        words = (
            f"Numbers {first} to {known.sequence} are missing at the end, compared with {source}."
            if known.sequence > first
            else f"Number {first} is missing at the end, compared with {source}."
        )
        return ChainFault(FaultKind.MISSING_TAIL, first, None, words)
    if known.sequence and hash_at(known.sequence) != known.hash:
        words = (
            f"Number {known.sequence} has another hash than in {source}: it, or what is before "
            "it, was written anew."
        )
        return ChainFault(FaultKind.REWRITTEN, known.sequence, None, words)
    return None


# --- a head in words ------------------------------------------------------------------------------


class NotAHead(ValueError):
    """A text that does not name a head."""


def printed_head(chain: str, head: ChainHead) -> str:
    """ "sheffield:12:9f86…": the chain's name, its last number, and its hash."""
    return f"{chain}:{head.sequence}:{head.hash}"


def parse_head(text: str) -> tuple[str, ChainHead]:
    """The chain's name and its head, from what `printed_head` gives. Raises NotAHead."""
    chain, _, rest = text.strip().partition(":")
    number, _, made = rest.partition(":")
    if not chain or not (number.isascii() and number.isdecimal()):
        raise NotAHead(f"{text!r} is not a head. Give it such as sheffield:12:9f86…")
    if len(made) != 64 and int(number):
        raise NotAHead(f"{text!r} is not a head: its hash must have 64 characters.")
    return chain, ChainHead(int(number), made)
