"""Leases under any sequence of worker steps. The clock is an argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsoa.core.leases import LeasedQuerySet, LeasedRow, LeaseLost
from wsoa.mail.models import OutgoingEmail

START = datetime(2019, 11, 15, 12, tzinfo=UTC)
LEASE = timedelta(seconds=20)
WORKERS = ("ada", "ben", "cy")

# What a worker does, which one, and how many seconds later: a lease is over after 20.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "renew", "hand in", "put back", "put back for later"]),
        st.sampled_from(WORKERS),
        st.integers(0, 30),
    ),
    max_size=30,
)


@dataclass
class Expected:
    """The expected state of the row: its holder, the end of the lease, and who finished it."""

    holder: str | None = None
    until: datetime | None = None
    handed_in: list[str] = field(default_factory=list)

    def is_free(self, moment: datetime) -> bool:
        return self.until is None or self.until < moment


def leased(pk: int) -> LeasedRow:
    return OutgoingEmail.objects.get(pk=pk)


def rows() -> LeasedQuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.all()


def take_step(
    act: str, worker: str, claims: dict[str, str], expected: Expected, pk: int, moment: datetime
) -> None:
    claim = claims.get(worker, "")
    holds = expected.holder == worker
    if act == "claim":
        won = rows().claim(pk, moment=moment, lease=LEASE)
        assert (won is not None) == expected.is_free(moment)
        if won:
            claims[worker] = won
            expected.holder, expected.until = worker, moment + LEASE
    elif act == "renew":
        if holds:
            rows().renew(pk, claim, moment=moment, lease=LEASE)
            expected.until = moment + LEASE
        else:
            with pytest.raises(LeaseLost):
                rows().renew(pk, claim, moment=moment, lease=LEASE)
    elif act == "hand in":
        if holds:
            rows().hand_in(pk, claim, error=worker)
            expected.handed_in.append(worker)
            expected.holder, expected.until = None, None
        else:
            with pytest.raises(LeaseLost):
                rows().hand_in(pk, claim, error=worker)
    else:
        until = moment + LEASE if act == "put back for later" else None
        assert rows().release(pk, claim, until=until) == holds
        if holds:
            expected.holder, expected.until = None, until


@pytest.mark.django_db
@given(STEPS)
def test_only_one_worker_holds_a_row_at_a_time(
    steps: list[tuple[str, str, int]],
) -> None:
    pk = OutgoingEmail.objects.create(made_at=START, to=[]).pk
    claims: dict[str, str] = {}
    expected, moment = Expected(), START
    for act, worker, seconds in steps:
        moment += timedelta(seconds=seconds)
        take_step(act, worker, claims, expected, pk, moment)
        row = leased(pk)
        assert row.claim == (claims[expected.holder] if expected.holder else "")
        assert row.leased_until == expected.until
        assert rows().free_at(moment).filter(pk=pk).exists() == expected.is_free(moment)
        last = expected.handed_in[-1] if expected.handed_in else ""
        assert OutgoingEmail.objects.get(pk=pk).error == last


@pytest.mark.django_db
@given(st.integers(0, 100))
def test_an_expired_lease_can_be_taken_over_and_its_holder_cannot_finish(
    seconds: int,
) -> None:
    pk = OutgoingEmail.objects.create(made_at=START, to=[]).pk
    old = rows().claim(pk, moment=START, lease=LEASE)
    assert old is not None
    assert rows().claim(pk, moment=START + LEASE, lease=LEASE) is None
    late = START + LEASE + timedelta(seconds=seconds, microseconds=1)
    new = rows().claim(pk, moment=late, lease=LEASE, tries=2)
    assert new is not None
    with pytest.raises(LeaseLost):
        rows().hand_in(pk, old, error="old")
    assert not rows().release(pk, old, error="old")
    rows().hand_in(pk, new, error="new")
    assert (OutgoingEmail.objects.get(pk=pk).error, OutgoingEmail.objects.get(pk=pk).tries) == (
        "new",
        2,
    )
    with pytest.raises(LeaseLost):
        rows().hand_in(pk, new, error="twice")


@pytest.mark.django_db
def test_a_late_holder_can_finish_if_the_row_was_not_claimed() -> None:
    pk = OutgoingEmail.objects.create(made_at=START, to=[]).pk
    claim = rows().claim(pk, moment=START, lease=LEASE)
    assert claim is not None
    assert rows().free_at(START + LEASE * 2).filter(pk=pk).exists()
    rows().hand_in(pk, claim, error="late")
    assert OutgoingEmail.objects.get(pk=pk).error == "late"


@pytest.mark.django_db
def test_a_row_outside_the_queryset_cannot_be_claimed() -> None:
    pk = OutgoingEmail.objects.create(made_at=START, to=[], sent_at=START).pk
    assert OutgoingEmail.objects.unsent().claim(pk, moment=START, lease=LEASE) is None
    assert leased(pk).claim == ""


@pytest.mark.django_db
def test_an_empty_claim_holds_no_row() -> None:
    pk = OutgoingEmail.objects.create(made_at=START, to=[]).pk
    assert list(rows().held(pk, "")) == []
    assert not rows().release(pk, "", error="nobody")
