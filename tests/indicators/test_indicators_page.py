"""The list of indicators, and indicators on other pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actions.models import Plan
from actions.services.locking import lock_and_bump_plan
from indicators.domain.enums import Judgement
from indicators.models import Target
from indicators.presenters.change_summary import (
    action_indicators_html,
    change_summary,
    change_summary_html,
    indicator_summaries,
)
from indicators.presenters.indicator_list import IndicatorRow, indicators_html, indicators_page
from tests.support import figures
from tests.support.factories import ActionFactory, PlanFactory

DAY = date(2019, 11, 15)
ADDRESS = "/plans/sheffield-2019/indicators/"


def rows_of(plan: Plan, chosen: Judgement | None = None) -> list[IndicatorRow]:
    page = indicators_page(plan, DAY, chosen)
    return [
        row
        for outcome in page.outcomes
        for intention in outcome.intentions
        for row in intention.indicators
    ]


@pytest.fixture
def measured_plan(db: None) -> Plan:
    """One that gets worse, one better, one out of date, one with a figure, one with none."""
    plan = PlanFactory()
    for name, values, given in (
        ("Absence", (8, 12), {"better": "lower"}),
        ("Plans on time", (52, 91), {}),
        ("Health checks", (41, 60), {"next_due": date(2019, 10, 15)}),
        ("Happy", (46,), {}),
        ("Nothing yet", (), {}),
    ):
        indicator = figures.indicator(plan, short_title=name, title=name, **given)
        series = figures.series(indicator)
        for year, value in enumerate(values, start=2018):
            figures.counted(series, f"{year}-09", 10 * value, 1000)
    return plan


def test_all_outcomes_intentions_and_indicators_are_listed_in_order(
    sheffield: Plan,
) -> None:
    page = indicators_page(sheffield, DAY)
    printed = [each for each in page.outcomes if each.title != page.outcomes[-1].title]
    assert len(printed) == 5
    assert page.total == 24
    first = page.outcomes[0].intentions[0]
    assert first.title == "To reduce levels of complaints re SEND statutory processes"
    assert [row.name for row in first.indicators] == ["Complaints received by SCC’s SENDSARS team"]


def test_each_row_shows_latest_figure_change_and_judgement(measured_plan: Plan) -> None:
    rows = rows_of(measured_plan)
    assert [(row.latest, row.measured, row.change, row.judgement) for row in rows] == [
        ("12%", "Sept 2019", "Up 4 percentage points since Sept 2018", Judgement.WORSE),
        ("91%", "Sept 2019", "Up 39 percentage points since Sept 2018", Judgement.BETTER),
        ("60%", "Sept 2019", "Up 19 percentage points since Sept 2018", Judgement.STALE),
        ("46%", "Sept 2018", "", Judgement.TOO_FEW),
        ("", "", "", Judgement.NO_DATA),
    ]
    assert [row.until_then for row in rows] == ["", "", "Getting better", "", ""]
    assert [row.due for row in rows] == [None, None, date(2019, 10, 15), None, None]
    assert [bool(row.spark) for row in rows] == [True, True, True, False, False]


def test_the_headline_counts_judgements_and_a_filter_selects_one(measured_plan: Plan) -> None:
    page = indicators_page(measured_plan, DAY)
    assert [(each.judgement, each.count) for each in page.choices] == [
        (Judgement.WORSE, 1),
        (Judgement.STALE, 1),
        (Judgement.TOO_FEW, 1),
        (Judgement.NO_DATA, 1),
        (Judgement.BETTER, 1),
    ]
    assert (page.total, page.better, page.worse, page.stale, page.no_data) == (5, 1, 1, 1, 1)
    assert [row.name for row in rows_of(measured_plan, Judgement.WORSE)] == ["Absence"]


def test_indicators_the_plan_does_not_print_are_shown_but_not_counted(measured_plan: Plan) -> None:
    measured_plan.key_outcomes.update(printed=False)
    page = indicators_page(measured_plan, DAY)
    assert (page.total, page.others, page.choices) == (0, 5, ())
    assert len(rows_of(measured_plan)) == 5


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ((), ""),
        (({"kind": "unstated"},), ""),
        (({"kind": "direction"},), "Higher"),
        (({"kind": "direction", "words": "more of them"},), "More of them"),
        (({"kind": "national"},), "At least the national rate"),
        (({"kind": "number", "value": 75, "by": date(2019, 12, 31)},), "75% by December 2019"),
        (
            (
                {"kind": "number", "value": 75, "by": date(2018, 12, 31)},
                {"kind": "number", "value": 90.5, "by": date(2020, 12, 31)},
            ),
            "91% by December 2020",
        ),
    ],
)
def test_the_current_target_is_stated(
    db: None, targets: tuple[dict[str, object], ...], words: str
) -> None:
    plan = PlanFactory()
    indicator = figures.indicator(plan)
    for order, each in enumerate(targets):
        Target.objects.create(indicator=indicator, order=order, **each)
    figures.measured(figures.series(indicator), "2019-09", 50)
    assert rows_of(plan)[0].target == words


def test_without_a_target_the_plan_wording_is_shown(db: None) -> None:
    plan = PlanFactory()
    indicator = figures.indicator(plan)
    indicator.intention.target = "at least the national rate"
    indicator.intention.save()
    assert rows_of(plan)[0].target == "At least the national rate"


def test_england_is_beside_official_figures_and_beside_our_own_of_the_same_period(
    db: None,
) -> None:
    plan = PlanFactory()
    home, _, england, _ = figures.places_of(plan)
    measure = figures.measure()
    figures.published(measure, home, "2018", 40)
    for year in ("2017", "2018"):
        figures.published(measure, england, year, 50 + int(year) % 10)
    official = figures.indicator(plan)
    figures.series(official, kind="official", measure=measure)
    both = figures.indicator(plan)
    figures.measured(figures.series(both, order=1), "2019-09", 91)
    figures.series(both, order=2, kind="official", measure=measure)
    figures.published(measure, home, "2019", 41)
    years = figures.indicator(plan)
    figures.measured(figures.series(years, order=1, span_kind="year"), "2018", 44)
    figures.series(years, order=2, kind="official", measure=measure)
    assert [row.england for row in rows_of(plan)] == ["58.0% in 2018", "", "58.0%"]


def test_the_page_states_how_many_get_worse(measured_plan: Plan) -> None:
    html = indicators_html(measured_plan, DAY)
    assert "<b>1</b> of 5 is getting worse, <b>1</b> is getting better" in html
    assert "Due 15 October 2019, not received" in html
    assert "style=" not in html


def test_the_page_is_cached_until_a_write(
    measured_plan: Plan,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    indicators_html(measured_plan, DAY)
    with django_assert_num_queries(0):
        indicators_html(measured_plan, DAY)
    indicator = measured_plan.indicators.get(short_title="Nothing yet")
    figures.measured(figures.series(indicator), "2019-09", 77)
    lock_and_bump_plan(measured_plan.pk)
    measured_plan.refresh_from_db()
    assert "<b>77%</b>" in indicators_html(measured_plan, DAY)


def test_the_list_takes_eleven_queries_for_any_number(
    sheffield: Plan,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    with django_assert_num_queries(11):
        indicators_page(sheffield, DAY)


def test_the_whole_page_takes_fifteen_queries_at_most(  # type: ignore[no-untyped-def]
    sheffield: Plan, signed_in, django_assert_num_queries
) -> None:
    viewer = signed_in("viewer")
    viewer.get("/statuses/")  # what the menu counts is kept
    with django_assert_num_queries(15):
        viewer.get(ADDRESS)
    with django_assert_num_queries(4):
        viewer.get(ADDRESS)


@pytest.mark.parametrize("asked", ["?is=worse", "?is=no-such-thing", "?is=", "?is=%00"])
def test_any_filter_value_gives_a_page(signed_in, asked: str) -> None:  # type: ignore[no-untyped-def]
    assert signed_in("viewer").get(f"{ADDRESS}{asked}").status_code == 200


def test_the_list_states_its_day(signed_in) -> None:  # type: ignore[no-untyped-def]
    shown = signed_in("viewer").get(ADDRESS).content.decode()
    assert "shows only what was published by 15 November 2019" in shown


def test_links_to_enter_figures_need_the_permission(signed_in) -> None:  # type: ignore[no-untyped-def]
    def sees_it(name: str) -> bool:
        client: Client = signed_in(name)
        return f"{ADDRESS}enter/" in client.get(ADDRESS).content.decode()

    assert [sees_it(name) for name in ("manager", "viewer")] == [True, False]


def test_a_plan_without_indicators_says_so(db: None) -> None:
    plan = PlanFactory()
    assert "The plan names no indicators" in indicators_html(plan, DAY)
    assert "The plan names no indicators" in change_summary_html(plan, DAY)


def test_the_overview_lists_worsened_indicators_first(measured_plan: Plan) -> None:
    moved = change_summary(indicator_summaries(measured_plan, DAY))
    assert (moved.rows[0].judgement, moved.rows[0].count) == (Judgement.WORSE, 1)
    assert [each.latest_and_change for each in moved.rows[0].named] == [
        "12% in Sept 2019; up 4 percentage points since Sept 2018"
    ]
    html = change_summary_html(measured_plan, DAY)
    assert html.index("Getting worse") < html.index("Getting better")


def test_the_overview_mentions_unmeasured_indicators(db: None) -> None:
    plan = PlanFactory()
    figures.indicator(plan)
    assert ("names <b>1</b> indicator. There are no measurements yet") in change_summary_html(
        plan, DAY
    )


def test_an_action_shows_its_linked_indicators(measured_plan: Plan) -> None:
    linked, other = (
        ActionFactory(plan=measured_plan, outcome__area__plan=measured_plan) for _ in range(2)
    )
    measured_plan.indicators.get(short_title="Absence").outcomes.add(linked.outcome)
    html = action_indicators_html(linked, DAY)
    assert "Absence" in html
    assert "Getting worse" in html
    assert action_indicators_html(other, DAY) == ""
