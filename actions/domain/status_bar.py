"""The parts of a bar of actions by status: how many, and where each begins, in per cent."""

from __future__ import annotations

from dataclasses import dataclass

from actions.domain.kinds.scale import ScaleStatus, StatusScale
from actions.domain.status_counts import Counts
from wsoa.core.colours import COLOURS


@dataclass(frozen=True, slots=True)
class BarPart:
    """One status in a bar: how many, and where it begins and how wide it is, in per cent."""

    status: ScaleStatus | None
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
        return self.status.hue.bar if self.status else _UNSAID[0]

    @property
    def ink(self) -> str:
        return self.status.hue.on_bar if self.status else _UNSAID[1]

    @property
    def is_light(self) -> bool:
        return self.status is None or self.status.is_light_bar


def bar_parts(counts: Counts, scale: StatusScale) -> list[BarPart]:
    """What a bar of these counts is made of, in the order of the scale; nothing that is nought."""
    found: list[BarPart] = []
    start = 0.0
    parts = [(scale.by_code[code], counts.by_status[code]) for code in scale.bar_order]
    for status, count in [*parts, (None, counts.without)]:
        if count:
            width = 100 * count / counts.total
            found.append(BarPart(status, count, start, width))
            start += width
    return found


def bar_description(counts: Counts, scale: StatusScale) -> str:
    """What the bar says, for those who do not see it."""
    shown = (code for code in scale.bar_order if scale.has(code) or counts.by_status[code])
    parts = [f"{scale.label(code)} {counts.by_status[code]}" for code in shown]
    if counts.without:
        parts.append(f"No status yet {counts.without}")
    return f"{', '.join(parts)}, of {counts.total}."


_UNSAID = (COLOURS["wash"], COLOURS["ink"])
