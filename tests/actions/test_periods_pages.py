"""The calendar of periods, its forms, and the pages of a locked period."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actions.domain.enums import Role
from actions.models import Action, Membership, Plan, StatusUpdate
from actions.presenters.overview import overview
from actions.presenters.period_calendar import calendar
from actions.selectors.periods import why_nothing_is_open
from actions.services.periods import close, open_round, reopen
from tests.support.cast import BACKEND
from tests.support.factories import (
    ActionFactory,
    OutcomeFactory,
    PlanFactory,
    PostFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.small_plans import DAYS, TODAY, period, quarter, quarters
from wsoa.accounts.models import User
from wsoa.core.months import Month


@pytest.fixture
def plan(db: None) -> Plan:
    return quarters(PlanFactory())


@pytest.fixture
def manager(plan: Plan) -> User:
    user: User = UserFactory(name="Mo Manager")
    Membership.objects.create(plan=plan, user=user, role=Role.MANAGER)
    return user


@pytest.fixture
def desk(manager: User) -> Client:
    client = Client()
    client.force_login(manager, backend=BACKEND)
    return client


# --- the pages ---------------------------------------------------------------------------------


def test_the_calendar_shows_the_state_of_each_period(plan: Plan, manager: User) -> None:
    states = [(line.name, line.state, line.more) for line in calendar(plan, TODAY).lines]
    assert states == [
        ("July 2019", "Closed", ()),
        ("October 2019", "Late: was due 15 days ago", ("It closes in 15 days.",)),
        ("January 2020", "Not yet open, opens in 47 days", ()),
    ]
    days = {date(2019, 10, 30): "Open, due in 1 day", date(2019, 10, 31): "Open, due today"}
    for day, words in days.items():
        assert calendar(plan, day).lines[1].state == words
    assert calendar(plan, date(2019, 11, 30)).lines[1].more == ("It closes after today.",)

    october = period(plan, "2019-10")
    close(by=manager, period=october)
    assert calendar(plan, TODAY).lines[1].state == "Locked on 15 November 2019 by Mo Manager"
    reopen(by=manager, period=october, closes=date(2019, 12, 5), reason="The CCG was late.")
    assert calendar(plan, TODAY).lines[1].more[-1] == (
        "Reopened on 15 November 2019 by Mo Manager, because: The CCG was late."
    )


def test_without_an_open_period_the_calendar_names_the_last_and_next(
    plan: Plan, manager: User
) -> None:
    assert why_nothing_is_open(list(plan.periods.all()), TODAY) == ""
    close(by=manager, period=period(plan, "2019-10"))
    assert why_nothing_is_open(list(plan.periods.all()), TODAY) == (
        "October 2019 closed to updates on 15 November 2019. January 2020 opens on 1 January 2020."
    )
    assert why_nothing_is_open([], TODAY) == "The plan has no reporting rounds yet."


def round_form(**changes: str) -> dict[str, str]:
    return {
        "month_0": "11",
        "month_1": "2019",
        "opens": "15 11 2019",
        "due": "29/11/2019",
        "closes": "15 December 2019",
    } | changes


def test_the_manager_opens_a_round_on_the_calendar(plan: Plan, desk: Client) -> None:
    address = f"/plans/{plan.slug}/periods/"
    page = desk.post(address, round_form(), follow=True).content.decode()
    assert "November 2019 is open: due by 29 November, closes after 15 December 2019." in page
    assert "Month, counts for January 2020" in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"month_0": "13"}, "id_month_0", "Month must be a number from 1 to 12"),
        ({"month_0": "10"}, "id_month_0", "October 2019 already has a reporting round"),
        ({"month_1": "2031"}, "id_month_0", "The plan ends with January 2020"),
        ({"opens": ""}, "id_opens", "Opens on: enter a date, for example 15 11 2019"),
        ({"due": "31 02 2020"}, "id_due", "Updates are due by must be a real date"),
        ({"closes": "x" * 200_000}, "id_closes", "Closes after must be a real date"),
        ({"closes": "16 11 2019"}, "id_closes", "because updates are due then"),
    ],
)
def test_errors_are_shown_beside_the_field_and_input_is_kept(  # type: ignore[no-untyped-def]
    plan: Plan, desk: Client, changes, field: str, words: str
) -> None:
    page = desk.post(f"/plans/{plan.slug}/periods/", round_form(**changes))
    html = page.content.decode()
    assert page.status_code == 200
    assert f'<a href="#{field}">' in html
    assert html.count(words) == 2
    for value in (round_form() | changes).values():
        assert f'value="{value}"' in html or not value
    assert plan.periods.count() == 3


def test_pressing_the_button_twice_opens_one_round(plan: Plan, desk: Client) -> None:
    for _ in range(2):
        page = desk.post(f"/plans/{plan.slug}/periods/", round_form())
    assert "November 2019 already has a reporting round" in page.content.decode()
    assert plan.periods.count() == 4


def test_periods_are_extended_closed_and_reopened_by_their_pages(plan: Plan, desk: Client) -> None:
    base = f"/plans/{plan.slug}/periods/2019-10/"
    page = desk.get(f"{base}extend/").content.decode()
    assert 'value="31 10 2019"' in page
    desk.post(f"{base}extend/", {"due": "20 11 2019", "closes": "10 12 2019"})
    assert period(plan, "2019-10").closes == date(2019, 12, 10)

    assert "They will stand as" not in desk.get(f"{base}close/").content.decode()
    desk.post(f"{base}close/")
    assert period(plan, "2019-10").locked_at is not None
    again = desk.post(f"{base}close/")
    assert "October 2019 is already closed." in again.content.decode()

    reason = "The CCG was late. " * 10
    refused = desk.post(f"{base}reopen/", {"closes": "1 1 2019", "reason": reason})
    assert reason.strip() in refused.content.decode()
    too_long = desk.post(f"{base}reopen/", {"closes": "5 12 2019", "reason": "x" * 200_000})
    assert "must be 2,000 characters or fewer. You entered 200000" in too_long.content.decode()
    assert period(plan, "2019-10").locked_at is not None
    desk.post(f"{base}reopen/", {"closes": "5 12 2019", "reason": reason})
    assert period(plan, "2019-10").locked_at is None


def test_the_closing_page_shows_the_number_of_missing_updates(plan: Plan, desk: Client) -> None:
    ActionFactory(outcome=OutcomeFactory(area__plan=plan), led_by=[PostFactory()])
    page = desk.get(f"/plans/{plan.slug}/periods/2019-10/close/").content.decode()
    assert "<b>1 of 1</b> actions have no response yet." in page


def test_a_period_of_another_plan_is_not_found(plan: Plan, desk: Client) -> None:
    other = quarter(PlanFactory(), "2020-04", "2020-05-31")
    for key in (other.key, "1999-01", "x"):
        assert desk.get(f"/plans/{plan.slug}/periods/{key}/close/").status_code == 404


def test_only_the_manager_has_the_round_in_the_menu(plan: Plan, desk: Client) -> None:
    address = f'href="/plans/{plan.slug}/round/"'
    assert address in desk.get(f"/plans/{plan.slug}/actions/").content.decode()
    viewer = UserFactory()
    Membership.objects.create(plan=plan, user=viewer, role=Role.VIEWER)
    client = Client()
    client.force_login(viewer, backend=BACKEND)
    assert address not in client.get(f"/plans/{plan.slug}/actions/").content.decode()


@pytest.mark.parametrize("count", [1, 3, 89])
def test_the_calendar_has_a_constant_number_of_queries(  # type: ignore[no-untyped-def]
    plan: Plan, manager: User, desk: Client, count: int, django_assert_num_queries
) -> None:
    for n in range(1, count):
        month = Month(2020, 1).plus(3 * n)
        quarter(plan, str(month), str(month.plus(1).last_day))
    desk.get("/statuses/")  # what the menu counts is kept
    with django_assert_num_queries(6):
        page = desk.get(f"/plans/{plan.slug}/periods/")
    assert len(page.context["calendar"].lines) == 2 + count


def test_an_update_to_a_locked_period_is_refused_and_kept_in_the_form(
    plan: Plan, manager: User, desk: Client
) -> None:
    action: Action = ActionFactory(outcome=OutcomeFactory(area__plan=plan))
    close(by=manager, period=period(plan, "2019-10"))
    address = f"/plans/{plan.slug}/actions/{action.ref}/"
    words = {"status": "on_track", "developments": "It goes on, and on."}
    page = desk.post(f"{address}update/", words).content.decode()
    assert "Oct 2019 closed to updates on 15 November 2019." in page
    assert "It goes on, and on." in page
    for read in (address, f"{address}update/"):
        page = desk.get(read).content.decode()
        assert "October 2019 closed to updates on 15 November 2019." in page
    assert StatusUpdate.objects.about([action]).count() == 0


def test_an_action_reported_complete_in_a_round_is_not_late(plan: Plan, manager: User) -> None:
    action = ActionFactory(
        outcome=OutcomeFactory(area__plan=plan), led_by=[PostFactory()], end_month=date(2019, 9, 1)
    )
    StatusUpdateFactory(action=action, period=period(plan, "2019-10"), status="at_risk")
    assert len(overview(plan, TODAY).slippage.late) == 1
    november = open_round(by=manager, plan=plan, month=Month(2019, 11), **DAYS)
    StatusUpdateFactory(action=action, period=november, status="complete")
    page = overview(plan, TODAY)
    assert page.slippage.late == ()
    assert page.heading == "Overview: January 2020"
    assert page.asked is not None
    assert page.asked.period == "November 2019"
