"""The rule on the Local Authority Interactive Tool, where what happened next is known.

Every change over three years of every measure and authority is judged beside the areas that started
nearest. A verdict is taken back if a year later the authority is on the other side of the middle of
the same areas.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from statistics import median

import pytest

from indicators.domain.enums import Method
from indicators.domain.nearest_starters import NEAREST
from indicators.domain.trend import trend
from tests.support import official_statistics
from tests.support.noise import SimulatedFigure, year_span

pytestmark = [pytest.mark.long, official_statistics.with_data]

YEARS = 3
MOST_TAKEN_BACK, MOST_VERDICTS = 0.10, 0.06
Values = dict[int, float]  # by authority


def measures() -> dict[str, list[Values]]:
    """The values of authorities by measure, a year after the other."""
    found: dict[str, dict[str, Values]] = defaultdict(lambda: defaultdict(dict))
    with official_statistics.LAIT.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            try:
                number, value = int(float(row["LA Number"])), float(row["Values"])
            except ValueError:
                continue
            if 200 <= number < 970:
                found[row["Short Desc"]][row["Years"]][number] = value
    return {name: [years[year] for year in sorted(years)] for name, years in found.items()}


def changes(years: list[Values]) -> Iterator[tuple[int, Values, Values, Values]]:
    """Authority, then all values at the start, three years later, and a year after that."""
    for at in range(len(years) - YEARS):
        first, last = years[at], years[at + YEARS]
        after = years[at + YEARS + 1] if at + YEARS + 1 < len(years) else {}
        for place in first.keys() & last.keys():
            yield place, first, last, after


def is_taken_back(place: int, first: Values, after: Values, *, rose: bool) -> bool:
    near = sorted(first, key=lambda other: (abs(first[other] - first[place]), other))
    others = [o for o in near if o != place and o in after][:NEAREST]
    return (after[place] - first[place] > median(after[o] - first[o] for o in others)) is not rose


def test_the_next_year_takes_back_at_most_a_tenth_of_the_verdicts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    compared = verdicts = followed = taken_back = 0
    for years in measures().values():
        for place, first, last, after in changes(years):
            figures = [
                SimulatedFigure(year_span(0), first[place]),
                SimulatedFigure(year_span(YEARS), last[place]),
            ]
            peers = [(first[o], last[o]) for o in first.keys() & last.keys() if o != place]
            known = trend(figures, "higher", unit=1e-6, since=year_span(1).first_day, peers=peers)
            if known.method is not Method.AREAS:
                continue
            compared += 1
            if not (known.better or known.worse):
                continue
            verdicts += 1
            if place in after:
                followed += 1
                taken_back += is_taken_back(place, first, after, rose=known.better)
    with capsys.disabled():
        sys.stdout.write(
            f"\nOf {compared:,} comparisons over {YEARS} years {verdicts / compared:.1%} get a "
            f"verdict; {taken_back / followed:.1%} of {followed:,} are reversed a year later\n"
        )
    assert verdicts <= compared * MOST_VERDICTS
    assert taken_back <= followed * MOST_TAKEN_BACK
