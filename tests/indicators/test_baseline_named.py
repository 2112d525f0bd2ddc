"""What is called the baseline: what the plan names, or the last figure before it, and no other."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Plan
from indicators.models import Indicator
from indicators.presenters.indicator_page import indicator_page
from indicators.presenters.target_table import target_table
from indicators.selectors.figures_as_at import reading
from tests.support import figures
from tests.support.factories import PlanFactory

DAY = date(2020, 11, 15)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(approved_on=date(2019, 5, 17))


def monthly(plan: Plan, months: dict[str, int], **named: object) -> Indicator:
    """Figures out of 50, hidden below five, with a target."""
    indicator = figures.indicator(plan, suppress_below=5, better="higher", **named)
    series = figures.series(indicator, headline_place=1)
    for month, count in months.items():
        figures.counted(series, month, count, 50)
    indicator.targets.create(order=1, kind="number", value=75, by=date(2021, 1, 1))
    return indicator


def labels_of(indicator: Indicator) -> list[str]:
    verdict = indicator_page(indicator, DAY).verdict
    assert verdict is not None
    return [row.label for row in verdict.rows]


def test_no_figure_stands_under_the_label_of_a_small_baseline(plan: Plan) -> None:
    months = {"2019-08": 9, "2019-09": 12, "2019-10": 14}
    small = {"baseline": 6, "baseline_numerator": 3, "baseline_denominator": 50}
    indicator = monthly(plan, months, baseline_when="2018/19", **small)
    known = reading(indicator, DAY)
    assert known.compared == "up from 18% in Aug 2019"
    assert labels_of(indicator)[1] == "Earlier figure, Aug 2019"
    [row, *_] = target_table(known)
    assert (row.label, row.actual, row.actual_period) == ("Baseline", "fewer than 5", "2018/19")


def test_the_first_figure_since_the_plan_began_is_no_baseline(plan: Plan) -> None:
    indicator = monthly(plan, {"2020-08": 10, "2020-09": 31, "2020-10": 30})
    assert labels_of(indicator)[1] == "Earlier figure, Aug 2020"
    assert [row.label for row in target_table(reading(indicator, DAY))] == ["Target"]


def test_the_last_figure_before_the_plan_is_its_baseline(plan: Plan) -> None:
    indicator = monthly(plan, {"2019-03": 10, "2020-09": 31, "2020-10": 30})
    assert labels_of(indicator)[1] == "Baseline, March 2019"
    assert target_table(reading(indicator, DAY))[0].actual_period == "March 2019"
