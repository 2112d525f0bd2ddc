"""The hash chain: what it is made of, and that every way of tampering is found where it was done.

The chains are made in memory and spoiled at a place that hypothesis chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsoa.audit.chain import (
    ChainEvent,
    ChainHead,
    ChainReport,
    EventContent,
    FaultKind,
    NotAHead,
    Seal,
    SealedEvent,
    check_chain,
    content_digest,
    parse_head,
    printed_head,
    seal_hash,
    sealed_after,
    tail_fault,
)

NOON = datetime(2019, 11, 15, 12, tzinfo=UTC)
Chain = list[SealedEvent]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
CONTENTS = st.builds(
    EventContent,
    actor_name=TEXTS,
    summary=TEXTS,
    detail=st.dictionaries(TEXTS, st.integers() | TEXTS | st.none() | st.lists(TEXTS, max_size=2)),
    salt=st.just("5a17"),
)


def sealed(contents: list[EventContent]) -> Chain:
    """A chain of events with these contents, as a worker seals them."""
    chain, head = [], ChainHead()
    for number, content in enumerate(contents, start=1):
        event = ChainEvent(
            pk=1000 + 2 * number,
            area=7,
            at=NOON + timedelta(seconds=number),
            actor=number % 3 or None,
            verb=f"verb-{number}",
            plan="sheffield-2019",
            subject=f"action {number}",
            digest=content_digest(content),
        )
        seal = sealed_after(event, head, NOON + timedelta(minutes=number))
        chain.append(SealedEvent(event, seal, content))
        head = ChainHead(seal.sequence, seal.hash)
    return chain


@st.composite
def chains(draw: st.DrawFn, at_least: int = 1) -> Chain:
    return sealed(draw(st.lists(CONTENTS, min_size=at_least, max_size=8)))


def check(chain: Chain, emptied: frozenset[int] = frozenset()) -> ChainReport:
    """As the database gives the rows: in the order of their numbers, then of their keys."""
    rows = sorted(chain, key=lambda row: (row.seal.sequence, row.event.pk))
    by_number = {row.seal.sequence: row for row in rows}
    return check_chain(
        rows,
        length=len(rows),
        event_at=by_number.get,
        events_from=lambda number: [row for row in rows if row.seal.sequence >= number],
        is_recorded_as_emptied=lambda pk: pk in emptied,
    )


def found(chain: Chain) -> tuple[FaultKind, int] | None:
    fault = check(chain).fault
    return (fault.kind, fault.sequence) if fault else None


def head_of(chain: Chain) -> ChainHead:
    return ChainHead(chain[-1].seal.sequence, chain[-1].seal.hash)


# --- what is hashed -------------------------------------------------------------------------------


@given(chains())
def test_a_chain_that_nobody_touched_holds_to_its_head(chain: Chain) -> None:
    assert check(chain) == ChainReport(head_of(chain), None)


def test_a_chain_without_events_holds() -> None:
    assert check([]) == ChainReport(ChainHead(0, ""), None)


@given(CONTENTS)
def test_the_same_content_with_another_salt_has_another_digest(content: EventContent) -> None:
    assert content_digest(content) != content_digest(replace(content, salt="0ther"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"a": 2.0, "b": 1}, {"b": 1, "a": 2}),
        ({1: "x"}, {"1": "x"}),
        ({"a": (1, 2)}, {"a": [1, 2]}),
        ({"a": 1e22}, {"a": 10**22}),
    ],
)
def test_a_digest_is_that_of_what_the_database_gives_back(written: object, read: object) -> None:
    before, after = (EventContent("Ann", "Wrote", detail, "1") for detail in (written, read))
    assert content_digest(before) == content_digest(after)


def test_a_digest_and_a_hash_are_the_same_for_ever() -> None:
    """Chains are in databases: a change of how they are made would break every one of them."""
    content = EventContent("Ann", "Wrote “it”", {"update": 5, "from": None}, "5a17")
    assert content_digest(content) == (
        "395f1ce5035778cf7f298cca8d47382aee92a884e4f30da4e949cde46bdf8544"
    )
    event = ChainEvent(3, None, NOON, 4, "update", "york", "action 1.1.1", content_digest(content))
    assert seal_hash(event, 2, "ab" * 32, NOON + timedelta(seconds=30, microseconds=7)) == (
        "5869bca9cd52f03960afc0ea192a5ee91468b3f043a93ef5b38763ec651b637b"
    )


# --- every way of tampering -----------------------------------------------------------------------

CHANGES: dict[str, Callable[[ChainEvent], ChainEvent]] = {
    "pk": lambda event: replace(event, pk=event.pk + 1),
    "area": lambda event: replace(event, area=8),
    "at": lambda event: replace(event, at=event.at + timedelta(microseconds=1)),
    "actor": lambda event: replace(event, actor=99),
    "verb": lambda event: replace(event, verb="accept"),
    "plan": lambda event: replace(event, plan="york"),
    "subject": lambda event: replace(event, subject="action 9.9.9"),
    "digest": lambda event: replace(event, digest="0" * 64),
}


@pytest.mark.parametrize("field", CHANGES)
@given(chain=chains(), place=st.integers(0, 7))
def test_a_changed_event_is_found(field: str, chain: Chain, place: int) -> None:
    place %= len(chain)
    chain[place] = replace(chain[place], event=CHANGES[field](chain[place].event))
    assert found(chain) == (FaultKind.CHANGED_EVENT, place + 1)


@given(chain=chains(), place=st.integers(0, 7))
def test_a_changed_moment_of_sealing_is_found(chain: Chain, place: int) -> None:
    place %= len(chain)
    row = chain[place]
    later = replace(row.seal, sealed_at=row.seal.sealed_at + timedelta(seconds=1))
    chain[place] = replace(row, seal=later)
    assert found(chain) == (FaultKind.CHANGED_EVENT, place + 1)


@pytest.mark.parametrize("field", ["actor_name", "summary", "detail", "salt"])
@given(chain=chains(), place=st.integers(0, 7))
def test_a_changed_content_is_found(field: str, chain: Chain, place: int) -> None:
    place %= len(chain)
    other = {"detail": {"other": 1.5}}.get(field, "something else altogether")
    content = replace(chain[place].content, **{field: other})  # type: ignore[type-var]
    chain[place] = replace(chain[place], content=content)
    assert found(chain) == (FaultKind.CHANGED_CONTENT, place + 1)


@given(chain=chains(), place=st.integers(0, 7))
def test_a_missing_content_is_found(chain: Chain, place: int) -> None:
    place %= len(chain)
    chain[place] = replace(chain[place], content=None)
    assert found(chain) == (FaultKind.MISSING_CONTENT, place + 1)


@given(chain=chains(), place=st.integers(0, 7))
def test_an_emptied_content_is_a_fault_unless_the_log_says_so(chain: Chain, place: int) -> None:
    place %= len(chain)
    emptied = EventContent("", "", {}, "", is_emptied=True)
    chain[place] = replace(chain[place], content=emptied)
    assert found(chain) == (FaultKind.EMPTIED, place + 1)
    assert check(chain, frozenset([chain[place].event.pk])).fault is None


@given(chain=chains(at_least=2), place=st.integers(0, 7))
def test_a_deleted_event_is_found(chain: Chain, place: int) -> None:
    place %= len(chain) - 1  # of the last one, only a head that is known tells
    del chain[place]
    assert found(chain) == (FaultKind.MISSING, place + 1)


@given(chain=chains(at_least=2), place=st.integers(0, 7))
def test_a_deleted_event_is_found_where_the_others_were_renumbered(
    chain: Chain, place: int
) -> None:
    place %= len(chain) - 1
    del chain[place]
    assert found(renumbered(chain)) == (FaultKind.MISSING, place + 1)


def renumbered(chain: Chain) -> Chain:
    """The rows with the numbers of the places in which they are now."""
    return [
        replace(row, seal=replace(row.seal, sequence=number))
        for number, row in enumerate(chain, start=1)
    ]


def two_of(chain: Chain, first: int, second: int) -> tuple[int, int]:
    """Two places of a chain, one before the other."""
    a = first % len(chain)
    b = (a + 1 + second % (len(chain) - 1)) % len(chain)
    return min(a, b), max(a, b)


@given(chain=chains(at_least=2), first=st.integers(0, 7), second=st.integers(0, 7))
def test_two_events_with_swapped_numbers_are_found(chain: Chain, first: int, second: int) -> None:
    a, b = two_of(chain, first, second)
    chain[a], chain[b] = chain[b], chain[a]
    assert found(renumbered(chain)) == (FaultKind.SWAPPED, a + 1)


@pytest.mark.parametrize("with_keys", [True, False])
@given(chain=chains(at_least=2), first=st.integers(0, 7), second=st.integers(0, 7))
def test_two_events_in_each_others_place_are_found(
    with_keys: bool, chain: Chain, first: int, second: int
) -> None:
    """Everything but the seal is exchanged: with the keys of the rows, or without."""
    a, b = two_of(chain, first, second)
    mine, theirs = chain[a].event, chain[b].event
    if not with_keys:
        mine, theirs = replace(mine, pk=theirs.pk), replace(theirs, pk=mine.pk)
    chain[a] = replace(chain[a], event=theirs)
    chain[b] = replace(chain[b], event=mine)
    assert found(chain) == (FaultKind.SWAPPED, a + 1)


@given(chain=chains(at_least=2), place=st.integers(0, 7))
def test_an_event_with_the_number_of_another_is_found(chain: Chain, place: int) -> None:
    place %= len(chain)
    row = chain[place]
    chain.append(replace(row, event=replace(row.event, pk=5000)))
    assert found(chain) == (FaultKind.ADDED, place + 1)


def forged(event: ChainEvent, seal: Seal, content: EventContent | None) -> SealedEvent:
    """A row whose own hash is right."""
    made = seal_hash(event, seal.sequence, seal.previous_hash, seal.sealed_at)
    return SealedEvent(event, replace(seal, hash=made), content)


@given(chain=chains(at_least=2), place=st.integers(0, 7))
def test_an_event_put_in_between_is_found_where_the_others_were_renumbered(
    chain: Chain, place: int
) -> None:
    place %= len(chain) - 1
    row = chain[place]
    after = replace(row.seal, sequence=place + 2, previous_hash=row.seal.hash)
    chain.insert(place + 1, forged(replace(row.event, pk=5000), after, row.content))
    assert found(renumbered(chain)) == (FaultKind.ADDED, place + 3)


@given(chain=chains(at_least=2), place=st.integers(0, 7))
def test_an_event_that_was_sealed_anew_is_found(chain: Chain, place: int) -> None:
    place %= len(chain) - 1
    row = chain[place]
    chain[place] = forged(replace(row.event, verb="accept"), row.seal, row.content)
    assert found(chain) == (FaultKind.REWRITTEN, place + 1)


def test_a_first_event_that_names_another_before_it_is_found() -> None:
    [row, *_] = sealed([EventContent("Ann", "Wrote", {}, "1")])
    chain = [forged(row.event, replace(row.seal, previous_hash="ab" * 32), row.content)]
    assert found(chain) == (FaultKind.REWRITTEN, 1)


# --- what only a head that is known can tell ------------------------------------------------------


def against(chain: Chain, known: ChainHead) -> tuple[FaultKind, int] | None:
    hashes = {row.seal.sequence: row.seal.hash for row in chain}
    head = head_of(chain) if chain else ChainHead()
    fault = tail_fault(head, known, hashes.get, "the backup")
    return (fault.kind, fault.sequence) if fault else None


@given(chain=chains(), place=st.integers(0, 7))
def test_a_missing_tail_is_found_against_a_known_head(chain: Chain, place: int) -> None:
    place %= len(chain)
    known = head_of(chain)
    assert found(chain[:place]) is None, "the rest holds in itself"
    assert against(chain[:place], known) == (FaultKind.MISSING_TAIL, place + 1)


@given(chain=chains(), place=st.integers(0, 7))
def test_a_chain_that_has_grown_holds_against_every_former_head(chain: Chain, place: int) -> None:
    place %= len(chain)
    assert against(chain, head_of(chain[: place + 1])) is None
    assert against(chain, ChainHead()) is None


@given(chain=chains(), place=st.integers(0, 7))
def test_a_chain_that_was_sealed_anew_as_a_whole_is_found(chain: Chain, place: int) -> None:
    place %= len(chain)
    known = head_of(chain)
    contents = [row.content for row in chain if row.content]
    contents[place] = replace(contents[place], summary="something else altogether")
    anew = sealed(contents)
    assert found(anew) is None, "it holds in itself"
    assert against(anew, known) == (FaultKind.REWRITTEN, len(chain))


@given(st.integers(1, 10**9), st.sampled_from(["sheffield", "@site", "@12"]))
def test_a_printed_head_is_read_back(number: int, chain: str) -> None:
    head = ChainHead(number, "ab" * 32)
    assert parse_head(printed_head(chain, head)) == (chain, head)


@pytest.mark.parametrize(
    "text", ["", "sheffield", "sheffield:x:ab", "sheffield:3:ab", ":3:" + "ab" * 32, "a:-1:b"]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(NotAHead):
        parse_head(text)
