"""What a verdict compares, and the sentence that says what is missing where it cannot."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Plan
from indicators.domain.enums import Judgement, Unit
from indicators.domain.trend_record import Lack
from indicators.models import Indicator, SeriesBreak
from indicators.selectors.figures_as_at import Reading, reading
from tests.support import figures
from tests.support.factories import PlanFactory

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 15)


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(approved_on=date(2018, 12, 17))


def percent_of(plan: Plan, counts: dict[str, int], **given: object) -> Indicator:
    """An indicator with so many of 400 in each period."""
    made = figures.indicator(plan, better="higher", **given)
    series = figures.series(made, headline_place=1)
    for span, events in counts.items():
        figures.counted(series, span, events, 400)
    return made


def lack_of(made: Indicator) -> tuple[Reading, Lack | None]:
    known = reading(made, DAY)
    assert known.trend.judgement is Judgement.TOO_FEW
    return known, known.trend.lacks


@pytest.mark.parametrize("last", [3, 9, 12])
def test_a_year_to_date_is_compared_only_with_figures_that_end_in_the_same_month(
    plan: Plan, last: int
) -> None:
    """It grows all year: beside any other month it would be a rise each time."""
    made = figures.indicator(plan, unit=Unit.COUNT, better="lower")
    series = figures.series(made, headline_place=1, year_to_date="calendar")
    for year, a_month in ((2018, 100), (2019, 40)):
        for month in range(1, (12 if year == 2018 else last) + 1):
            figures.measured(series, f"{year}-{month:02}", a_month * month)
    trend = reading(made, DAY).trend
    assert trend.start is not None
    assert trend.end is not None
    assert (trend.start.span.key, trend.end.span.key) == (f"2018-{last:02}", f"2019-{last:02}")
    assert trend.change == -60 * last


def test_a_year_to_date_without_the_same_month_before_is_compared_with_nothing(plan: Plan) -> None:
    made = figures.indicator(plan, unit=Unit.COUNT, better="lower")
    series = figures.series(made, headline_place=1, year_to_date="calendar")
    for span, value in (("2018-10", 700), ("2018-11", 800), ("2019-09", 900)):
        figures.measured(series, span, value)
    known, _ = lack_of(made)
    assert (known.trend.start, known.trend.change) == (None, None)


def test_a_break_is_named_as_the_reason(plan: Plan) -> None:
    made = percent_of(plan, {"2018-09": 100, "2019-09": 300})
    SeriesBreak.objects.create(
        series=made.series.get(), first_day=date(2019, 4, 1), reason="Counted by school"
    )
    known, lack = lack_of(made)
    assert lack is Lack.BREAK
    assert "defined anew after the baseline" in known.reason
    assert known.trend.change is None


def test_a_missing_same_month_is_named_as_the_reason(plan: Plan) -> None:
    """Twelve months of the year before, but none of the month that is counted since."""
    before = {f"2018-{month:02}": 100 + month for month in (1, 2, 3, 5, 6, 7, 8, 10, 11)}
    known, lack = lack_of(percent_of(plan, before | {"2019-04": 120, "2019-09": 130}))
    assert lack is Lack.SAME_PART
    assert "no month since has a figure of the same month of an earlier year" in known.reason


@pytest.mark.parametrize("span_kind", ["month", "year"])
def test_no_baseline_is_named_as_the_reason(plan: Plan, span_kind: str) -> None:
    made = figures.indicator(plan, better="higher")
    series = figures.series(made, headline_place=1, span_kind=span_kind)
    figures.counted(series, "2019-09" if span_kind == "month" else "2019", 300, 400)
    known, lack = lack_of(made)
    assert lack is Lack.BASELINE
    assert "there is no figure from before to set this one against" in known.reason


def test_a_latest_figure_without_a_number_is_named_as_the_reason(plan: Plan) -> None:
    """It is hidden: a trend would tell whether it is small."""
    made = percent_of(plan, {"2018-09": 100, "2019-08": 120, "2019-09": 3}, suppress_below=5)
    known, lack = lack_of(made)
    assert lack is Lack.NUMBER
    assert "the latest figure has no number that can be shown" in known.reason
    assert (known.trend.change, known.trend.start, known.trend.end) == (None, None, None)
