"""Targets in words, and targets and milestones beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indicators.domain.enums import Direction, TargetKind
from indicators.domain.series import Figure, FigureSeries, Scale
from indicators.domain.targets import (
    AimByDay,
    AimOutcome,
    Reached,
    aim_outcome,
    compared_outcome,
)
from indicators.models import Target
from indicators.selectors.comparators import england_line, first_official
from indicators.selectors.figures_as_at import Reading

_AIMS = {Direction.HIGHER: "Higher", Direction.LOWER: "Lower", Direction.NEITHER: ""}


def stated_target(reading: Reading, target: Target) -> str:
    """A target in its own wording, or in a plain sentence; empty if none is stated."""
    if target.kind == TargetKind.UNSTATED:
        return ""
    if target.words:
        return target.words[:1].upper() + target.words[1:]
    if target.kind == TargetKind.DIRECTION:
        return _AIMS[Direction(reading.indicator.better)]
    by = f" by {target.by:%B %Y}" if target.by else ""
    if target.kind == TargetKind.NUMBER and target.value is not None:
        return f"{number_in_words(reading, target.value)}{by}"
    if target.kind == TargetKind.SERIES and target.against is not None:
        return f"At least as good as {target.against.name}{by}"
    return f"{TargetKind(target.kind).label}{by}"


def printed_target(reading: Reading, target: Target) -> str:
    """A target as reports print it, also where none is stated."""
    return target.words or stated_target(reading, target) or str(target)


def number_in_words(reading: Reading, value: float) -> str:
    """A target's number, with as many decimals as it needs."""
    line = reading.main or (reading.lines[0] if reading.lines else None)
    if line is None:
        return f"{value:g}"
    scale = line.scale
    return (Scale(scale.unit, 0) if value == int(value) else scale).printed(value)


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """A target or a milestone beside the figure for its day.

    `aim` and `actual` are in words; `england` is the figure for the same period as the actual one.
    """

    label: str
    by: date | None
    aim: str
    actual: Figure | None
    england: Figure | None
    reached: Reached
    is_target: bool
    target: Target


def target_outcomes(reading: Reading) -> Iterator[TargetOutcome]:
    """The milestones and targets of an indicator, by target and by day."""
    for target in reading.targets:
        if target.kind == TargetKind.NUMBER:
            yield from _of_number(reading, target)
        elif target.kind in (TargetKind.NATIONAL, TargetKind.SERIES):
            yield from _of_other_series(reading, target)


def missed_target(reading: Reading) -> Target | None:
    """The latest target whose day has passed, if its figure did not reach it; None otherwise.

    A target for a day before the plan began is never missed by the plan.
    """
    known = [one for one in target_outcomes(reading) if one.is_target and one.by]
    due = [one for one in known if one.by and one.by <= reading.day]
    decided = [one for one in due if one.reached in (Reached.YES, Reached.NO)]
    last = max(decided, key=lambda one: one.by or date.min, default=None)
    return last.target if last and last.reached is Reached.NO else None


def milestones_of(target: Target) -> list[AimByDay]:
    """The steps of a target before its own day: plans' files may name that day as well."""
    steps = [AimByDay(date.fromisoformat(day), value) for day, value in target.trajectory]
    return [step for step in steps if target.by is None or step.day < target.by]


def _of_number(reading: Reading, target: Target) -> Iterator[TargetOutcome]:
    """A step on the way that is a target itself stands there once, as the target."""
    targets = {(other.by, other.value) for other in reading.targets}
    steps = [step for step in milestones_of(target) if (step.day, step.value) not in targets]
    if target.value is not None and target.by is not None:
        steps.append(AimByDay(target.by, target.value, is_target=True))
    figures = reading.main.figures if reading.main else ()
    better = reading.headline.better
    for number, step in enumerate(steps, start=1):
        label = "Target" if step.is_target else f"Milestone {number}"
        outcome = aim_outcome(step, figures, better, reading.day, reading.began)
        yield _outcome(reading, target, label, outcome)


def _outcome(reading: Reading, target: Target, label: str, found: AimOutcome) -> TargetOutcome:
    england = _england(reading)
    return TargetOutcome(
        label,
        found.aim.day,
        number_in_words(reading, found.aim.value),
        found.actual,
        england.at(found.actual.span) if england and found.actual else None,
        found.reached,
        found.aim.is_target,
        target,
    )


def _of_other_series(reading: Reading, target: Target) -> Iterator[TargetOutcome]:
    main, other = reading.main, _compared_with(reading, target)
    if main is None or other is None:
        return
    own, theirs, reached = compared_outcome(
        target.by,
        main.figures,
        lambda figure: other.at(figure.span),
        reading.headline.better,
        reading.day,
        reading.began,
    )
    england = _england(reading)
    aim = f"{other.place or other.name}: {theirs.printed}" if theirs else other.place or other.name
    yield TargetOutcome(
        "Target",
        target.by,
        aim,
        own,
        england.at(own.span) if england and own else None,
        reached,
        True,
        target,
    )


def _compared_with(reading: Reading, target: Target) -> FigureSeries | None:
    if target.kind == TargetKind.NATIONAL:
        return _england(reading)
    return next((line for line in reading.lines if line.series == target.against_id), None)


def _england(reading: Reading) -> FigureSeries | None:
    """England's figures for the measure of the main series, or of the first official one beside an
    internal series; none for a gap.
    """
    main = reading.main
    if main is None or reading.headline.is_gap(main):
        return None
    mapped = main if main.measure is not None else first_official(reading)
    return england_line(reading, mapped)
