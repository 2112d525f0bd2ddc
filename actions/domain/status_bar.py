"""The parts of a bar of actions by status: how many, and where each begins, in per cent."""

from __future__ import annotations

from dataclasses import dataclass

from actions.domain.enums import LOOKS, Status
from actions.domain.status_counts import Counts
from wsoa.core.colours import COLOURS


@dataclass(frozen=True, slots=True)
class BarPart:
    """One status in a bar: how many, and where it begins and how wide it is, in per cent."""

    status: Status | None
    count: int
    start: float
    width: float

    @property
    def text(self) -> str:
        return self.status.label if self.status else "No status yet"

    @property
    def middle(self) -> float:
        return self.start + self.width / 2

    @property
    def fill(self) -> str:
        return LOOKS[self.status].bar if self.status else _UNSAID[0]

    @property
    def ink(self) -> str:
        return LOOKS[self.status].on_bar if self.status else _UNSAID[1]

    @property
    def is_light(self) -> bool:
        return self.status in (None, Status.NOT_STARTED)


def bar_parts(counts: Counts) -> list[BarPart]:
    """What a bar of these counts is made of, in the fixed order; nothing that is nought."""
    found: list[BarPart] = []
    start = 0.0
    for status, count in [*counts.by_status.items(), (None, counts.without)]:
        if count:
            width = 100 * count / counts.total
            found.append(BarPart(status, count, start, width))
            start += width
    return found


def bar_description(counts: Counts) -> str:
    """What the bar says, for those who do not see it."""
    parts = [f"{status.label} {count}" for status, count in counts.by_status.items()]
    if counts.without:
        parts.append(f"No status yet {counts.without}")
    return f"{', '.join(parts)}, of {counts.total}."


_UNSAID = (COLOURS["wash"], COLOURS["ink"])
