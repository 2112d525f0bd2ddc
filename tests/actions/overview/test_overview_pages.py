"""The page of the overview, the pages of its lists, and what they cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from actions.domain.enums import Role, Status
from actions.models import Action, Membership, Plan, ReportingPeriod
from actions.presenters.overview import OverviewList, finished_list, finished_overview, overview
from actions.selectors.updates import current_update
from actions.services.updates import confirm_unchanged
from tests.support.cast import BACKEND
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OrganisationFactory,
    OutcomeFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.html import Page
from tests.support.overview import TODAY, ending
from wsoa.accounts.models import User
from wsoa.core.months import Month


def test_the_page_has_a_one_sentence_summary(sheffield: Plan, signed_in) -> None:  # type: ignore[no-untyped-def]
    assert (
        "30 of 89 actions are behind target or at significant risk, 16 more than in July. "
        "5 are complete. 18 are late on 15 November 2019, and 4 more are past the plan’s own end "
        "date, with a later one agreed."
    ) in Page(signed_in("board").get("/plans/sheffield-2019/"))


@pytest.mark.parametrize(
    "address",
    [
        "/plans/sheffield-2019/actions/?area=5",
        "/plans/sheffield-2019/actions/?status=at_risk",
        "/plans/sheffield-2019/actions/?late=1",
        "/plans/sheffield-2019/actions/?organisation=SCC",
        "/plans/sheffield-2019/overview/responses/",
        "/plans/sheffield-2019/actions/3.1.1/",
        "/plans/sheffield-2019/indicators/",
    ],
)
def test_links_lead_to_the_actions_that_they_count(
    sheffield: Plan, signed_in, address: str
) -> None:  # type: ignore[no-untyped-def]
    client = signed_in("board")
    assert f'href="{address}"' in client.get("/plans/sheffield-2019/").content.decode()
    assert client.get(address).status_code == 200


LISTS = "/plans/sheffield-2019/overview/"


def refs_in(page: Page, section: str) -> list[str]:
    """The references of the actions in one section of the overview."""
    rows = page.with_id(section).tables[0].rows
    return [row.links[0][0] for row in rows]


@pytest.mark.parametrize(
    ("section", "listed", "count"),
    [("slipped", "late", 18), ("fallen", "fallen", 9), ("due-next", "due-next", 25)],
)
def test_the_overview_shows_five_and_the_page_of_the_list_shows_all(  # type: ignore[no-untyped-def]
    sheffield: Plan, signed_in, section: str, listed: str, count: int
) -> None:
    client = signed_in("board")
    shown = refs_in(Page(client.get("/plans/sheffield-2019/")), section)
    [table, *_] = Page(client.get(f"{LISTS}{listed}/")).tables
    every = [row.links[0][0] for row in table.rows]
    assert len(every) == count
    assert shown == every[:5]


def test_the_page_of_late_actions_lists_those_agreed_to_end_later_apart(  # type: ignore[no-untyped-def]
    sheffield: Plan, signed_in
) -> None:
    page = Page(signed_in("viewer").get(f"{LISTS}late/"))
    assert "18 are past the agreed end date on 15 November 2019 and not complete" in page
    agreed_later = refs_in(page, "agreed-later")
    assert agreed_later == [line.ref for line in overview(sheffield, TODAY).slippage.agreed_later]
    assert len(agreed_later) == 4
    assert "July 2019, now Nov 2019" in page.with_id("agreed-later")


def test_the_page_of_responses_lists_every_post(sheffield: Plan, signed_in) -> None:  # type: ignore[no-untyped-def]
    html = signed_in("viewer").get(f"{LISTS}responses/").content.decode()
    assert 'href="/plans/sheffield-2019/actions/?lead=SCC-HoS"' in html
    assert "<b>53 of 78</b> actions have no response for October 2019" in " ".join(html.split())


def test_the_page_of_risks_lists_each_with_its_flag(sheffield: Plan, signed_in) -> None:  # type: ignore[no-untyped-def]
    page = Page(signed_in("viewer").get(f"{LISTS}risks/"))
    assert [row.links[0][0] for row in page.tables[0].rows] == ["3.2.3", "3.3.1", "5.1.1", "5.1.6"]


@pytest.mark.parametrize("listed", list(OverviewList))
def test_a_list_of_an_empty_plan_says_that_nothing_is_in_it(
    plan: Plan, july: ReportingPeriod, listed: OverviewList
) -> None:
    html = finished_list(plan, listed, TODAY)
    assert "<table" not in html
    assert any(words in html for words in ("No ", "All actions that end by January 2020"))


def test_the_page_of_a_list_is_cached_until_a_write(  # type: ignore[no-untyped-def]
    sheffield: Plan, django_assert_num_queries
) -> None:
    first = finished_list(sheffield, OverviewList.LATE, TODAY)
    with django_assert_num_queries(0):
        assert finished_list(sheffield, OverviewList.LATE, TODAY) == first


def test_a_plan_without_updates_has_an_overview(plan: Plan, july: ReportingPeriod) -> None:
    ActionFactory(outcome__area__plan=plan)
    page = browser_of(member_of(plan)).get(plan.get_absolute_url())
    assert page.status_code == 200
    assert "No action has a status for July 2019 yet." in page.content.decode()


def member_of(plan: Plan) -> User:
    user: User = UserFactory()
    Membership.objects.create(plan=plan, user=user, role=Role.VIEWER)
    return user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def filled(plan: Plan, periods: list[ReportingPeriod], actions: int) -> None:
    """A plan of so many actions in three areas, with leads, statuses and risks."""
    outcomes = [OutcomeFactory(area=AreaFactory(plan=plan)) for _ in range(3)]
    posts = [PostFactory(organisation=OrganisationFactory(code=code)) for code in ("SCC", "CCG")]
    for n in range(actions):
        action = ActionFactory(
            outcome=outcomes[n % 3],
            led_by=posts[: 1 + n % 2],
            **ending(date(2019, 5 + n % 8, 1)),
        )
        for place, period in enumerate(periods):
            status = Status.values[(n + place) % 5]
            StatusUpdateFactory(
                action=action, period=period, status=status, significant_risk=n % 4 == 0
            )


@pytest.mark.parametrize("actions", [1, 3, 89])
def test_the_number_of_queries_does_not_depend_on_the_number_of_actions(  # type: ignore[no-untyped-def]
    plan, july, october, actions, django_assert_num_queries
) -> None:
    filled(plan, [july, october], actions)
    client = browser_of(member_of(plan))
    client.get(plan.get_absolute_url())  # what is finished is kept until something is written

    with django_assert_num_queries(4):
        page = client.get(plan.get_absolute_url())
    assert f"Actions of {actions}</th>" in page.content.decode()


def test_a_lead_page_takes_no_more_queries(plan, july, october, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    filled(plan, [july, october], 3)
    held = PostHoldingFactory(post=plan.actions.first().leads.first().post)
    client = browser_of(held.user)
    client.get(plan.get_absolute_url())

    with django_assert_num_queries(4):
        page = client.get(plan.get_absolute_url())
    assert page.status_code == 200


def test_sheffield_page_takes_no_more_queries(
    sheffield: Plan, signed_in, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = signed_in("viewer")
    client.get("/plans/sheffield-2019/")
    with django_assert_num_queries(4):
        client.get("/plans/sheffield-2019/")


def test_the_page_is_cached_until_a_write(  # type: ignore[no-untyped-def]
    sheffield: Plan, people, django_assert_num_queries
) -> None:
    first = finished_overview(sheffield, TODAY)
    with django_assert_num_queries(0):
        assert finished_overview(sheffield, TODAY) == first

    asked = overview(sheffield, TODAY).asked
    action, october = Action.objects.get(pk=min(asked.silent)), sheffield.periods.get(key="2019-10")
    confirm_unchanged(
        by=people["manager"],
        action=action,
        period=october,
        based_on=current_update(action, october).pk,
        forecast=Month(2020, 1),
    )
    sheffield.refresh_from_db()
    silent = f"<b>{len(asked.silent) - 1} of {asked.all.asked}</b> actions"
    assert silent in finished_overview(sheffield, TODAY).lists


def test_the_cached_page_is_for_its_day(sheffield: Plan) -> None:
    assert "15 days ago" in finished_overview(sheffield, TODAY).lists
    assert "16 days ago" in finished_overview(sheffield, TODAY + timedelta(days=1)).lists


def test_other_plans_do_not_appear(sheffield: Plan, plan, july, october) -> None:  # type: ignore[no-untyped-def]
    other = PlanFactory()
    assert overview(other, TODAY).counts.total == 0
    assert overview(sheffield, TODAY).counts.total == 89
