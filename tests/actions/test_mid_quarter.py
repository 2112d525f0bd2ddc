"""An update in the round of a month: headline, cell and row have the same status, on any day."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import lxml.html
import pytest

from actions.domain.enums import Status
from actions.models import Action, Plan, ReportingPeriod, Verdict
from actions.presenters.action_grid import ActionGrid, grid
from actions.presenters.action_page import action_page
from actions.presenters.grid_file import grid_sheet
from actions.presenters.overview import finished_overview, overview
from actions.selectors.action_filters import ActionFilters
from actions.selectors.periods import begun_quarters
from actions.selectors.plan_counts import count_plans
from actions.services.locking import lock_and_bump
from tests.support.factories import (
    ActionFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    StatusUpdateFactory,
    UserFactory,
)
from wsoa.core.clock import now
from wsoa.core.months import Month

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
    assert [(row.label, row.count, row.before) for row in page.groups if row.count] == [
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

    assert (page.status, page.status_period, page.carried) == ("complete", "Jan 2020", False)
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
    assert begun_quarters(periods, date(2019, 9, 1)) == []
    assert overview(action.plan, BEFORE).counts.behind == 1


def test_the_overview_is_not_empty_on_the_day_on_which_a_round_opens(action: Action) -> None:
    """Nobody has answered in the round yet: what stood the day before stands, and says so."""
    action.updates.filter(period__kind="month").delete()
    lock_and_bump(action)
    action = Action.objects.get(pk=action.pk)
    opens = date(2019, 11, 15)

    page, eve = overview(action.plan, opens), overview(action.plan, date(2019, 11, 14))

    assert page.quarter is not None
    assert page.quarter.name == "January 2020"
    assert page.counts == eve.counts
    assert (page.counts.behind, page.counts.without, page.carried) == (1, 0, 1)
    (row,) = rows_of(grid(action.plan, ActionFilters(), opens))
    assert row.endswith("Jan 2020Behind or at risk * Not yet accepted No update yet")
    cell = action_page(action, UserFactory(), opens)
    assert (cell.status, cell.status_period, cell.carried) == ("at_risk", "Jan 2020", True)


# --- any sequence of rounds and updates -----------------------------------------------------------

ROUNDS = {
    "2019-07": ("quarter", date(2019, 7, 1)),
    "2019-08": ("month", date(2019, 8, 5)),
    "2019-10": ("quarter", date(2019, 10, 1)),
    "2019-11": ("month", date(2019, 11, 15)),
    "2019-12": ("month", date(2019, 12, 2)),
    "2020-01": ("quarter", date(2020, 1, 1)),
}
DAYS = [opens + timedelta(days=days) for _, opens in ROUNDS.values() for days in (-1, 0, 9)]


def plan_with_rounds(chance: random.Random) -> Plan:
    """Quarters, and some of the months between them."""
    plan: Plan = PlanFactory()
    periods: dict[str, ReportingPeriod] = {}
    for key, (kind, opens) in reversed(ROUNDS.items()):
        if kind == "month" and chance.random() < 0.3:
            continue
        month = Month.parse(key)
        quarters = [each for each in periods.values() if each.kind == "quarter"]
        periods[key] = PeriodFactory(
            plan=plan,
            kind=kind,
            quarter=quarters[-1] if kind == "month" else None,
            key=key,
            label=month.printed,
            first_day=month.first_day,
            opens=opens,
            due=opens + timedelta(days=20),
            closes=opens + timedelta(days=50),
        )
    return plan


def answer(action: Action, period: ReportingPeriod, chance: random.Random) -> None:
    update = StatusUpdateFactory(
        action=action,
        period=period,
        status=chance.choice(Status.values),
        kind=chance.choice(["update", "recorded"]),
    )
    verdict = chance.choice([True, False, None]) if update.kind == "update" else None
    if verdict is not None:
        words = "" if verdict else "Say more."
        Verdict.objects.create(
            update=update, accepted=verdict, words=words, by=UserFactory(), at=now()
        )


@pytest.mark.parametrize("seed", range(6))
def test_headline_current_cells_and_rows_count_the_same_on_any_day(seed: int) -> None:
    chance = random.Random(seed)
    plan = plan_with_rounds(chance)
    outcome = OutcomeFactory(area__plan=plan)
    actions = [
        ActionFactory(
            outcome=outcome,
            end_printed="Oct 2019",
            end_kind="month",
            end_month=date(2019, chance.choice([8, 10, 12]), 1),
        )
        for _ in range(4)
    ]
    answers = [(period, action) for period in plan.periods.all() for action in actions]
    answers = [pair for pair in answers if chance.random() < 0.5]
    for day in DAYS:
        for period, action in [pair for pair in answers if pair[0].opens <= day]:
            answer(action, period, chance)
            lock_and_bump(action)
            answers.remove((period, action))
        plan = Plan.objects.get(pk=plan.pk)
        assert_counts_agree(plan, list(plan.actions.all()), day)


def assert_counts_agree(plan: Plan, actions: list[Action], day: date) -> None:
    headline, table = overview(plan, day), grid(plan, ActionFilters(), day)
    pages = {action.ref: action_page(action, UserFactory(), day) for action in actions}
    for status in Status:
        shown = grid(plan, ActionFilters(status=status), day)
        in_rows = rows_of(shown)
        assert headline.counts.by_status[status] == shown.shown == len(in_rows)
        assert {row.split()[0] for row in in_rows} == {
            ref for ref, page in pages.items() if page.status == status
        }
    assert {chip.status.code: chip.count for chip in table.chips} == headline.counts.by_status
    for page in pages.values():
        current = [quarter.status for quarter in page.quarters if quarter.now]
        assert current in ([page.status], [])
    late = {line.ref for line in headline.slippage.late}
    assert late == {ref for ref, page in pages.items() if page.late}
    assert late == {row.split()[0] for row in rows_of(table) if "late" in row.lower()}
    for line in headline.slippage.late:
        assert line.status == pages[line.ref].status
    counts = count_plans([plan.pk], day)[plan.pk]
    assert (counts.behind, counts.late) == (headline.counts.behind, len(late))
    sheet = grid_sheet(plan, ActionFilters(), day)
    if table.now is not None:
        place = [column.title for column in sheet.columns].index(table.now.label)
        labels = Counter(str(row[place]).partition(" (")[0] for row in sheet.rows)
        assert {label: count for label, count in labels.items() if label} == {
            str(status.label): count for status, count in headline.counts.by_status.items() if count
        }


def test_the_overview_says_what_a_quarter_begun_by_a_month_is_compared_with(action: Action) -> None:
    july = date(2019, 7, 1)
    PeriodFactory(
        plan=action.plan, key="2019-07", first_day=july, opens=july, due=july, closes=july
    )

    page, eve = overview(action.plan, DURING), overview(action.plan, BEFORE)

    assert page.before is not None
    assert eve.before is not None
    # What had changed in October is not gone on the day on which November's round opens.
    assert page.before.name == eve.before.name == "July 2019"
    assert page.passed_over is not None
    assert (page.passed_over.name, page.opens) == ("October 2019", date(2020, 1, 1))
    assert (eve.passed_over, eve.opens) == (None, None)
    said = " ".join(finished_overview(action.plan, DURING).top.split())
    assert (
        "opens on 1 January 2020. Until then, this page shows what has changed since July 2019, so"
        " that the changes of October 2019 can still be seen." in said
    )


def test_the_overview_says_nothing_of_it_where_no_quarter_is_passed_over(action: Action) -> None:
    page = overview(action.plan, DURING)  # October is the only quarter before

    assert page.before is not None
    assert (page.before.name, page.passed_over, page.opens) == ("October 2019", None, None)
