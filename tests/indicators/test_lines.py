"""How numbers are written, and when neighbours have a median."""

from __future__ import annotations

import pytest

from indicators.domain.enums import Gap, Unit
from indicators.domain.series import FigureSeries, Scale, SeriesRole, figure_of, median_series
from indicators.domain.time_spans import Span
from tests.support.chart_series import PERCENT, own, years


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "words"),
    [
        (Unit.PERCENT, 0, 91, "91%"),
        (Unit.PERCENT, 0, 12.5, "13%"),  # a half goes up, as people round
        (Unit.PERCENT, 1, 39.65, "39.7%"),
        (Unit.COUNT, 0, 1234, "1,234"),
        (Unit.RATE, 1, 12.34, "12.3"),
        (Unit.SCORE, 2, -0.425, "−0.43"),
        (Unit.SCORE, 1, -0.04, "0.0"),  # no minus before nought
        (Unit.DAYS, 0, 1, "1 day"),
        (Unit.WEEKS, 0, 12, "12 weeks"),
        (Unit.POUNDS, 0, 1200, "£1,200"),
    ],
)
def test_a_number_is_written_in_its_unit(
    unit: Unit, decimals: int, value: float, words: str
) -> None:
    assert Scale(unit, decimals).printed(value) == words


@pytest.mark.parametrize(
    ("unit", "change", "words"),
    [
        (Unit.PERCENT, -12, "12 percentage points"),
        (Unit.PERCENT, 1, "1 percentage point"),
        (Unit.COUNT, 3, "3"),
        (Unit.DAYS, -1, "1 day"),
        (Unit.POUNDS, 20, "£20"),
    ],
)
def test_a_difference_is_written_without_its_sign(unit: Unit, change: float, words: str) -> None:
    assert Scale(unit, 0).apart(change) == words


@pytest.mark.parametrize("gap", [each for each in Gap if each is not Gap.NONE])
def test_a_gap_is_shown_in_words_without_number(gap: Gap) -> None:
    figure = figure_of(Span.of("year", "2018"), PERCENT, value=None, gap=gap)
    assert (figure.value, figure.gap, figure.printed) == (None, gap, gap.label.lower())


def test_a_proportion_is_shown_with_its_counts() -> None:
    figure = figure_of(
        Span.of("year", "2018"), PERCENT, value=50, numerator=1200, denominator=2400.5
    )
    assert figure.out_of == "1,200 of 2,400.5"


def test_latest_skips_gaps() -> None:
    line = own(years(10, 20, None, 30, None))
    assert line.latest == line.figures[3]


def neighbours(count: int) -> list[FigureSeries]:
    return [
        FigureSeries(f"N{n}", SeriesRole.NEIGHBOUR, own(()).kind, years(10 * n, None), PERCENT, 1)
        for n in range(1, count + 1)
    ]


def test_the_median_needs_most_of_the_ten() -> None:
    six = median_series(neighbours(6), name="Median")
    five = median_series(neighbours(5), name="Median")
    assert six is not None
    assert five is not None
    assert [figure.printed for figure in six.figures] == ["35%", "not available"]
    assert [figure.printed for figure in five.figures] == ["not available", "not available"]
    assert median_series([], name="Median") is None
