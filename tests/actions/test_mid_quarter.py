"""An update in the round of a month: headline, cell and row have the same status."""

from __future__ import annotations

from datetime import date

import lxml.html
import pytest

from actions.models import Action
from actions.presenters.action_grid import ActionGrid, grid
from actions.presenters.action_page import action_page
from actions.presenters.overview import overview
from actions.selectors.action_filters import ActionFilters
from actions.selectors.periods import begun_quarters, current_quarter
from actions.selectors.plan_counts import count_plans
from tests.support.factories import (
    ActionFactory,
    PeriodFactory,
    StatusUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
BEFORE, DURING = date(2019, 11, 10), date(2019, 11, 20)


@pytest.fixture
def action() -> Action:
    """Behind in October, and complete in the round of November, a month of January's quarter."""
    october = PeriodFactory(opens=date(2019, 10, 1), closes=date(2019, 10, 31))
    january = PeriodFactory(
        plan=october.plan,
        key="2020-01",
        label="Jan 2020",
        first_day=date(2020, 1, 1),
        opens=date(2020, 1, 1),
        due=date(2020, 1, 31),
        closes=date(2020, 2, 29),
    )
    november = PeriodFactory(
        plan=october.plan,
        kind="month",
        quarter=january,
        key="2019-11",
        label="Nov 2019",
        first_day=date(2019, 11, 1),
        opens=date(2019, 11, 15),
        due=date(2019, 11, 30),
        closes=date(2019, 12, 31),
    )
    action: Action = ActionFactory(
        outcome__area__plan=october.plan,
        end_printed="Oct 2019",
        end_kind="month",
        end_month=date(2019, 10, 1),
    )
    StatusUpdateFactory(action=action, period=october, status="at_risk")
    StatusUpdateFactory(action=action, period=november, status="complete")
    return action


def rows_of(page: ActionGrid) -> list[str]:
    headings = [heading for section in page.sections for heading in section.headings]
    rows = [f"<table>{row}</table>" for heading in headings for row in heading.rows]
    return [" ".join(lxml.html.fromstring(row).text_content().split()) for row in rows]


def test_the_overview_counts_the_status_that_its_rows_go_by(action: Action) -> None:
    page = overview(action.plan, DURING)

    assert page.quarter is not None
    assert page.before is not None
    assert (page.quarter.name, page.before.name) == ("January 2020", "October 2019")
    assert (page.counts.complete, page.counts.behind) == (1, 0)
    assert [(row.words, row.count, row.before) for row in page.groups if row.count] == [
        ("Complete", 1, 0)
    ]
    assert page.slippage.late == ()


def test_the_grid_has_the_status_in_the_current_cell_the_counts_and_the_row(action: Action) -> None:
    page = grid(action.plan, ActionFilters(), DURING)

    assert page.now is not None
    assert page.now.label == "Jan 2020"
    assert [(chip.status.value, chip.count) for chip in page.chips if chip.count] == [
        ("complete", 1)
    ]
    (row,) = rows_of(page)
    assert "Complete" in row
    assert "late" not in row


def test_the_page_of_the_action_has_the_status_at_its_top_and_in_its_quarters(
    action: Action,
) -> None:
    page = action_page(action, UserFactory(), DURING)

    assert (page.status, page.status_period) == ("complete", "Jan 2020")
    assert [(each.label, each.status) for each in page.quarters if each.now] == [
        ("Jan 2020", "complete")
    ]
    assert page.late == ""


def test_many_plans_in_one_table_count_the_same(action: Action) -> None:
    counts = count_plans([action.plan_id], DURING)[action.plan_id]

    assert (counts.total, counts.behind, counts.late) == (1, 0, 0)


def test_a_quarter_begins_with_the_first_round_of_its_months_and_not_before(
    action: Action,
) -> None:
    periods = list(action.plan.periods.all())

    assert [each.key for each in begun_quarters(periods, BEFORE)] == ["2019-10"]
    assert [each.key for each in begun_quarters(periods, DURING)] == ["2019-10", "2020-01"]
    assert current_quarter(periods, date(2019, 9, 1)) is None
    assert overview(action.plan, BEFORE).counts.behind == 1
