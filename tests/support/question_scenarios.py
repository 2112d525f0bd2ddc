"""Twenty scenarios of an outcome and its figures, with the questions that a board would ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.domain.enums import Direction, Unit

APPROVED = date(2019, 5, 17)
Actions = tuple[tuple[str, str], ...]  # status, and the month in which the action begins
Values = tuple[tuple[str, float, float | None], ...]  # span, value or numerator, denominator
NONE: frozenset[str] = frozenset()

GREEN: Actions = (("on_track", "2019-05"), ("on_track", "2019-06"), ("complete", "2019-05"))
MOST_GREEN: Actions = (*GREEN, ("at_risk", "2019-05"))
HALF_GREEN: Actions = (("on_track", "2019-05"), ("at_risk", "2019-05"))
COMPLETE: Actions = (("complete", "2019-05"), ("complete", "2019-06"))
BEHIND: Actions = (("at_risk", "2019-05"), ("behind_not_started", "2019-06"))
WORSE_COUNTS: Values = (("2018", 180, 300), ("2019", 90, 300))
SAME_COUNTS: Values = (("2018", 180, 300), ("2019", 174, 300))


@dataclass(frozen=True, slots=True)
class FiguresOfSeries:
    """A series: its figures, and the day on which they were known."""

    values: Values
    span_kind: str = "year"
    kind: str = "internal"
    known_on: date | None = None  # the day after the period, unless it is stated


@dataclass(frozen=True, slots=True)
class Scenario:
    """What stands as at a day, and the kinds of question that are to be asked, if any."""

    name: str
    actions: Actions
    series: tuple[FiguresOfSeries, ...]
    expected: frozenset[str]
    day: date = date(2020, 6, 15)
    better: str = Direction.HIGHER
    unit: str = Unit.PERCENT
    decimals: int = 1
    target: tuple[float, date] | None = None
    due: date | None = None
    tolerance: float | None = None
    suppress_below: int | None = None
    completed_on: date = date(2019, 10, 14)
    why: str = ""


def own(*values: tuple[str, float, float | None], kind: str = "year") -> FiguresOfSeries:
    return FiguresOfSeries(values, kind)


def official(*values: tuple[str, float, float | None]) -> FiguresOfSeries:
    return FiguresOfSeries(values, kind="official")


SCENARIOS = (
    Scenario("all green, clearly worse by counts", GREEN, (own(*WORSE_COUNTS),),
             frozenset({"worse"})),
    Scenario("three of four green, clearly worse", MOST_GREEN, (own(*WORSE_COUNTS),),
             frozenset({"worse"})),
    Scenario("half green, clearly worse", HALF_GREEN, (own(*WORSE_COUNTS),), NONE,
             why="the outcome says itself that half of it is behind"),
    Scenario("all behind, clearly worse", BEHIND, (own(*WORSE_COUNTS),), NONE,
             why="statuses and figures agree"),
    Scenario("all green, down by what chance explains", GREEN, (own(*SAME_COUNTS),), NONE,
             why="one test gives the verdict, and it is no clear change"),
    Scenario("all green, clearly better", GREEN, (own(("2018", 90, 300), ("2019", 180, 300)),),
             NONE),
    Scenario("all green, worse before the plan began", GREEN,
             (own(("2017", 180, 300), ("2018", 90, 300)),), NONE,
             why="a figure from before the plan shows nothing of it"),
    Scenario("all green, worse before this outcome's work began",
             (("on_track", "2020-03"), ("on_track", "2020-04")), (own(*WORSE_COUNTS),), NONE,
             why="the figures of 2019 lie before work that began in March 2020"),
    Scenario("all green, this year to date below last year", GREEN,
             (FiguresOfSeries((("2018", 180, 300), ("2019", 60, 200)),
                              known_on=date(2019, 11, 4)),),
             NONE, day=date(2019, 11, 15), why="a year to date is no year"),
    Scenario("all green, last year's target missed", GREEN, (own(("2019", 71.0, None)),),
             frozenset({"missed"}), target=(75, date(2019, 12, 31))),
    Scenario("all green, target met", GREEN, (own(("2019", 75.0, None)),), NONE,
             target=(75, date(2019, 12, 31))),
    Scenario("all green, the target's day is not over", GREEN, (own(("2019", 71.0, None)),), NONE,
             target=(90, date(2020, 12, 31)), why="there is a year left"),
    Scenario("most green, last year's target missed", MOST_GREEN, (own(("2019", 71.0, None)),),
             NONE, target=(75, date(2019, 12, 31)),
             why="a missed target is asked about where every action is green"),
    Scenario("complete, and never measured", COMPLETE, (own(),), frozenset({"unmeasured"})),
    Scenario("complete, and the figure that could show it is due later", COMPLETE,
             (own(("2018", 60.0, None)),), NONE, due=date(2020, 7, 31), why="it is still to come"),
    Scenario("complete, measured since", COMPLETE, (own(("2019", 60.0, None)),), NONE),
    Scenario("own and official apart for the same year", BEHIND,
             (own(("2019", 1.0, None)), official(("2019", 4.9, None))), frozenset({"differs"}),
             better=Direction.LOWER),
    Scenario("own and official apart by what counts as the same", BEHIND,
             (own(("2019", 0.30, None)), official(("2019", 0.34, None))), NONE, decimals=2,
             why="within the tolerance, an eighth of the official figure"),
    Scenario("own of this year, official of last year", BEHIND,
             (own(("2019", 81.0, None)), official(("2018", 39.7, None))), NONE,
             why="they are of different periods"),
    Scenario("a figure is overdue", HALF_GREEN, (own(("2019", 60.0, None)),),
             frozenset({"stale"}), due=date(2020, 5, 31)),
)  # fmt: skip
