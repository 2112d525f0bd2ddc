"""Targets by date and the steps towards them, beside what was measured. Pure.

The figure for a day is that of the period in which the day falls, once that is over; else the last
one before the day, unless the period after that one was over by the day as well: then the day has
no figure of its own, and nothing is said of it. A figure that is as good as the aim reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from indicators.domain.enums import Direction, SpanKind
from indicators.domain.series import Figure

_EPSILON = 1e-9
# How long a figure of a single day or of a survey stands for, at least.
_STANDS_FOR = {SpanKind.DAY: timedelta(days=31), SpanKind.WAVE: timedelta(days=366)}
_SLACK = timedelta(days=4)  # a month may be three days longer than the one before


class Reached(StrEnum):
    """Whether an aim was reached on its day."""

    YES = "Reached"
    NO = "Not reached"
    COMING = "Not due yet"
    UNKNOWN = "No figure for this day"


@dataclass(frozen=True, slots=True)
class AimByDay:
    """A number to be reached by a day: a step of a trajectory, or the target itself."""

    day: date
    value: float
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class AimOutcome:
    """An aim beside the figure for its day."""

    aim: AimByDay
    actual: Figure | None
    reached: Reached


def actual_for(figures: Iterable[Figure], day: date, today: date) -> Figure | None:
    """The figure for a day, as the top of this file says; None without one, or if it is hidden."""
    known = [figure for figure in figures if figure.says_something]
    over = [figure for figure in known if figure.span.last_day <= today]
    within = [f for f in over if f.span.first_day <= day <= f.span.last_day]
    if within:
        return min(within, key=lambda f: f.span.last_day)
    before = [f for f in over if f.span.last_day < day]
    if not before:
        return None
    last = max(before, key=lambda f: f.span.last_day)
    length = last.span.last_day - last.span.first_day + timedelta(days=1)
    length = max(length, _STANDS_FOR.get(last.span.kind, length))
    return last if last.span.last_day + length + _SLACK >= day else None


def as_good_as(value: float, aim: float, better: Direction) -> bool:
    """Whether a value reaches an aim; a direction that is not stated counts as higher."""
    if better is Direction.LOWER:
        return value <= aim + _EPSILON
    return value >= aim - _EPSILON


def aim_outcome(
    aim: AimByDay, figures: Sequence[Figure], better: Direction, today: date
) -> AimOutcome:
    """An aim beside the figure for its day; before the day it is not due yet."""
    actual = actual_for(figures, aim.day, today)
    if actual is not None and actual.value is not None and aim.day <= today:
        reached = as_good_as(actual.value, aim.value, better)
        return AimOutcome(aim, actual, Reached.YES if reached else Reached.NO)
    if aim.day >= today:
        return AimOutcome(aim, None, Reached.COMING)
    return AimOutcome(aim, actual, Reached.UNKNOWN)


def compared_outcome(
    by: date | None,
    figures: Sequence[Figure],
    other: Callable[[Figure], Figure | None],
    better: Direction,
    today: date,
) -> tuple[Figure | None, Figure | None, Reached]:
    """A target against another series: our figure, theirs for the same period, and whether it was
    reached by its day. Without a day, and before it, it is not due yet.

    `other` gives the figure of the other series for the period of one of ours.
    """
    pairs = [(figure, other(figure)) for figure in figures if figure.value is not None]
    both = [(own, theirs) for own, theirs in pairs if theirs and theirs.value is not None]
    if by is not None and by <= today:
        own = actual_for([pair[0] for pair in both], by, today)
        found = next((pair for pair in both if pair[0] is own), None)
        if found is None:
            return None, None, Reached.UNKNOWN
        return *found, _reached(*found, better)
    latest = both[-1] if both else (None, None)
    return *latest, Reached.COMING


def _reached(own: Figure, theirs: Figure | None, better: Direction) -> Reached:
    if own.value is None or theirs is None or theirs.value is None:
        return Reached.UNKNOWN
    return Reached.YES if as_good_as(own.value, theirs.value, better) else Reached.NO


def trajectory_fault(steps: Sequence[AimByDay], by: date | None) -> str:
    """What is wrong with the steps of a trajectory, in a sentence; empty if nothing is."""
    days = [step.day for step in steps]
    if len(set(days)) != len(days):
        return "Two milestones are on the same day. Enter a different day for one of them"
    if by is not None and any(day >= by for day in days):
        return "Each milestone must be before the day of the target"
    return ""
