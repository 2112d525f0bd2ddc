"""Sealing: every committed event, once, in one chain a local area."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.audit.conftest import LENGTH, Log, event
from tests.support.factories import LocalAreaFactory, PlanFactory
from wsoa.audit import sealing
from wsoa.audit.chain import Seal
from wsoa.audit.models import AuditChain, AuditEvent
from wsoa.audit.querysets import AuditChainQuerySet, AuditEventQuerySet
from wsoa.audit.sealing import seal_events
from wsoa.audit.services import record_audit
from wsoa.audit.tasks import seal_events as seal_task
from wsoa.audit.triggers import without_triggers
from wsoa.core.clock import now


def record(count: int = 1, **where: object) -> list[int]:
    with transaction.atomic():
        return [
            record_audit(by=None, verb="load", subject="plan", summary="Loaded", **where).pk
            for _ in range(count)
        ]


def numbers(pks: list[int]) -> list[int | None]:
    return [AuditEvent.objects.get(pk=pk).sequence for pk in pks]


def test_each_area_has_a_chain_and_the_site_has_its_own(log: Log) -> None:
    assert numbers(log.area) == list(range(1, LENGTH + 1))
    assert numbers(log.waiting) == [None]
    first, last = AuditChain.objects.get(local_area__slug="leeds"), event(log.area[-1])
    assert (first.length, first.head_hash) == (LENGTH, last.hash)
    assert [event(pk).previous_hash for pk in log.area] == [
        "",
        *(event(pk).hash for pk in log.area[:-1]),
    ]
    site = AuditChain.objects.get(local_area=None)
    assert (site.length, site.head_hash) == (numbers(log.site)[-1], event(log.site[-1]).hash)


def test_the_area_of_an_event_is_the_plan_s_or_the_one_that_was_given(db: None) -> None:
    plan, york = PlanFactory(local_area__name="Leeds"), LocalAreaFactory(name="York")
    [of_plan], [of_area], [of_none] = record(plan=plan), record(local_area=york), record()
    assert (event(of_plan).local_area, event(of_plan).plan) == (plan.local_area, plan.slug)
    assert (event(of_area).local_area, event(of_area).plan) == (york, "")
    assert (event(of_none).local_area, event(of_none).plan) == (None, "")


def test_sealing_twice_seals_once(log: Log) -> None:
    before = list(AuditEvent.objects.order_by("pk").values_list("sequence", "hash"))
    assert seal_events() == 1
    assert seal_events() == 0
    after = list(AuditEvent.objects.order_by("pk").values_list("sequence", "hash"))
    assert after[:-1] == before[:-1]
    assert after[-1][0] == LENGTH + 1


def test_an_event_that_is_committed_late_is_sealed_late(log: Log) -> None:
    """Its key is lower than those of events that were sealed before it was there."""
    seal_events()
    late = AuditEvent.objects.create(
        pk=-1,
        at=now(),
        verb="load",
        subject="plan",
        digest="0" * 64,
        local_area=event(log.area[0]).local_area,
    )
    seal_task()
    assert numbers([late.pk]) == [LENGTH + 2]


def test_more_than_a_batch_is_sealed_in_one_go(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    more = record(7, local_area=event(log.area[0]).local_area)
    assert seal_events() == 8
    assert numbers(more) == list(range(LENGTH + 2, LENGTH + 9))


def hold(seconds: int) -> AuditChain:
    """Another worker claimed the chain of Leeds so that its lease has so many seconds left."""
    chain = AuditChain.objects.get(local_area__slug="leeds")
    lease = timedelta(seconds=seconds)
    assert AuditChain.objects.claim(chain.pk, moment=timezone.now(), lease=lease)
    return chain


def test_what_another_worker_holds_is_left_to_it_and_the_rest_is_sealed(log: Log) -> None:
    hold(60)
    record(2)
    assert seal_events() == 2
    assert numbers(log.waiting) == [None]


def test_the_chain_of_a_worker_that_was_killed_is_taken_over(log: Log) -> None:
    chain = hold(-1)
    assert seal_events() == 1
    chain.refresh_from_db()
    assert (chain.length, chain.claim, chain.leased_until) == (LENGTH + 1, "", None)


def test_a_worker_that_has_lost_its_lease_seals_nothing(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is slow after its claim, and another worker claims the chain before the first batch."""
    claim = AuditChainQuerySet.claim

    def claimed_and_lost(self: AuditChainQuerySet, pk: int, **given: Any) -> str | None:
        mine = claim(self, pk, **given)
        AuditChain.objects.update(leased_until=None)
        assert claim(self, pk, **given)
        return mine

    monkeypatch.setattr(AuditChainQuerySet, "claim", claimed_and_lost)
    assert seal_events() == 0
    assert numbers(log.waiting) == [None]


def test_a_batch_that_fails_leaves_nothing_behind(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(3, local_area=event(log.area[0]).local_area)
    seal, done = AuditEventQuerySet.seal, []

    def fails_at_the_third(self: AuditEventQuerySet, pk: int, given: Seal) -> bool:
        done.append(pk)
        if len(done) == 3:
            raise ConnectionError
        return seal(self, pk, given)

    with monkeypatch.context() as patch:
        patch.setattr(AuditEventQuerySet, "seal", fails_at_the_third)
        with pytest.raises(ConnectionError):
            seal_events()
    chain = AuditChain.objects.get(local_area__slug="leeds")
    assert (chain.length, AuditEvent.objects.sealed().filter(pk__in=done).count()) == (LENGTH, 0)
    AuditChain.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert seal_events() == 4


def test_the_head_of_a_chain_that_was_cut_off_is_not_used_again(log: Log) -> None:
    """What is sealed next keeps its number, so that the gap stays where it was made."""
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditcontent WHERE event_id = %s", [log.area[-1]])
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [log.area[-1]])
    seal_events()
    assert numbers(log.waiting) == [LENGTH + 1]
