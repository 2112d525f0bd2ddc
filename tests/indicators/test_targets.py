"""Targets and milestones beside the figure for their day. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.domain.enums import Direction, SpanKind, Unit
from indicators.domain.series import Figure, Scale, figure_of
from indicators.domain.targets import (
    AimByDay,
    Reached,
    actual_for,
    aim_outcome,
    as_good_as,
    compared_outcome,
    trajectory_fault,
)
from indicators.domain.time_spans import Span

TODAY = date(2019, 11, 15)
SCALE = Scale(Unit.PERCENT, 0)


def figures(kind: SpanKind, **values: float) -> list[Figure]:
    """Figures by their keys, written with underscores: figures(MONTH, _2019_08=60)."""
    return [
        figure_of(Span.of(kind, key[1:].replace("_", "-")), SCALE, value=value)
        for key, value in values.items()
    ]


MONTHS = figures(SpanKind.MONTH, _2019_06=50, _2019_08=60, _2019_09=70)
YEARS = figures(SpanKind.YEAR, _2017=40, _2018=50)


@pytest.mark.parametrize(
    ("known", "day", "value"),
    [
        (MONTHS, date(2019, 8, 31), 60),
        (MONTHS, date(2019, 9, 15), 60),  # ended by then
        (MONTHS, date(2019, 7, 31), 50),  # July is missing: June had ended 31 days before
        (MONTHS, date(2019, 6, 10), 50),  # nothing before: the month in which it falls
        (MONTHS, date(2019, 12, 31), None),
        (YEARS, date(2018, 12, 31), 50),
        (YEARS, date(2019, 6, 30), None),  # 2019 is not over, and 2018 is another year
        (YEARS, date(2018, 6, 30), 50),
        ([], date(2019, 6, 30), None),
    ],
)
def test_the_figure_for_a_day_is_of_a_period_that_had_just_ended_or_holds_it(
    known: list[Figure], day: date, value: float | None
) -> None:
    found = actual_for(known, day, TODAY)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("day", "value", "better", "reached"),
    [
        (date(2019, 8, 31), 60, Direction.HIGHER, Reached.YES),
        (date(2019, 8, 31), 61, Direction.HIGHER, Reached.NO),
        (date(2019, 8, 31), 61, Direction.LOWER, Reached.YES),
        (date(2020, 8, 31), 61, Direction.LOWER, Reached.COMING),
        (date(2018, 8, 31), 61, Direction.LOWER, Reached.UNKNOWN),
    ],
)
def test_an_aim_is_reached_missed_coming_or_not_known(day, value, better, reached) -> None:
    assert aim_outcome(AimByDay(day, value), MONTHS, better, TODAY).reached is reached


@pytest.mark.parametrize("began", [date(2019, 9, 1), date(2019, 8, 31), None])
def test_an_aim_for_a_day_before_the_plan_began_is_not_judged(began: date | None) -> None:
    day = date(2019, 8, 31)
    expected = Reached.BEFORE_PLAN if began and began > day else Reached.NO
    found = aim_outcome(AimByDay(day, 75), MONTHS, Direction.HIGHER, TODAY, began)
    assert (found.reached, found.actual and found.actual.value) == (expected, 60)
    others = {f.span: f for f in figures(SpanKind.MONTH, _2019_08=75)}
    compared = compared_outcome(
        day, MONTHS, lambda f: others.get(f.span), Direction.HIGHER, TODAY, began
    )
    assert compared[2] is expected


def test_as_good_as_includes_the_same_number() -> None:
    assert as_good_as(0.1 + 0.2, 0.3, Direction.LOWER)
    assert not as_good_as(59.9, 60, Direction.HIGHER)


@pytest.mark.parametrize(
    ("by", "theirs", "reached"),
    [
        (date(2019, 9, 30), 65, Reached.YES),
        (date(2019, 9, 30), 75, Reached.NO),
        (None, 75, Reached.COMING),
        (date(2020, 9, 30), 75, Reached.COMING),
    ],
)
def test_a_comparison_is_decided_on_its_day_alone(by, theirs, reached) -> None:
    others = {f.span: f for f in figures(SpanKind.MONTH, _2019_09=theirs)}
    found = compared_outcome(by, MONTHS, lambda f: others.get(f.span), Direction.HIGHER, TODAY)
    assert found[2] is reached


def test_milestones_are_on_days_of_their_own_before_the_target() -> None:
    first, second = AimByDay(date(2019, 3, 1), 1), AimByDay(date(2019, 6, 1), 2)
    assert trajectory_fault([first, second], date(2019, 12, 31)) == ""
    assert "same day" in trajectory_fault([first, first], None)
    assert "before the day of the target" in trajectory_fault([second], date(2019, 6, 1))
