"""What waits for somebody in the plan: from which facts, for whom, by when, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Role, Slippage
from actions.domain.waiting import WaitingItem
from actions.extension_points import WAITING
from actions.models import Action, DateChange, Membership, Plan
from actions.presenters.waiting_list import waiting_list
from actions.rules import plan_access
from actions.selectors.outstanding import open_rounds, outstanding_actions
from actions.selectors.periods import quarter_before
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.waiting import menu_counts, waiting_for
from actions.services.date_changes import ask_for_new_end, decide_on_new_end, read_decision
from actions.services.locking import lock_and_bump
from actions.services.verdicts import accept, return_update
from tests.support.cast import browser_of
from tests.support.decisions import WHY_REFUSED, decided_by
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.many_plans import many_plans
from wsoa.accounts.models import Post, User
from wsoa.core.clock import now
from wsoa.core.months import Month

DAY = date(2019, 11, 15)
TO = Month(2020, 12)


@pytest.fixture
def plan(db: None) -> Plan:
    return PlanFactory()


@pytest.fixture
def post() -> Post:
    return PostFactory(title="Head of Things")


@pytest.fixture
def lead(post: Post) -> User:
    user: User = UserFactory(name="Lead")
    PostHoldingFactory(post=post, user=user)
    return user


@pytest.fixture
def action(plan: Plan, post: Post) -> Action:
    outcome = OutcomeFactory(area=AreaFactory(plan=plan))
    made: Action = ActionFactory(outcome=outcome, plan=plan, led_by=[post], ref="1.1.1")
    PeriodFactory(plan=plan)
    return made


def member(plan: Plan, role: Role, area: object = None, name: str = "") -> User:
    user: User = UserFactory(name=name or role.label)
    Membership.objects.create(plan=plan, user=user, role=role, area=area)
    return user


def waits(user: User, *kinds: str) -> list[WaitingItem]:
    items = waiting_for(person_in_plans(user, DAY))
    return [item for item in items if not kinds or item.kind.code in kinds]


# --- updates ----------------------------------------------------------------------------------


def test_an_update_waits_for_its_lead_with_the_day_of_the_round(action: Action, lead: User) -> None:
    [item] = waits(lead)
    assert (item.kind.code, item.ref, item.since, item.due) == (
        "update",
        "1.1.1",
        date(2019, 10, 1),
        date(2019, 10, 31),
    )
    assert item.address == f"/plans/{action.plan.slug}/actions/1.1.1/update/"
    assert item.days_late(DAY) == 15


def test_an_answer_ends_it_and_a_return_brings_it_back_with_the_reason(
    action: Action, lead: User
) -> None:
    officer = member(action.plan, Role.ACCOUNTABLE, action.outcome.area)
    period = action.plan.periods.get()
    update = StatusUpdateFactory(
        action=action, period=period, by=lead, post=lead.holdings.get().post
    )
    assert waits(lead) == []
    return_update(by=officer, update=update, words="Which one?")
    [item] = waits(lead)
    assert (item.kind.code, item.detail, item.since) == ("returned", "Returned: “Which one?”", DAY)


def test_who_leads_nothing_owes_nothing(action: Action) -> None:
    assert waits(UserFactory()) == []
    other = PostHoldingFactory().user
    assert waits(other) == []


def test_the_manager_answers_what_they_wrote_and_got_back(action: Action, lead: User) -> None:
    manager = member(action.plan, Role.MANAGER)
    officer = member(action.plan, Role.ACCOUNTABLE, action.outcome.area)
    update = StatusUpdateFactory(action=action, period=action.plan.periods.get(), by=manager)
    return_update(by=officer, update=update, words="Which one?")
    assert [item.kind.code for item in waits(manager)] == ["returned"]


@pytest.mark.parametrize("name", ["lead", "nhs-lead"])
def test_what_is_outstanding_is_what_the_querysets_say(sheffield: Plan, people, name: str) -> None:  # type: ignore[no-untyped-def]
    [period] = open_rounds(DAY, [sheffield.pk])
    periods = list(sheffield.periods.all())
    asked = sheffield.actions.due_in(period, quarter_before(period, periods)).answered_in(period)
    everybody = outstanding_actions([period])[period.pk]
    expected = asked.filter(answered=False).in_plan_order().values_list("ref", flat=True)
    assert [one.asked.ref for one in everybody] == list(expected)
    mine = asked.filter(answered=False).led_by(people[name], DAY).values_list("ref", flat=True)
    assert {item.ref for item in waits(people[name], "update", "returned")} == set(mine)


# --- reviews ----------------------------------------------------------------------------------


def test_the_updates_of_an_area_are_one_thing(action: Action, lead: User, post: Post) -> None:
    officer = member(action.plan, Role.ACCOUNTABLE, action.outcome.area)
    manager = member(action.plan, Role.MANAGER)
    second = ActionFactory(outcome=action.outcome, plan=action.plan, led_by=[post], ref="1.1.2")
    period = action.plan.periods.get()
    updates = [
        StatusUpdateFactory(action=one, period=period, by=lead, post=post)
        for one in (action, second)
    ]
    for user in (officer, manager):
        [item] = waits(user, "accept")
        assert (item.how_many, item.detail) == (2, "1.1.1, 1.1.2")
        assert item.title.endswith(": 2 updates")
        assert item.due == date(2019, 11, 7)  # a week after they were due from the leads
        area = action.outcome.area
        assert item.address == f"/plans/{action.plan.slug}/review/?area={area.ref}"
    accept(by=officer, updates=updates)
    assert waits(officer, "accept") == waits(manager, "accept") == []


def test_an_officer_is_not_asked_about_another_area(action: Action, lead: User) -> None:
    other = member(action.plan, Role.ACCOUNTABLE, AreaFactory(plan=action.plan))
    StatusUpdateFactory(action=action, period=action.plan.periods.get(), by=lead)
    assert waits(other, "accept") == []


def test_what_a_reviewer_sent_waits_for_somebody_else(action: Action) -> None:
    manager = member(action.plan, Role.MANAGER)
    StatusUpdateFactory(action=action, period=action.plan.periods.get(), by=manager)
    assert len(waits(manager, "accept")) == 1  # nobody else may accept it
    officer = member(action.plan, Role.ACCOUNTABLE, action.outcome.area)
    assert waits(manager, "accept") == []
    assert len(waits(officer, "accept")) == 1


# --- new end dates ----------------------------------------------------------------------------


def test_a_new_end_date_waits_for_the_officer_or_else_the_manager(
    action: Action, lead: User
) -> None:
    manager = member(action.plan, Role.MANAGER)
    change = ask_for_new_end(
        by=lead, action=action, new_end=NewEnd(TO, Slippage.SLIPPED, "A post is vacant.", "")
    )
    [item] = waits(manager, "date_asked")
    assert (item.since, item.due) == (DAY, DAY + timedelta(14))
    place = f"/plans/{action.plan.slug}/actions/{action.ref}/dates/{change.pk}/decide/"
    assert item.address == place
    officer = member(action.plan, Role.ACCOUNTABLE, action.outcome.area)
    assert waits(manager, "date_asked") == []
    assert [item.address for item in waits(officer, "date_asked")] == [place]
    decide_on_new_end(by=officer, change=change, agreed=True, **decided_by(change.action.plan))
    assert waits(officer, "date_asked") == []


def test_nobody_decides_on_what_they_asked_for(action: Action) -> None:
    manager, other = member(action.plan, Role.MANAGER), member(action.plan, Role.MANAGER)
    ask_for_new_end(
        by=manager, action=action, new_end=NewEnd(TO, Slippage.SLIPPED, "A post is vacant.", "")
    )
    assert waits(manager, "date_asked") == []
    assert len(waits(other, "date_asked")) == 1


@pytest.mark.parametrize("agreed", [True, False])
def test_a_decision_waits_for_whoever_asked_until_they_have_read_it(
    action: Action, lead: User, agreed: bool
) -> None:
    officer = member(action.plan, Role.ACCOUNTABLE, action.outcome.area)
    new_end = NewEnd(TO, Slippage.SLIPPED, "A post is vacant.", "")
    change = ask_for_new_end(by=lead, action=action, new_end=new_end)
    assert waits(lead, "date_decided") == []
    made = decided_by(action.plan) | {"reason": WHY_REFUSED}
    change = decide_on_new_end(by=officer, change=change, agreed=agreed, **made)
    [item] = waits(lead, "date_decided")
    verdict = "Agreed" if agreed else "Refused"
    assert item.detail == (
        f"{change.moved}. {verdict}: {change.decision}. Reason: The work can start without it."
    )
    assert waits(officer, "date_decided") == []

    desk = browser_of(lead)
    assert f"Reason: {WHY_REFUSED}" in desk.get("/").content.decode()
    page = desk.get(item.address).content.decode()
    read = f"{item.address}{change.pk}/read/"
    assert f'action="{read}"' in page
    assert browser_of(officer).post(read).status_code == 403
    assert len(waits(lead, "date_decided")) == 1
    assert "no longer in your list" in desk.post(read, follow=True).content.decode()
    assert waits(lead, "date_decided") == []
    assert read_decision(by=lead, change=change) is False


def test_a_decision_on_a_request_of_the_plans_data_waits_for_the_post_that_asked(
    action: Action, lead: User, post: Post
) -> None:
    officer, stranger = member(action.plan, Role.ACCOUNTABLE, action.outcome.area), UserFactory()
    PostHoldingFactory(post=PostFactory(title="Another post"), user=stranger)
    new_end = NewEnd(TO, Slippage.SLIPPED, "A post is vacant.", "")
    change = ask_for_new_end(by=lead, action=action, new_end=new_end)
    DateChange.objects.update(requested_by=None, post=post)
    made = decided_by(action.plan) | {"reason": WHY_REFUSED}
    change = decide_on_new_end(by=officer, change=change, agreed=False, **made)
    [item] = waits(lead, "date_decided")
    assert waits(officer, "date_decided") == waits(stranger, "date_decided") == []
    read = f"{item.address}{change.pk}/read/"
    assert f'action="{read}"' in browser_of(lead).get(item.address).content.decode()
    assert browser_of(officer).post(read).status_code == 403
    browser_of(lead).post(read)
    assert waits(lead, "date_decided") == []
    DateChange.objects.update(decision_read_at=None, decided_by=None)  # decided in the plan's data
    assert waits(lead, "date_decided") == []


def test_decisions_of_ones_own_and_those_made_before_do_not_wait(action: Action) -> None:
    manager = member(action.plan, Role.MANAGER)
    new_end = NewEnd(TO, Slippage.SLIPPED, "A post is vacant.", "")
    change = ask_for_new_end(by=manager, action=action, new_end=new_end)
    decide_on_new_end(by=manager, change=change, agreed=True, **decided_by(action.plan))
    assert waits(manager, "date_decided") == []


# --- who one is, and the cost -----------------------------------------------------------------


def test_a_person_in_plans_is_what_they_are_to_each_plan(people) -> None:  # type: ignore[no-untyped-def]
    for user in people.values():
        person = person_in_plans(user, DAY)
        for plan in Plan.objects.all():
            access = plan_access(user, plan)
            areas = set(plan.areas.filter(pk__in=person.areas).values_list("pk", flat=True))
            assert person.roles.get(plan.pk, frozenset()) == access.roles
            assert areas == access.areas
            assert person.posts == access.held
            assert (plan.pk in person.plans) == user.has_perm("actions.see_plan", plan)


def test_one_area_sees_nothing_of_what_waits_in_another(two_areas) -> None:  # type: ignore[no-untyped-def]
    ours, theirs = two_areas
    for name in ours.people:
        for mine, other in ((ours, theirs), (theirs, ours)):
            if name in mine.people:
                plans = {item.plan for item in waits(mine.people[name])}
                assert other.plan.pk not in plans


@pytest.mark.parametrize("number", [4, 12, 40])
def test_the_queries_do_not_grow_with_the_plans(db: None, number: int) -> None:
    post, user = PostFactory(), UserFactory()
    PostHoldingFactory(post=post, user=user)
    plans = many_plans(number, manager=user, actions=3, post=post)
    for role in (Role.PUBLISHER, Role.SIGNS_COUNCIL):
        Membership.objects.bulk_create(
            Membership(plan=plan, user=user, role=role) for plan in plans
        )
    for plan in plans:
        area = plan.areas.get()
        Membership.objects.create(plan=plan, user=user, role=Role.ACCOUNTABLE, area=area)
    DateChange.objects.bulk_create(
        DateChange(
            action=action,
            from_month=date(2019, 9, 1),
            to_month=TO.first_day,
            kind=Slippage.SLIPPED,
            reason="A post is vacant.",
            requested_at=now(),
        )
        for action in Action.objects.of_plans(plan.pk for plan in plans)
    )
    with CaptureQueriesContext(connection) as queries:
        items = waiting_for(person_in_plans(user, DAY))
    kinds = {item.kind.code for item in items}
    assert {"update", "accept", "date_asked", "commentary", "publish"} <= kinds
    assert {item.plan for item in items} == {plan.pk for plan in plans}
    assert len(queries) == 28


def test_every_registered_source_gives_things_of_the_plans_that_were_asked_about(
    sheffield: Plan,
    people,  # type: ignore[no-untyped-def]
) -> None:
    assert len(WAITING) >= 9
    for user in people.values():
        assert waiting_for(person_in_plans(user, DAY, [])) == ()
        for item in waits(user):
            assert item.plan == sheffield.pk
            assert item.address.startswith(("/plans/sheffield-2019/", "/areas/sheffield/"))
            assert item.since is not None
            assert item.due is not None


def test_each_thing_leads_to_a_page_that_its_person_may_open(people) -> None:  # type: ignore[no-untyped-def]
    opened = set()
    for user in people.values():
        client = browser_of(user)
        for item in waits(user):
            if item.kind.code not in opened:
                assert client.get(item.address.partition("#")[0]).status_code == 200
                opened.add(item.kind.code)
    assert {"update", "returned", "accept", "publish"} <= opened


# --- the list on the page, and the count in the menu ------------------------------------------


def asked(**fields: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(fields)
    return query


def test_the_list_is_filtered_by_kind_and_plan_and_paged(db: None) -> None:
    user = UserFactory()
    plans = many_plans(60, manager=user, actions=2)
    person = person_in_plans(user, DAY)
    items = waiting_for(person)
    page = waiting_list(items, person, asked())
    assert (page.count.all, len(page.rows), page.pages) == (60, 50, 2)
    assert len(waiting_list(items, person, asked(page="2")).rows) == 10
    one = waiting_list(items, person, asked(plan=plans[3].slug))
    assert (one.plan, one.count.all) == (plans[3], 1)
    assert [row.plan for row in one.rows] == [""]
    assert [chip.label for chip in page.chips] == []  # there is only one kind


def test_chips_filter_and_say_how_many(sheffield: Plan, people) -> None:  # type: ignore[no-untyped-def]
    person = person_in_plans(people["accountable"], DAY)
    items = waiting_for(person)
    page = waiting_list(items, person, asked())
    everything, *groups = page.chips
    assert everything.count == len(items) == sum(chip.count for chip in groups)
    for chip in groups:
        shown = waiting_list(items, person, asked(kind=chip.key))
        assert shown.shown == chip.count
        assert [found.label for found in shown.chips if found.chosen] == [chip.label]
    assert waiting_list(items, person, asked(kind="nothing")).shown == len(items)


def test_the_menu_says_how_many_and_asks_once_for_a_version(
    action: Action, lead: User, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client: Client = browser_of(lead)
    page = client.get("/statuses/").content.decode()
    assert "Waiting (1)" in page
    assert "1 thing waits for you, 1 is late" in page
    plan = Plan.objects.get(pk=action.plan_id)
    with django_assert_num_queries(0):
        assert menu_counts(lead, DAY, plan).waiting == (1, 1)
    StatusUpdateFactory(action=action, period=plan.periods.get(), by=lead)
    lock_and_bump(action)
    assert "Waiting (" not in client.get("/statuses/").content.decode()
