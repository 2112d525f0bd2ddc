"""Which counts are hidden, so that no small one can be worked out from those that are shown. Pure.

*The rule.* A count below `below` that is not zero is small, and so is what is left of a
denominator. A small count is hidden ("fewer than 5", or "suppressed" for what is left).

*What is promised.* Who knows every figure that is shown, every sum of `KnownSum` and the rule
cannot narrow a small count: each value from 1 to `below` - 1 stays possible. Where hiding the small
counts alone does not keep that, others are hidden too ("suppressed"), parts before totals. Where
even that does not, a small count is shown as "suppressed", which may be any count: four parts of
"fewer than 5" in a total of "fewer than 5" would all be 1.

It is kept by proof: for each small count and each value, a set of counts is found that fits all
that is shown. If none is found, more is hidden. Nothing is promised against somebody who knows a
hidden count by other means, or who reasons about why just these others were hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

UNLIMITED = 10**9
_EVENTS, _OTHERS = 0, 1
_MOST_STEPS = 400  # of one search; then the value counts as not possible, and more is hidden
_MOST_ROUNDS = 60

Bounds = tuple[int, int]


class HiddenReason(StrEnum):
    """Why a figure is not shown."""

    FEW = "few"
    FEW_LEFT = "few_left"
    FROM_TOTAL = "from_total"
    FROM_YEAR_TO_DATE = "from_year_to_date"

    def in_words(self, below: int) -> str:
        return {
            HiddenReason.FEW: f"fewer than {below}",
            HiddenReason.FEW_LEFT: f"all but fewer than {below}",
            HiddenReason.FROM_TOTAL: "a small number could be worked out from the total",
            HiddenReason.FROM_YEAR_TO_DATE: "a small number could be worked out from the year to "
            "date",
        }[self]


@dataclass(frozen=True, slots=True)
class CountCell:
    """A count, and those of its denominator who are not counted, if there is a denominator.

    One that is `derived` is in no table: it is what two figures of a year to date differ by.
    """

    events: int
    others: int | None = None
    derived: bool = False

    def count(self, layer: int) -> int | None:
        return self.events if layer == _EVENTS else self.others


@dataclass(frozen=True, slots=True)
class KnownSum:
    """What anybody can add up: the total is the sum of its parts. All are keys of cells.

    Where the figures do not quite add up, the attacker is taken to know by how much.
    """

    total: int
    parts: tuple[int, ...]
    reason: HiddenReason = HiddenReason.FROM_TOTAL

    @property
    def keys(self) -> tuple[int, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class PassingState:
    """Figures that stood together and did not add up, one of them not yet corrected.

    `earlier` are, for each of its keys, those of the figures that stood in its place before;
    `settled` are the keys that stood in a state that added up. One `is_current` if it stands now.
    """

    keys: tuple[int, ...]
    earlier: tuple[frozenset[int], ...]
    settled: frozenset[int] = frozenset()
    is_current: bool = False


@dataclass(slots=True)
class Suppression:
    """The keys of hidden cells with the reason; `masked` are small, and do not say so."""

    reasons: dict[int, HiddenReason] = field(default_factory=dict)
    masked: set[int] = field(default_factory=set)


def small_reason(cell: CountCell, below: int) -> HiddenReason | None:
    """Why a count is hidden by itself; None if it may be shown."""
    if 0 < cell.events < below:
        return HiddenReason.FEW
    if cell.others is not None and 0 < cell.others < below:
        return HiddenReason.FEW_LEFT
    return None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was decided before the last correction: the keys that were shown, and those hidden.

    What was shown was seen, so that hiding it now protects nothing: it is hidden last of all. So
    is that a small count is small (`shown_as_few`).
    """

    shown: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    shown_as_few: frozenset[int] = frozenset()

    def order(self, key: int) -> int:
        """What is hidden stays hidden first; then what is new; then what was seen."""
        return 2 if key in self.shown else 0 if key in self.hidden else 1


_NOTHING_EARLIER = Earlier()


