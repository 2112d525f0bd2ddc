"""Checking the audit log: every chain, event by event, against itself and against known heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from wsoa.audit.chain import (
    ChainFault,
    ChainHead,
    FaultKind,
    SealedEvent,
    check_chain,
    content_fault,
    tail_fault,
)
from wsoa.audit.heads import chain_names
from wsoa.audit.models import AuditChain, AuditEvent
from wsoa.audit.querysets import AuditEventQuerySet
from wsoa.audit.services import EMPTIED, subject_of_emptied

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head that was written down before; `source` says where."""

    chain: str
    head: ChainHead
    source: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What the check found of one chain. `head` is where it was followed to."""

    chain: str
    head: ChainHead
    unsealed: int
    oldest_unsealed: datetime | None
    fault: ChainFault | None


def check_log(known: Iterable[KnownHead] = ()) -> Iterator[ChainCheck]:
    """Checks every chain, in the order of their names. Of each, the first fault is given."""
    heads: dict[str, list[KnownHead]] = {}
    for known_head in known:
        heads.setdefault(known_head.chain, []).append(known_head)
    names = chain_names()
    for name in sorted(names.keys() | heads.keys()):
        if name in names:
            yield _check(name, names[name], heads.get(name, []))
        else:
            fault = _against_heads(ChainHead(), heads[name], AuditEvent.objects.none())
            yield ChainCheck(name, ChainHead(), 0, None, fault)


def _check(name: str, area: int | None, known: Iterable[KnownHead]) -> ChainCheck:
    # The chain's row is read before its events: it never says more than they do.
    row = AuditChain.objects.of(area).first()
    own = [KnownHead(name, row.head, "the chain's own row")] if row else []
    events = AuditEvent.objects.of_chain(area).with_content()
    sealed = events.sealed().in_chain_order()
    report = check_chain(
        _records(sealed),
        length=sealed.count(),
        event_at=lambda number: next(_records(sealed.numbered(number)), None),
        events_from=lambda number: _records(sealed.numbered_from(number)),
        is_recorded_as_emptied=_is_recorded_as_emptied,
    )
    fault = (
        report.fault
        or _against_heads(report.head, [*own, *known], sealed)
        or _own_row_fault(area, report.head)
    )
    waiting = events.unsealed()
    found = waiting.aggregate(oldest=Min("at"))
    return ChainCheck(
        chain=name,
        head=report.head,
        unsealed=waiting.count(),
        oldest_unsealed=found["oldest"],
        fault=fault or _unsealed_fault(_records(waiting.order_by("pk"))),
    )


def _own_row_fault(area: int | None, head: ChainHead) -> ChainFault | None:
    """Where the chain's own row says less than its events: no worker could go on from there.

    Read after the events: what was sealed meanwhile is in it.
    """
    row = AuditChain.objects.of(area).first()
    length = row.length if row else 0
    if length >= head.sequence:
        return None
    words = f"The chain's own row ends at number {length}, and its events at {head.sequence}."
    return ChainFault(FaultKind.MISSING, length + 1, None, words)


def _against_heads(
    head: ChainHead, known: Iterable[KnownHead], sealed: AuditEventQuerySet
) -> ChainFault | None:
    def hash_at(number: int) -> str | None:
        return sealed.numbered(number).values_list("hash", flat=True).first()

    for before in sorted(known, key=lambda known_head: known_head.head.sequence):
        fault = tail_fault(head, before.head, hash_at, before.source)
        if fault:
            return fault
    return None


def _unsealed_fault(events: Iterable[SealedEvent]) -> ChainFault | None:
    faults = (content_fault(event, _is_recorded_as_emptied) for event in events)
    return next((fault for fault in faults if fault), None)


def _records(events: AuditEventQuerySet) -> Iterator[SealedEvent]:
    return (event.as_sealed for event in events.iterator(chunk_size=CHUNK))


def _is_recorded_as_emptied(event: int) -> bool:
    """By the event's key. Earlier records name that key, later ones its number in the chain."""
    emptied = AuditEvent.objects.get(pk=event)
    records = AuditEvent.objects.of_verb(EMPTIED).of_chain(emptied.local_area_id)
    subjects = [f"event {event}"]
    if emptied.sequence:
        subjects.append(subject_of_emptied(emptied.sequence))
    return records.of_subjects(subjects).exists()
