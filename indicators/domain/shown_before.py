"""What is hidden now, given that what was shown before each correction has been seen. Pure.

A small part that is corrected to a large one together with its total is two corrections, and
between them pages show one that the other would give away: who has seen the old total, and sees the
new total and the new part, knows the old part. So the decision is made anew for each correction, in
the order in which they came, and each takes what was shown by then as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indicators.domain.known_sums import (
    CountVersion,
    KnownSums,
    Place,
    SeriesLinks,
    known_sums,
)
from indicators.domain.suppression import (
    Earlier,
    HiddenReason,
    Suppression,
    small_reason,
    suppression,
)


def suppression_of(
    series: Sequence[SeriesLinks], versions: Iterable[CountVersion], below: int
) -> Suppression:
    """What is hidden of all versions of the figures of one indicator, by their keys.

    First figures are taken to stand together; each correction, or file of them, comes after.
    """
    every = sorted(versions, key=lambda one: (one.known_on, one.key))
    known = known_sums(series, every)
    earlier = Earlier()
    for seen in _stages(every) if _protects(known, below) else ():
        earlier = _after(earlier, known_sums(series, seen), below)
    return _decided(known, below, earlier)


def _protects(known: KnownSums, below: int) -> bool:
    """Whether a small count stands in a sum, so that another may have to be hidden."""
    keys = {key for one in known.sums for key in one.keys}
    keys |= {key for state in known.passing for key in state.keys}
    return any(small_reason(known.cells[key], below) for key in keys)


def _stages(versions: Sequence[CountVersion]) -> Iterator[Sequence[CountVersion]]:
    """What stood before each correction."""
    places: set[Place] = set()
    batch = ""
    for at, version in enumerate(versions):
        is_new_batch = not version.batch or version.batch != batch
        if version.place in places and is_new_batch:
            yield versions[:at]
        places.add(version.place)
        batch = version.batch


def _after(earlier: Earlier, known: KnownSums, below: int) -> Earlier:
    found = _decided(known, below, earlier)
    hidden = frozenset(found.reasons)
    shown = {key for key in known.cells if key > 0} - hidden
    few = {key for key, reason in found.reasons.items() if reason is HiddenReason.FEW}
    return Earlier(
        shown=earlier.shown | shown,
        hidden=hidden - earlier.shown,
        shown_as_few=earlier.shown_as_few | (few - found.masked),
    )


def _decided(known: KnownSums, below: int, earlier: Earlier) -> Suppression:
    return suppression(known.cells, known.sums, below, known.passing, earlier)
