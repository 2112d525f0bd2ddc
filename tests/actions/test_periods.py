"""Periods: opening a round, extending, closing, reopening, and refusing updates when locked."""

from __future__ import annotations

from datetime import date

import pytest

from actions.domain.enums import PeriodEventKind, Role, Status
from actions.models import Action, Membership, PeriodEvent, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.periods import open_period, other_open_periods
from actions.selectors.response_progress import responses_in, responses_now
from actions.selectors.status_as_at import quarter_statuses
from actions.services.periods import PeriodRefused, close, extend, open_round, reopen
from actions.services.updates import PeriodClosed, UpdateContent, confirm_unchanged, submit_update
from tests.support.factories import (
    ActionFactory,
    OutcomeFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.small_plans import DAYS, TODAY, period, quarters
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly
from wsoa.core.months import Month


@pytest.fixture
def plan(db: None) -> Plan:
    return quarters(PlanFactory())


@pytest.fixture
def manager(plan: Plan) -> User:
    user: User = UserFactory(name="Mo Manager")
    Membership.objects.create(plan=plan, user=user, role=Role.MANAGER)
    return user


def last_event(plan: Plan) -> AuditEvent:
    return AuditEvent.objects.about(plan.slug).newest_first()[0]


def rows(plan: Plan, key: str) -> list[PeriodEvent]:
    return list(PeriodEvent.objects.of_plan(plan).filter(period__key=key).with_people())


# --- opening a round ---------------------------------------------------------------------------


@pytest.mark.parametrize(("month", "belongs_to"), [("2019-11", "2020-01"), ("2019-12", "2020-01")])
def test_a_month_belongs_to_the_next_quarter(
    plan: Plan, manager: User, month: str, belongs_to: str
) -> None:
    made = open_round(by=manager, plan=plan, month=Month.parse(month), **DAYS)
    assert made.quarter is not None
    assert (made.kind, made.key, made.quarter.key) == ("month", month, belongs_to)
    assert last_event(plan).verb == "open_round"
    assert last_event(plan).subject == f"period {month}"
    [row] = rows(plan, month)
    assert (row.kind, row.by, row.reason) == (PeriodEventKind.OPENED, manager, "")
    assert {"opens": row.opens, "due": row.due, "closes": row.closes} == DAYS
    assert (row.opens_before, row.due_before, row.closes_before) == (None, None, None)


def test_a_new_round_is_what_leads_are_asked_about(plan: Plan, manager: User) -> None:
    open_round(by=manager, plan=plan, month=Month(2019, 11), **DAYS)
    periods = list(plan.periods.all())
    assert str(open_period(periods, TODAY)) == "Nov 2019"
    last = plan.periods.open_on(TODAY).last()
    assert last is not None
    assert last.key == "2019-11"


def test_a_round_opening_in_the_future_is_not_open_yet(plan: Plan, manager: User) -> None:
    days = DAYS | {"opens": date(2019, 11, 25)}
    made = open_round(by=manager, plan=plan, month=Month(2019, 11), **days)
    assert str(open_period(list(plan.periods.all()), TODAY)) == "Oct 2019"
    assert open_period(list(plan.periods.all()), date(2019, 11, 25)) == made


def test_a_quarter_can_be_opened_early(plan: Plan, manager: User) -> None:
    days = DAYS | {"due": date(2020, 1, 31), "closes": date(2020, 2, 29)}
    made = open_round(by=manager, plan=plan, month=Month(2020, 1), **days)
    assert (made.kind, made.opens) == ("quarter", date(2019, 11, 15))
    assert plan.periods.count() == 3
    assert last_event(plan).detail["before"]["opens"] == "2020-01-01"
    [row] = rows(plan, "2020-01")
    assert (row.kind, row.opens_before) == (PeriodEventKind.OPENED, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("month", "changes", "words", "field"),
    [
        ("2019-10", {}, "October 2019 already has a reporting round", "month"),
        ("2019-09", {}, "October 2019 has already opened", "month"),
        ("2020-02", {}, "The plan ends with January 2020", "month"),
        ("2020-01", {"opens": date(2020, 1, 1)}, "opens automatically on 1 January 2020", "due"),
        (
            "2019-11",
            {"due": date(2019, 11, 14)},
            "Due date must be 15 November 2019 or later",
            ("due"),
        ),
        ("2019-11", {"closes": date(2019, 11, 28)}, "Closing date must be 29 November", "closes"),
        (
            "2019-11",
            {"closes": date(2020, 3, 1)},
            "Closing date must be 29 February 2020 or earlier",
            ("closes"),
        ),
        ("2019-11", {"opens": date(2018, 11, 15)}, "Opening date must be recent", "opens"),
        ("2019-11", {"closes": date(2091, 12, 15)}, "within the next year", "closes"),
    ],
)
def test_an_invalid_round_is_refused(  # type: ignore[no-untyped-def]
    plan: Plan, manager: User, month: str, changes, words: str, field: str
) -> None:
    before = list(plan.periods.values())
    if field == "due" and month == "2020-01":
        changes = changes | {"due": date(2020, 1, 31), "closes": date(2020, 2, 29)}
        field = "opens"
    with pytest.raises(PeriodRefused, match=words) as refused:
        open_round(by=manager, plan=plan, month=Month.parse(month), **(DAYS | changes))
    assert refused.value.field == field
    assert list(plan.periods.values()) == before


def test_a_month_that_exists_already_is_refused(plan: Plan, manager: User) -> None:
    open_round(by=manager, plan=plan, month=Month(2019, 12), **DAYS)
    for month in (Month(2019, 12), Month(2019, 11)):
        with pytest.raises(PeriodRefused) as refused:
            open_round(by=manager, plan=plan, month=month, **DAYS)
        assert refused.value.field == "month"
    assert plan.periods.count() == 4


# --- extending ---------------------------------------------------------------------------------


def test_extending_moves_the_given_dates_and_is_audited(plan: Plan, manager: User) -> None:
    october = period(plan, "2019-10")
    extend(by=manager, period=october, due=date(2019, 11, 20), closes=date(2019, 12, 10))
    october.refresh_from_db()
    assert (october.due, october.closes) == (date(2019, 11, 20), date(2019, 12, 10))
    assert last_event(plan).detail["before"] == {"due": "2019-10-31", "closes": "2019-11-30"}
    [row] = rows(plan, "2019-10")
    assert (row.kind, row.due, row.closes) == (
        PeriodEventKind.EXTENDED, date(2019, 11, 20), date(2019, 12, 10),
    )  # fmt: skip
    days = (None, date(2019, 10, 31), date(2019, 11, 30))
    assert (row.opens_before, row.due_before, row.closes_before) == days


@pytest.mark.parametrize(
    ("due", "closes", "words", "field"),
    [
        (date(2019, 10, 30), date(2019, 11, 30), "or later", "due"),
        (date(2019, 10, 31), date(2019, 11, 29), "or later", "closes"),
        (date(2019, 10, 31), date(2019, 11, 30), "Enter at least one later date", "due"),
        (date(2019, 12, 5), date(2019, 11, 30), "because updates are due then", "closes"),
        (date(2019, 10, 31), date(2029, 11, 30), "within the next year", "closes"),
    ],
)
def test_extending_to_an_earlier_or_unchanged_date_is_refused(
    plan: Plan, manager: User, due: date, closes: date, words: str, field: str
) -> None:
    october = period(plan, "2019-10")
    with pytest.raises(PeriodRefused, match=words) as refused:
        extend(by=manager, period=october, due=due, closes=closes)
    assert refused.value.field == field
    october.refresh_from_db()
    assert (october.due, october.closes) == (date(2019, 10, 31), date(2019, 11, 30))


def test_a_closed_period_cannot_be_extended(plan: Plan, manager: User) -> None:
    with pytest.raises(PeriodRefused, match="July 2019 is closed, so it cannot be extended"):
        extend(
            by=manager,
            period=period(plan, "2019-07"),
            due=date(2019, 12, 1),
            closes=date(2019, 12, 1),
        )


def test_a_month_is_not_extended_beyond_its_quarter(plan: Plan, manager: User) -> None:
    made = open_round(by=manager, plan=plan, month=Month(2019, 11), **DAYS)
    with pytest.raises(PeriodRefused, match="because the quarter January 2020 closes then"):
        extend(by=manager, period=made, due=made.due, closes=date(2020, 3, 1))


# --- closing and reopening ---------------------------------------------------------------------


def test_closing_locks_and_a_locked_period_takes_no_update(plan: Plan, manager: User) -> None:
    action: Action = ActionFactory(outcome=OutcomeFactory(area__plan=plan))
    october = period(plan, "2019-10")
    close(by=manager, period=october)
    october.refresh_from_db()
    assert october.locked_at is not None
    said = UpdateContent(Status.ON_TRACK, "It goes on.")
    with pytest.raises(PeriodClosed, match="closed to updates"):
        submit_update(by=manager, action=action, period=october, words=said, based_on=None)
    with pytest.raises(PeriodClosed):
        confirm_unchanged(by=manager, action=action, period=october, based_on=None)
    assert StatusUpdate.objects.about([action]).count() == 0


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2020-01", "has not opened yet, so it cannot be closed. It opens on 1 January 2020"),
        ("2019-07", ("already closed")),
    ],
)
def test_closing_a_period_that_is_not_open_is_refused(
    plan: Plan, manager: User, key: str, words: str
) -> None:
    with pytest.raises(PeriodRefused, match=words):
        close(by=manager, period=period(plan, key))
    assert period(plan, key).locked_at is None


