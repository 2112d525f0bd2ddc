"""The verdict on an indicator's page, its chart of usual variation, and the page of methods."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from actions.models import Plan
from indicators.domain.enums import Judgement, Method
from indicators.models import Indicator
from indicators.presenters.indicator_page import indicator_html, indicator_page
from indicators.presenters.verdict import ANCHORS, VerdictRow
from indicators.selectors.challenges import find_challenges
from tests.support import figures
from tests.support.factories import PlanFactory
from tests.support.noise import month_span

pytestmark = pytest.mark.django_db
APPROVED = date(2016, 1, 1)  # after the twelfth month of 2015
DAY = date(2019, 11, 15)
MONTHS = [50, 52, 49, 51, 48, 50, 53, 50, 47, 51, 49, 50]


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(approved_on=APPROVED)


def monthly(plan: Plan, *since: float) -> Indicator:
    indicator = figures.indicator(plan)
    series = figures.series(indicator, headline_place=1)
    for n, value in enumerate([*MONTHS, *since]):
        figures.measured(series, f"{month_span(n).first_day:%Y-%m}", value)
    return indicator


def test_months_are_judged_by_their_level_and_the_page_says_so(plan: Plan) -> None:
    page = indicator_page(monthly(plan, 58, 60, 59, 61), DAY)
    assert page.judgement is Judgement.BETTER
    assert page.sentence == (
        " in April 2016, on average 60% in the last 4, and 50% in the 12 before. "
        "It is getting better."
    )
    assert page.verdict is not None
    assert page.verdict.reason == (
        "The 4 latest average 59.5%, the 12 before the plan 50.0%: more than chance explains "
        "(t test of two levels, 98%)."
    )
    assert page.verdict.rows[:2] == (
        VerdictRow("Level since", "59.5%", "4 figures"),
        VerdictRow("Level before", "50.0%", "12 figures"),
    )


def test_the_chart_of_months_marks_signals_by_limits_from_before_the_plan(plan: Plan) -> None:
    indicator = monthly(plan, 58, 60, 51, 61)
    variation = indicator_page(indicator, DAY).variation
    assert variation is not None
    assert variation.sentence == (
        "3 of 16 figures signal more than usual variation, the first in Jan 2016."
    )
    assert variation.note == (
        "Average 50.0% and limits 43.2% to 56.8%: of the 12 figures before the plan, "
        "never redrawn. The scale does not begin at 0. A ring around a mark is a signal."
    )
    assert [signals for _, _, signals in variation.rows[11:16]] == [
        "",
        *["Beyond a limit"] * 2,
        "",
        "Beyond a limit",
    ]
    assert [row[0] for row in variation.rows[16:]] == ["Upper limit", "Average", "Lower limit"]
    html = indicator_html(indicator, DAY)
    assert html.count('r="9"') == 3
    assert re.findall(r"style=|<script", html) == []


def test_years_have_no_chart_of_usual_variation(plan: Plan) -> None:
    indicator = figures.indicator(plan)
    series = figures.series(indicator, span_kind="year", headline_place=1)
    for year in range(2000, 2019):
        figures.measured(series, str(year), year % 7)
    assert indicator_page(indicator, DAY).variation is None


def test_counts_have_intervals_in_the_table_and_whiskers_in_the_chart(plan: Plan) -> None:
    indicator = figures.indicator(plan, decimals=1)
    series = figures.series(indicator, span_kind="year", headline_place=1)
    figures.counted(series, "2015", 182, 458)
    figures.counted(series, "2017", 282, 397)
    page = indicator_page(indicator, DAY)
    assert page.verdict is not None
    assert page.verdict.rows == (
        VerdictRow("Now, 2017", "71.0%", "282 of 397", "66.4 to 75.3"),
        VerdictRow("Baseline, 2015", "39.7%", "182 of 458", "35.4 to 44.3"),
        VerdictRow("Change", "31.3 percentage points", "", "95%: 24.6 to 37.6 percentage points"),
    )
    assert page.picture.svg.count("M-5 ") == 4
    assert "Whiskers: the 95% interval" in " ".join(page.picture.notes)


def test_a_break_is_dotted_no_line_goes_across_it_and_the_page_says_why(plan: Plan) -> None:
    indicator = figures.indicator(plan)
    series = figures.series(indicator, span_kind="year", headline_place=1)
    for year, value in (("2015", 40), ("2016", 41), ("2017", 70), ("2018", 71)):
        figures.measured(series, year, value)
    series.breaks.create(first_day=date(2017, 1, 1), reason="Counted anew")
    page = indicator_page(indicator, DAY)
    assert page.picture.svg.count("<polyline") == 2
    assert 'stroke-dasharray="2 3"' in page.picture.svg
    facts = {fact.name: fact.text for fact in page.facts}
    assert facts["Break"] == "From 1 January 2017: Counted anew"
    assert page.sentence == " in 2018, up from 70% in 2017. There are too few figures to tell."


def test_a_worse_level_is_asked_about_with_both_levels(plan: Plan) -> None:
    indicator = monthly(plan, 40, 41, 39, 40)
    known = indicator_page(indicator, DAY)
    assert known.judgement is Judgement.WORSE
    assert find_challenges(plan, DAY).questions == ()  # no action is linked to it


def test_every_method_is_explained_on_the_page_that_is_open_to_all(client: Client) -> None:
    html = client.get("/methods/").content.decode()
    for anchor in [*ANCHORS.values(), "baseline", "xmr", "headline"]:
        assert f'id="{anchor}"' in html
    for judgement in Judgement:
        assert judgement.label in html
    assert set(ANCHORS) == set(Method)


def test_the_page_links_to_the_method_that_judged_it(plan: Plan) -> None:
    assert 'href="/methods/#level"' in indicator_html(monthly(plan, 58, 60, 59, 61), DAY)
    assert 'href="/methods/#too-few"' in indicator_html(monthly(plan, 58), DAY)


def test_a_named_baseline_stands_in_the_table_with_its_counts_if_the_plan_gives_them(
    plan: Plan,
) -> None:
    counts = {"baseline_numerator": 168, "baseline_denominator": 700}
    for given, row in (
        (counts, VerdictRow("Baseline, 2014/15", "24%", "168 of 700", "21 to 27")),
        (
            {},
            VerdictRow(
                "Baseline, 2014/15", "24%", "", "No interval: out of how many is not stated"
            ),
        ),
    ):
        indicator = figures.indicator(plan, baseline=24, baseline_when="2014/15", **given)
        series = figures.series(indicator, span_kind="year", headline_place=1)
        figures.counted(series, "2017", 126, 350)
        page = indicator_page(indicator, DAY)
        assert (page.judgement, page.sentence) == (
            Judgement.BETTER,
            " in 2017, up from 24% in 2014/15. It is getting better.",
        )
        assert page.verdict is not None
        assert page.verdict.rows[1] == row