def suppression(
    cells: Mapping[int, CountCell],
    sums: Iterable[KnownSum],
    below: int,
    passing: Iterable[PassingState] = (),
    earlier: Earlier = _NOTHING_EARLIER,
) -> Suppression:
    """What is hidden of a table of counts whose sums are known.

    `passing` are the states between two corrections, in order: what took the place of a hidden
    figure stays hidden in them, or it would tell the small count once the figures add up again.
    `earlier` is what was shown and hidden before the last correction (domain/shown_before.py).
    """
    found = Suppression()
    for key, cell in cells.items():
        reason = small_reason(cell, below)
        if reason is not None and not cell.derived:
            found.reasons[key] = reason
    for connected in _connected([known for known in sums if known.parts]):
        table = _Table(cells, connected, below, found, earlier)
        while (open_count := table.first_open()) is not None:
            if not table.hide_another(*open_count):
                break
        table.show_what_is_known()
    for state in passing:
        _keep_hidden(state, cells, below, found)
        if state.is_current:
            _wait(state, cells, below, found, earlier)
    return found


def _keep_hidden(
    state: PassingState, cells: Mapping[int, CountCell], below: int, found: Suppression
) -> None:
    """Hides what replaced a figure that protects a small count, while that count stands."""
    small = {key for key in state.keys if small_reason(cells[key], below)}
    for key, earlier in zip(state.keys, state.earlier, strict=True):
        protects = {one for one in earlier - {key} if small_reason(cells[one], below) is None}
        if small and protects & set(found.reasons):
            found.reasons.setdefault(key, HiddenReason.FROM_TOTAL)


def _wait(
    state: PassingState,
    cells: Mapping[int, CountCell],
    below: int,
    found: Suppression,
    earlier: Earlier,
) -> None:
    """Hides what was corrected until the figures add up again, if that may tell a small count.

    It may if something of them is hidden, or if one that is not corrected yet is to be small. Where
    the total is small itself, that a part is small tells of it too.
    """
    stood = {*state.keys, *(key for keys in state.earlier for key in keys)}
    if not (stood & found.reasons.keys() or _is_to_be_small(state, cells, below)):
        return
    total, parts = cells[state.keys[0]], [cells[key] for key in state.keys[1:]]
    is_small = min(total.events, sum(part.events for part in parts)) < below
    for key in set(state.keys) - state.settled - earlier.shown:
        reason = found.reasons.setdefault(key, HiddenReason.FROM_TOTAL)
        if is_small and reason is HiddenReason.FEW and key not in earlier.shown_as_few:
            found.masked.add(key)


def _is_to_be_small(state: PassingState, cells: Mapping[int, CountCell], below: int) -> bool:
    """Whether a figure would be small if it were what the others of the sum make it."""
    for layer in (_EVENTS, _OTHERS):
        counts = [cells[key].count(layer) for key in state.keys]
        total, *parts = [count for count in counts if count is not None] or [0]
        if len(parts) == len(counts) - 1:
            is_more = total - sum(parts)
            if any(
                0 < count < below for count in (*(part + is_more for part in parts), sum(parts))
            ):
                return True
    return False


def _connected(sums: Sequence[KnownSum]) -> list[list[KnownSum]]:
    """The sums in groups that have no cell in common."""
    groups: list[tuple[set[int], list[KnownSum]]] = []
    for known in sums:
        keys, members = set(known.keys), [known]
        apart = []
        for group in groups:
            if keys & group[0]:
                keys |= group[0]
                members = group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (keys, members)]
    return [members for _, members in groups]


