"""The targets of an indicator that are numbers with a day, as they are drawn and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.domain.enums import TargetKind
from indicators.models import Target
from indicators.presenters.wording import number_in_words
from indicators.selectors.figures_as_at import Reading


@dataclass(frozen=True, slots=True)
class DrawnTarget:
    """A target or a step on the way to it, as it is drawn: the day, and the number."""

    label: str
    day: date
    number: str


def numbered_targets(reading: Reading) -> list[Target]:
    """The targets that are numbers with a day, the earliest first."""
    numbers = [t for t in reading.targets if t.kind == TargetKind.NUMBER and steps_of(t)]
    return sorted(numbers, key=lambda target: target.by or date.max)


def dated_targets(reading: Reading) -> tuple[DrawnTarget, ...]:
    """Each mark of a target in the chart, in words, by its day."""
    return tuple(
        DrawnTarget(label, day, number_in_words(reading, value))
        for label, day, value, _ in target_steps(reading)
    )


def target_steps(reading: Reading) -> list[tuple[str, date, float, str]]:
    """What each step is, its day, its value and its source, by day.

    A step on the way to a later target that is a target itself stands there once.
    """
    steps: dict[tuple[date, float], tuple[str, str]] = {}
    for target in numbered_targets(reading):
        for day, value in steps_of(target):
            if day == target.by:
                steps[day, value] = ("Target", target.source)
            else:
                steps.setdefault((day, value), ("Step on the way to a target", target.source))
    return [(label, *key, source) for key, (label, source) in sorted(steps.items())]


def steps_of(target: Target) -> tuple[tuple[date, float], ...]:
    """The milestones of a target, and the target itself at the end."""
    if target.value is None or target.by is None:
        return ()
    way = {date.fromisoformat(str(day)): float(value) for day, value in target.trajectory}
    return tuple(sorted((way | {target.by: target.value}).items()))
