"""Targets by date and the steps towards them, beside what was measured. Pure.

The figure for a day is the last one whose period had ended by the day, if that was within the 31
days before it (a year before it for a survey); else that of the period in which the day falls, once
that is over. Without either, nothing is said of it: a target for June is not met or missed by the
figure of the calendar year before. A figure that is as good as the aim reaches it. An aim for a day
before the plan began is neither reached nor missed by the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from indicators.domain.enums import Direction, SpanKind
from indicators.domain.series import Figure
from indicators.domain.time_spans import Span

_EPSILON = 1e-9
_SHORTLY_BEFORE = timedelta(days=31)
_SURVEY_BEFORE = timedelta(days=366)


class Reached(StrEnum):
    """Whether an aim was reached on its day."""

    YES = "Reached"
    NO = "Not reached"
    COMING = "Not due yet"
    UNKNOWN = "No figure for this day"
    BEFORE_PLAN = "Before the plan began: not judged"


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


class DatedFigure(Protocol):
    """A figure with its period, and whether it says something: it is no gap."""

    @property
    def span(self) -> Span: ...

    @property
    def says_something(self) -> bool: ...


F = TypeVar("F", bound=DatedFigure)


def actual_for(figures: Iterable[F], day: date, today: date) -> F | None:
    """The figure for a day, as the top of this file says; None without one, or if it is hidden."""
    known = [figure for figure in figures if figure.says_something]
    over = [figure for figure in known if figure.span.last_day <= today]
    before = [figure for figure in over if figure.span.last_day <= day]
    last = max(before, key=lambda figure: figure.span.last_day, default=None)
    if last is not None:
        is_survey = last.span.kind is SpanKind.WAVE
        if day - last.span.last_day <= (_SURVEY_BEFORE if is_survey else _SHORTLY_BEFORE):
            return last
    within = [figure for figure in over if figure.span.first_day <= day <= figure.span.last_day]
    return min(within, key=lambda figure: figure.span.last_day, default=None)


def as_good_as(value: float, aim: float, better: Direction) -> bool:
    """Whether a value reaches an aim; a direction that is not stated counts as higher."""
    if better is Direction.LOWER:
        return value <= aim + _EPSILON
    return value >= aim - _EPSILON


def is_before_plan(day: date | None, began: date | None) -> bool:
    """Whether an aim is for a day before the plan began; False where either is not known."""
    return day is not None and began is not None and day < began


def aim_outcome(
    aim: AimByDay,
    figures: Sequence[Figure],
    better: Direction,
    today: date,
    began: date | None = None,
) -> AimOutcome:
    """An aim beside the figure for its day; before the day it is not due yet.

    `began` is the day on which the plan began, where that is known.
    """
    actual = actual_for(figures, aim.day, today)
    if is_before_plan(aim.day, began):
        return AimOutcome(aim, actual, Reached.BEFORE_PLAN)
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
    began: date | None = None,
) -> tuple[Figure | None, Figure | None, Reached]:
    """A target against another series: our figure, theirs for the same period, and whether it was
    reached by its day. Without a day, and before it, it is not due yet.

    `began` is the day on which the plan began, where that is known.

    `other` gives the figure of the other series for the period of one of ours.
    """
    pairs = [(figure, other(figure)) for figure in figures if figure.value is not None]
    both = [(own, theirs) for own, theirs in pairs if theirs and theirs.value is not None]
    if by is not None and by <= today:
        own = actual_for([pair[0] for pair in both], by, today)
        own, theirs = next((pair for pair in both if pair[0] is own), (None, None))
        before = is_before_plan(by, began)
        return own, theirs, Reached.BEFORE_PLAN if before else _reached(own, theirs, better)
    latest = both[-1] if both else (None, None)
    return *latest, Reached.COMING


def _reached(own: Figure | None, theirs: Figure | None, better: Direction) -> Reached:
    if own is None or own.value is None or theirs is None or theirs.value is None:
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
