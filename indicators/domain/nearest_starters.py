"""A change, beside those of the areas that started nearest. Pure.

Without counts, what chance alone does is not known; what happened everywhere is. The change of an
area is set against the changes, over the same time, of the 40 areas whose first value was nearest:
an area far down has more room to rise than one that is up already. If the area differed from them
by nothing but chance, each of the 41 would be as likely as another to have changed most. So the
change is clear if no more than 2.5% of all 41 could be further out on its side: a permutation test
(E. S. Edgington, Randomization Tests, 1980) at the 5% level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

NEAREST = 40
CHANCE = 0.05
FEWEST_AROUND = 0.25  # of them that start on either side of an area in their midst
FEWEST = 39  # with fewer, even the first of all is not outside the middle 95%
_PLACES = 9


@dataclass(frozen=True, slots=True)
class StarterComparison:
    """How many of the areas that started nearest changed less, more, and just as much.

    `starts` are the lowest and the highest first value of those areas. `at_edge` is whether hardly
    any of them started lower (or higher); then `beyond_start` is whether the change is as far out
    also once what such a start brings is taken off.
    """

    less: int
    more: int
    same: int
    starts: tuple[float, float]
    at_edge: bool = False
    beyond_start: bool = True

    @property
    def count(self) -> int:
        return self.less + self.more + self.same

    @property
    def enough(self) -> bool:
        return self.count >= FEWEST

    @property
    def is_clear(self) -> bool:
        """Whether the change lies outside the middle 95% of theirs."""
        return self.enough and self.chance <= CHANCE and (self.beyond_start or not self.at_edge)

    @property
    def chance(self) -> float:
        """How often a change as far out as this comes by chance, on either side."""
        return _chance(self.same + min(self.less, self.more), self.count)


def _chance(as_far: int, count: int) -> float:
    """Of a permutation test on both sides, where this many of `count` others are as far out."""
    return min(1.0, 2 * (as_far + 1) / (count + 1))


def beside_nearest(
    first: float, last: float, areas: Iterable[tuple[float | None, float | None]]
) -> StarterComparison | None:
    """The change from `first` to `last` beside those of the nearest areas; None without areas.

    Areas that started as near as the 40th are all counted, so that no order decides between them.
    """
    pairs = [(float(a), float(b)) for a, b in areas if a is not None and b is not None]
    pairs = [pair for pair in pairs if isfinite(pair[0]) and isfinite(pair[1])]
    if not pairs:
        return None
    distances = sorted(round(abs(start - first), _PLACES) for start, _ in pairs)
    furthest = distances[min(NEAREST, len(distances)) - 1]
    near = [pair for pair in pairs if round(abs(pair[0] - first), _PLACES) <= furthest]
    own = round(last - first, _PLACES)
    changes = [round(end - start, _PLACES) for start, end in near]
    return StarterComparison(
        less=sum(change < own for change in changes),
        more=sum(change > own for change in changes),
        same=sum(change == own for change in changes),
        starts=(min(start for start, _ in near), max(start for start, _ in near)),
        at_edge=_at_edge(first, [start for start, _ in near]),
        beyond_start=_is_far_for_its_start((first, last), near),
    )


def _at_edge(first: float, starts: list[float]) -> bool:
    lower, higher = sum(s < first for s in starts), sum(s > first for s in starts)
    return min(lower, higher) < len(starts) * FEWEST_AROUND and lower != higher


def _is_far_for_its_start(own: tuple[float, float], near: list[tuple[float, float]]) -> bool:
    """Whether it is as far out once what a start as this one brings is taken off.

    The areas nearest to one that started lowest of all started higher, and so had less far to rise.
    The straight line through starts and ends (analysis of covariance) takes that off.
    """
    every = [*near, own]
    start = sum(pair[0] for pair in every) / len(every)
    end = sum(pair[1] for pair in every) / len(every)
    across = sum((a - start) ** 2 for a, _ in every)
    slope = sum((a - start) * (b - end) for a, b in every) / across if across else 0.0

    def off_line(pair: tuple[float, float]) -> float:
        return round(pair[1] - end - slope * (pair[0] - start), _PLACES)

    rest, mine = [off_line(pair) for pair in near], off_line(own)
    as_far = min(sum(other >= mine for other in rest), sum(other <= mine for other in rest))
    return _chance(as_far, len(near)) <= CHANCE