def test_closing_twice_is_refused_and_keeps_the_first_time(plan: Plan, manager: User) -> None:
    first = close(by=manager, period=period(plan, "2019-10")).locked_at
    with pytest.raises(PeriodRefused, match="already closed"):
        close(by=manager, period=period(plan, "2019-10"))
    assert period(plan, "2019-10").locked_at == first


def test_closing_a_quarter_locks_its_months(plan: Plan, manager: User) -> None:
    open_round(by=manager, plan=plan, month=Month(2019, 11), **DAYS)
    ReportingPeriod.objects.filter(plan=plan, key="2020-01").update(opens=date(2019, 11, 10))
    close(by=manager, period=period(plan, "2020-01"))
    assert period(plan, "2019-11").locked_at is not None
    assert rows(plan, "2019-11")[-1].kind == rows(plan, "2020-01")[-1].kind == "closed"
    with pytest.raises(PeriodRefused, match="Its quarter, January 2020, is closed"):
        reopen(
            by=manager,
            period=period(plan, "2019-11"),
            closes=date(2019, 12, 20),
            reason="A typo there.",
        )


def test_reopening_needs_a_reason_and_is_audited(plan: Plan, manager: User) -> None:
    october = period(plan, "2019-10")
    close(by=manager, period=october)
    reopen(by=manager, period=october, closes=date(2019, 12, 5), reason=" The CCG was late. ")
    october.refresh_from_db()
    assert (october.locked_at, october.closes) == (None, date(2019, 12, 5))
    event = last_event(plan)
    assert (event.verb, event.detail["reason"]) == ("reopen", "The CCG was late.")
    assert event.summary == "Reopened October 2019 until 5 December 2019: The CCG was late."
    closed, reopened = rows(plan, "2019-10")
    assert (closed.kind, closed.by, closed.closes_before) == ("closed", manager, None)
    assert (reopened.kind, reopened.reason) == ("reopened", "The CCG was late.")
    assert (reopened.closes_before, reopened.due_before) == (date(2019, 11, 30), None)
    for change in (reopened.save, reopened.delete, PeriodEvent.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()


@pytest.mark.parametrize(
    ("closes", "reason", "words", "field"),
    [
        (date(2019, 12, 5), "  ", "Enter the reason", "reason"),
        (date(2019, 11, 14), "A typo there.", "today or in the future", "closes"),
        (date(2030, 1, 1), "A typo there.", "within the next year", "closes"),
    ],
)
def test_an_invalid_reopening_is_refused(
    plan: Plan, manager: User, closes: date, reason: str, words: str, field: str
) -> None:
    october = period(plan, "2019-10")
    close(by=manager, period=october)
    with pytest.raises(PeriodRefused, match=words) as refused:
        reopen(by=manager, period=october, closes=closes, reason=reason)
    assert refused.value.field == field
    assert period(plan, "2019-10").locked_at is not None


def test_an_open_period_cannot_be_reopened(plan: Plan, manager: User) -> None:
    with pytest.raises(PeriodRefused, match="is not closed"):
        reopen(
            by=manager,
            period=period(plan, "2019-10"),
            closes=date(2019, 12, 5),
            reason="A typo there.",
        )


def test_a_quarter_is_reopened_for_corrections_while_a_later_one_is_open(
    plan: Plan, manager: User
) -> None:
    reopen(
        by=manager, period=period(plan, "2019-07"), closes=date(2019, 12, 5), reason="A typo there."
    )
    assert open_period(list(plan.periods.all()), TODAY) == period(plan, "2019-10")
    assert [each.key for each in other_open_periods(list(plan.periods.all()), TODAY)] == ["2019-07"]


def test_changing_a_period_invalidates_cached_pages(plan: Plan, manager: User) -> None:
    close(by=manager, period=period(plan, "2019-10"))
    assert Plan.objects.get(pk=plan.pk).version == plan.version + 1


# --- a round of two months in a quarter --------------------------------------------------------


def test_updates_of_two_months_give_the_status_of_their_quarter(plan: Plan, manager: User) -> None:
    post = PostFactory()
    lead = PostHoldingFactory(post=post).user
    action: Action = ActionFactory(
        outcome=OutcomeFactory(area__plan=plan), led_by=[post], end_month=date(2020, 3, 1)
    )
    action.plan = plan
    january = period(plan, "2020-01")
    november = open_round(by=manager, plan=plan, month=Month(2019, 11), **DAYS)
    words = UpdateContent(Status.ON_TRACK, "It goes on.")
    submit_update(by=lead, action=action, period=november, words=words, based_on=None)
    assert quarter_statuses(plan)[action.pk][january.pk].status == Status.ON_TRACK

    close(by=manager, period=november)
    december = open_round(by=manager, plan=plan, month=Month(2019, 12), **DAYS)
    periods = list(plan.periods.all())
    asked = responses_now(plan, periods, TODAY)
    assert asked is not None
    assert (asked.period, asked.all.asked, asked.all.answered) == ("December 2019", 1, 0)
    words = UpdateContent(Status.AT_RISK, "A post is empty.")
    submit_update(by=lead, action=action, period=december, words=words, based_on=None)

    stands = quarter_statuses(plan)[action.pk]
    assert stands[january.pk].status == Status.AT_RISK
    asked = responses_now(plan, periods, TODAY)
    assert asked is not None
    assert asked.all.answered == 1


def test_a_round_does_not_ask_about_actions_complete_before_its_quarter(
    plan: Plan, manager: User
) -> None:
    outcome = OutcomeFactory(area__plan=plan)
    october = period(plan, "2019-10")
    for status in ("complete", "on_track"):
        action = ActionFactory(outcome=outcome, led_by=[PostFactory()])
        StatusUpdateFactory(action=action, period=october, status=status, kind="recorded")
    november = open_round(by=manager, plan=plan, month=Month(2019, 11), **DAYS)
    periods = list(plan.periods.all())
    assert responses_in(november, plan, periods, TODAY).all.asked == 1
    assert plan.actions.due_in(november, october).count() == 1
