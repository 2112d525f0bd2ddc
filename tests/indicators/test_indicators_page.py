"""The indicators page, and the line that other pages show of it."""

from __future__ import annotations

from actions.models import Plan
from indicators.models import Indicator, Intention, KeyOutcome
from indicators.presenters.listing import indicators_page
from indicators.templatetags.indicators import indicators_line
from tests.factories import PlanFactory


def test_the_page_holds_every_outcome_intention_and_indicator_in_order(sheffield: Plan) -> None:
    page = indicators_page(sheffield)
    assert len(page.outcomes) == 5
    assert (page.intentions, page.indicators) == (13, 24)
    first = page.outcomes[0].intentions[0]
    assert first.title == "To reduce levels of complaints re SEND statutory processes"
    assert first.indicators == ("Complaints received by SCC’s SENDSARS team",)


def test_a_target_stands_as_the_plan_words_it_or_is_said_to_be_missing(  # type: ignore[no-untyped-def]
    sheffield: Plan, signed_in
) -> None:
    page = indicators_page(sheffield)
    targets = [row.target for outcome in page.outcomes for row in outcome.intentions]
    assert targets.count("") == page.without_target == 8
    assert targets[1] == "At least the national rate"
    shown = signed_in("viewer").get("/plans/sheffield-2019/indicators/").content.decode()
    assert shown.count("Not stated") == 8
    assert shown.count("No data yet") == 24
    assert "<b>None of 24</b> indicators has data yet" in shown


def test_the_page_costs_three_queries_for_any_number(  # type: ignore[no-untyped-def]
    sheffield: Plan, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        indicators_page(sheffield)


def test_a_plan_without_indicators_says_so(db: None) -> None:
    plan = PlanFactory()
    assert indicators_page(plan).outcomes == ()
    assert indicators_line(plan) == {"count": 0}


def test_the_line_counts_the_indicators_of_this_plan_only(sheffield: Plan) -> None:
    other = PlanFactory()
    outcome = KeyOutcome.objects.create(plan=other, order=1, title="An outcome")
    intention = Intention.objects.create(key_outcome=outcome, order=1, title="To do better")
    Indicator.objects.create(intention=intention, order=1, title="How much")
    assert indicators_line(other) == {"count": 1}
    assert indicators_line(sheffield) == {"count": 24}