class _Table:
    """Sums that hang together, with what is hidden of their cells, and what has been proved."""

    def __init__(
        self,
        cells: Mapping[int, CountCell],
        sums: Sequence[KnownSum],
        below: int,
        found: Suppression,
        earlier: Earlier = _NOTHING_EARLIER,
    ) -> None:
        self.cells, self.sums, self.below, self.found = cells, sums, below, found
        self.earlier = earlier
        self.keys = list(dict.fromkeys(key for known in sums for key in known.keys))
        self.proved: set[tuple[int, int, int]] = set()  # layer, key, value
        self.sums_of: dict[int, list[int]] = {}
        for at, known in enumerate(self.sums):
            for key in known.keys:
                self.sums_of.setdefault(key, []).append(at)
        # By how much a total is more than its parts: 0 where the figures add up.
        self.offsets = {
            layer: [
                self.count(layer, known.total)
                - sum(self.count(layer, part) for part in known.parts)
                for known in self.sums
            ]
            for layer in (_EVENTS, _OTHERS)
        }
        # What the sums leave of what an attacker sees, until more is hidden.
        self.narrowed: dict[int, dict[int, Bounds]] = {}

    def count(self, layer: int, key: int) -> int:
        return self.cells[key].count(layer) or 0

    def layers(self) -> list[int]:
        """Those in which every cell has a count."""
        with_others = all(self.cells[key].others is not None for key in self.keys)
        return [_EVENTS, _OTHERS] if with_others else [_EVENTS]

    def first_open(self) -> tuple[int, int] | None:
        """The first small count of which some value is not proved to be possible."""
        for layer in self.layers():
            for key in self.keys:
                if 0 < self.count(layer, key) < self.below and not self._is_open(layer, key):
                    return layer, key
        return None

    def _is_open(self, layer: int, key: int) -> bool:
        """Whether every value of the rule is possible for an attacker."""
        for value in range(1, self.below):
            if (layer, key, value) in self.proved:
                continue
            if layer not in self.narrowed:
                self.narrowed[layer] = {cell: self.bounds(layer, cell) for cell in self.keys}
                _Search(self, layer).narrow(self.narrowed[layer], self.keys)
            low, high = self.narrowed[layer][key]
            if not low <= value <= high:
                return False
            bounds = self.narrowed[layer] | {key: (value, value)}
            counts = _Search(self, layer).counts(bounds, key)
            if counts is None:
                return False
            # It proves the values of all of its cells. More that is hidden takes no proof away.
            self.proved |= {(layer, cell, count) for cell, count in counts.items()}
        return True

    def bounds(self, layer: int, key: int) -> Bounds:
        """What an attacker sees of a count."""
        count = self.count(layer, key)
        if self.cells[key].derived or key in self.found.masked:
            return 0, UNLIMITED
        reason = self.found.reasons.get(key)
        if reason is None:
            return count, count
        small = reason is HiddenReason.FEW and layer == _EVENTS
        return (1, self.below - 1) if small else (0, UNLIMITED)

    def hide_another(self, layer: int, key: int) -> bool:
        """Hides one more figure, of a sum near the small count; False if there is none left.

        A part that is large enough to stand for every value comes first, and of these the
        smallest; totals come last, and what is small is masked if all else is hidden. Nothing that
        was seen is hidden while there is anything that was not.
        """
        self.narrowed.clear()
        near = [known for known in self.sums if key in known.keys]
        return any(
            self._hide_of(layer, near, seen=seen)
            or self._hide_of(layer, self.sums, seen=seen)
            or self._mask(seen=seen)
            for seen in (False, True)
        )

    def _hide_of(self, layer: int, sums: Sequence[KnownSum], *, seen: bool) -> bool:
        totals = {known.total for known in sums}
        shown = [
            (self.earlier.order(cell), cell in totals, *self._rank(layer, cell), cell, at)
            for at, known in enumerate(sums)
            for cell in known.keys
            if not self.cells[cell].derived
            and cell not in self.found.reasons
            and (cell in self.earlier.shown) is seen
        ]
        if shown:
            *_, cell, at = min(shown)
            self.found.reasons[cell] = sums[at].reason
        return bool(shown)

    def _mask(self, *, seen: bool) -> bool:
        totals = {known.total for known in self.sums}
        marked = [
            (cell not in totals, cell)
            for cell in self.keys
            if self.found.reasons.get(cell) is HiddenReason.FEW
            and cell not in self.found.masked
            and (cell in self.earlier.shown_as_few) is seen
        ]
        if marked:
            self.found.masked.add(min(marked)[-1])
        return bool(marked)

    def _rank(self, layer: int, key: int) -> tuple[bool, int, int]:
        """First what is large enough, then what no other of its sums tells, then the smallest."""
        count = self.count(layer, key)
        alone = sum(key in known.keys and not self._hidden(known) for known in self.sums)
        return count < self.below, alone, count

    def _hidden(self, known: KnownSum) -> list[int]:
        """The cells of a sum that nobody sees."""
        reasons = self.found.reasons
        return [key for key in known.keys if key in reasons or self.cells[key].derived]

    def show_what_is_known(self) -> None:
        """Shows what is the only hidden figure of a sum and not small: anybody can work it out."""
        if any(self.cells[key].others is not None for key in self.keys) and len(self.layers()) == 1:
            return  # of some figures more is known than these sums tell
        while True:
            hidden = [self._hidden(known) for known in self.sums]
            known = [only[0] for only in hidden if len(only) == 1 and self._is_secondary(only[0])]
            if not known:
                return
            del self.found.reasons[known[0]]

    def _is_secondary(self, key: int) -> bool:
        is_derived = self.cells[key].derived
        return not is_derived and small_reason(self.cells[key], self.below) is None


