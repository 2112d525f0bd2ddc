"""Charts made by hand that show all that a chart can: for tests, and for pictures to look at."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from indicators.domain.enums import SpanKind
from indicators.domain.series import Figure
from indicators.domain.xmr import xmr
from indicators.presenters.chart_svg import (
    ENGLAND,
    NEIGHBOURS,
    OWN,
    REGION,
    SURVEYS,
    ChartContent,
    DrawnLine,
    FinishedTick,
    TargetLine,
)
from indicators.presenters.comparison_svg import AreaPoint, ComparisonContent
from indicators.presenters.variation_svg import VariationContent
from tests.support.chart_series import PERCENT, figure, years


def school_years(*values: float | None, first: int = 2012) -> tuple[Figure, ...]:
    return tuple(
        figure(f"{first + n}/{(first + n + 1) % 100:02}", value, kind=SpanKind.SCHOOL_YEAR)
        for n, value in enumerate(values)
    )


def waves(*values: tuple[str, float]) -> tuple[Figure, ...]:
    return tuple(figure(key, value, kind=SpanKind.WAVE) for key, value in values)


def content(*lines: DrawnLine, title: str = "A title", **more: object) -> ChartContent:
    given = {"aims": (), "description": "In words."} | more
    return ChartContent(lines, scale=PERCENT, title=title, **given)  # type: ignore[arg-type]


def with_everything() -> ChartContent:
    """Intervals, a gap, a break, a provisional figure, a way to a target, finished actions."""
    own = school_years(41, 44, None, 47, 52, 55, 58, 61)
    own = (*own[:-1], figure("2019/20", 61, kind=SpanKind.SCHOOL_YEAR, provisional=True))
    bounds = tuple(None if f.value is None else (f.value - 4, f.value + 4) for f in own)
    sheffield = DrawnLine("Sheffield", OWN[0], own, 1, "Sheffield", (date(2016, 9, 1),), bounds)
    england = DrawnLine("England", ENGLAND, school_years(55, 56, 57, 58, 58, 59, 60, 60), 1)
    region = DrawnLine("Region", REGION, school_years(50, 51, 53, 53, 54, 54, 55, 57), 1)
    near = DrawnLine("Neighbours", NEIGHBOURS, school_years(52, 52, 51, 54, 56, 57, 58, 58), 1)
    way = ((date(2021, 8, 31), 65.0), (date(2022, 8, 31), 70.0))
    return content(
        sheffield,
        england,
        region,
        near,
        title="A chart with all that a chart can show",
        aims=(TargetLine("Target", way, date(2019, 5, 17)),),
        finished=(
            FinishedTick(date(2019, 10, 1), ("5.1.1", "5.1.2")),
            FinishedTick(date(2019, 12, 5), ("5.2.1",)),
            FinishedTick(date(2020, 6, 20), ("5.3.4",)),
        ),
    )


def of_waves() -> ChartContent:
    """Three surveys whose waves have to be told apart in grey."""
    keys = ("2017-05", "2018-05", "2019-05", "2020-05")
    rows = {"Parents": (38, 41, 47, 55), "Young people": (52, 50, 58, 57), "Schools": (61, 66, 70)}
    lines = [
        DrawnLine(name, style, waves(*zip(keys, values, strict=False)), n)
        for n, ((name, values), style) in enumerate(zip(rows.items(), SURVEYS, strict=False))
    ]
    aim = TargetLine("Target", ((date(2021, 7, 31), 60.0),), date(2019, 5, 17))
    return content(*lines, title="Families who feel listened to, by survey", aims=(aim,))


def of_two_with_intervals() -> ChartContent:
    """Two series whose intervals are of the same periods, and a target between two of them."""
    rows = (("Internal", (52, 55, 58, 61), 6), ("Official", (50, 54, 59, 60), 3))
    lines = [
        DrawnLine(
            name,
            OWN[n],
            years(*values),
            n,
            bounds=tuple((value - width, value + width) for value in values),
        )
        for n, (name, values, width) in enumerate(rows)
    ]
    aim = TargetLine("Target", ((date(2018, 3, 31), 65.0),), date(2016, 5, 17))
    return content(*lines, title="Two series with intervals of the same years", aims=(aim,))


def of_nine_lines() -> ChartContent:
    """Six series of its own, one begun late, and three that the first is compared with."""
    names = ("Autism", "Speech and language", "Hearing", "Vision", "Physical", "Other")
    own = [
        DrawnLine(name, OWN[n % len(OWN)], years(*(40 + 7 * n + (n * m) % 9 for m in range(8))), n)
        for n, name in enumerate(names)
    ]
    own[1] = replace(own[1], figures=own[1].figures[3:])
    beside = [
        DrawnLine("England", ENGLAND, years(*range(50, 58)), 0),
        DrawnLine("Region", REGION, years(*range(45, 53)), 0),
        DrawnLine("Neighbours", NEIGHBOURS, years(*range(44, 52)), 0),
    ]
    return content(*own, *beside, title="Plans finished in time, by need")


def of_all_areas(*, is_funnel: bool, areas: int = 151, seed: int = 1) -> ComparisonContent:
    """Areas that differ by chance and a little more: own area, ten neighbours, all others."""
    dice = random.Random(seed)
    found = []
    for n in range(areas):
        out_of = float(dice.randint(40, 900) if n % 9 else dice.randint(900, 2600))
        share = min(max(dice.gauss(0.58, 0.09), 0.02), 0.98)
        events = sum(dice.random() < share for _ in range(int(out_of)))
        name = "Sheffield" if n == 0 else f"Area {n} and the Long Name of It"[: 8 + n % 25]
        own, neighbour = n == 0, n if 0 < n <= 10 else 0
        found.append(AreaPoint(f"{name} {n}", events / out_of * 100, out_of, own, neighbour))
    found.sort(key=lambda point: -point.value)
    return ComparisonContent(
        found,
        PERCENT,
        "Plans finished in time, 2018: all areas",
        "In words.",
        "Out of so many: plans" if is_funnel else "Areas in order. Highest first, which is better",
        is_funnel,
        ("England", 58.0),
    )


def of_usual_variation() -> VariationContent:
    """Two years of months with a step after the first."""
    known = [52, 58, 55, 51, 57, 60, 54, 53, 56, 59, 52, 55, 61, 64, 66, 71, 68, 70, 67, 72, 69]
    figures = [
        figure(f"{2018 + n // 12}-{n % 12 + 1:02}", value, kind=SpanKind.MONTH)
        for n, value in enumerate(known)
    ]
    drawn = xmr([float(value) for value in known], 12)
    assert drawn is not None
    return VariationContent(figures, drawn, PERCENT, "Plans finished in time", "In words.")
