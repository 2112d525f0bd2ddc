"""Sealing: a worker gives each event its number and hash in the chain of its local area.

No save waits for this. An event is sealed after it was committed, in the order in which sealing
finds events: one that is committed late gets a later number, and none is left out.

One worker at a time seals a chain: it holds the chain's lease, and each batch is one transaction
that renews it first. A worker that is killed leaves whole batches behind, and the next one
continues from there. The chain grows together with what it seals, or not at all.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wsoa.audit.chain import ChainHead, sealed_after
from wsoa.audit.models import AuditChain, AuditEvent
from wsoa.core.leases import LeaseLost

BATCH = 200  # events in a transaction: on SQLite, everybody else's writing waits so long


def seal_events() -> int:
    """Seals every committed event of every chain that no other worker is sealing.

    Idempotent. Returns how many events were sealed.
    """
    areas = AuditEvent.objects.unsealed().order_by().values_list("local_area", flat=True)
    return sum(_seal_chain(_chain_of(area)) for area in areas.distinct())


def _chain_of(local_area: int | None) -> int:
    known = AuditChain.objects.of(local_area).values_list("pk", flat=True).first()
    if known:
        return known
    # Of two workers that make it together, the unique constraint lets one; both then find it.
    AuditChain.objects.bulk_create([AuditChain(local_area_id=local_area)], ignore_conflicts=True)
    return AuditChain.objects.of(local_area).get().pk


def _seal_chain(chain: int) -> int:
    """Seals what there is of a chain; 0 where another worker holds it."""
    lease = timedelta(seconds=settings.AUDIT_LEASE_SECONDS)
    claim = AuditChain.objects.claim(chain, moment=timezone.now(), lease=lease)
    if claim is None:
        return 0
    sealed = 0
    try:
        while count := _seal_batch(chain, claim, lease):
            sealed += count
        AuditChain.objects.hand_in(chain, claim)
    except LeaseLost:
        pass  # another worker has taken over where this one was; whole batches stay
    return sealed


@transaction.atomic
def _seal_batch(chain: int, claim: str, lease: timedelta) -> int:
    """Seals one batch, all or none. Raises LeaseLost."""
    moment = timezone.now()
    # This holds the chain's row to the end: whoever claims it meanwhile waits, and gets nothing.
    AuditChain.objects.renew(chain, claim, moment=moment, lease=lease)
    row = AuditChain.objects.get(pk=chain)
    head, count = row.head, 0
    events = AuditEvent.objects.of_chain(row.local_area_id).unsealed().order_by("pk")
    for event in events[:BATCH]:
        seal = sealed_after(event.of_chain, head, moment)
        if AuditEvent.objects.seal(event.pk, seal):
            head, count = ChainHead(seal.sequence, seal.hash), count + 1
    if count:
        held = AuditChain.objects.held(chain, claim)
        held.update(length=head.sequence, head_hash=head.hash)
    return count