class _Search:
    """Looks for counts that fit what is shown, near to the true ones."""

    def __init__(self, table: _Table, layer: int) -> None:
        self.table, self.layer, self.steps = table, layer, 0

    def counts(self, bounds: dict[int, Bounds], changed: int) -> dict[int, int] | None:
        """Counts within these bounds that satisfy every sum; None if none were found.

        The bounds fit every sum, but for those of the cell that was changed.
        """
        self.steps += 1
        if self.steps > _MOST_STEPS or not self.narrow(bounds, [changed]):
            return None
        free = [key for key, (low, high) in bounds.items() if low < high]
        if not free:
            return {key: low for key, (low, _) in bounds.items()}
        key = min(free, key=lambda cell: bounds[cell][1] - bounds[cell][0])
        low, high = bounds[key]
        near = min(max(self.table.count(self.layer, key), low), high)
        for value in dict.fromkeys((near, low, *((high,) if high < UNLIMITED else ()))):
            found = self.counts(bounds | {key: (value, value)}, key)
            if found is not None:
                return found
        return None

    def narrow(self, bounds: dict[int, Bounds], changed: Iterable[int]) -> bool:
        """Narrows the bounds by the sums of what was changed, and of what that changes.

        False if nothing fits, or if it takes too long to tell.
        """
        sums, offsets = self.table.sums, self.table.offsets[self.layer]
        waiting = dict.fromkeys(at for key in changed for at in self.table.sums_of.get(key, ()))
        left = _MOST_ROUNDS * len(sums)
        while waiting and left:
            left -= 1
            at = next(iter(waiting))
            del waiting[at]
            keys = sums[at].keys
            before = [bounds[key] for key in keys]
            if not _narrow_by(sums[at], offsets[at], bounds):
                return False
            for key, was in zip(keys, before, strict=True):
                if bounds[key] != was:
                    waiting |= dict.fromkeys(self.table.sums_of[key])
        return not waiting or all(low == high for low, high in bounds.values())


def _narrow_by(known: KnownSum, offset: int, bounds: dict[int, Bounds]) -> bool:
    lows = sum(bounds[part][0] for part in known.parts)
    highs = sum(bounds[part][1] for part in known.parts)
    low, high = bounds[known.total]
    low, high = max(low, lows + offset), min(high, highs + offset)
    if low > high:
        return False
    bounds[known.total] = low, high
    for part in known.parts:
        own_low, own_high = bounds[part]
        new_low = max(own_low, low - offset - (highs - own_high))
        new_high = min(own_high, high - offset - (lows - own_low))
        if new_low > new_high:
            return False
        bounds[part] = new_low, new_high
        lows, highs = lows + new_low - own_low, highs + new_high - own_high
    return True
