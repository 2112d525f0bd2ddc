"""The audit log on the screen and as CSV: who sees it, its filters, and what is in it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actions.domain.enums import Role
from actions.models import Membership, Plan
from governance.public.plan_address import rename_plan
from tests.support.cast import browser_of
from tests.support.factories import LocalAreaFactory, PlanFactory, UserFactory
from tests.support.html import words
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.audit.sealing import seal_events
from wsoa.audit.services import empty_content, record_audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(slug="leeds", title="Leeds’s plan", local_area__name="Leeds")


@pytest.fixture
def manager(plan: Plan) -> User:
    user = UserFactory(name="Mo Manager")
    Membership.objects.create(plan=plan, user=user, role=Role.MANAGER)
    return user


@pytest.fixture
def desk(manager: User) -> Client:
    return browser_of(manager)


def record(summary: str, by: User | None = None, **given: Any) -> AuditEvent:
    values = {"verb": "update", "subject": "action 1.1.1", "detail": {"update": 5}} | given
    with transaction.atomic():
        return record_audit(by=by, summary=summary, **values)


def rows_of(response: Any) -> list[list[str]]:
    body = b"".join(response.streaming_content)
    return list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))


def entries(desk: Client, query: str = "", path: str = "/plans/leeds/audit/") -> list[str]:
    """What was done, of each entry on the page and of each in the CSV file, which agree."""
    response = desk.get(f"{path}?{query}")
    shown = [entry.summary for entry in response.context["page"].entries]
    rows = rows_of(desk.get(f"{path.removesuffix('/')}.csv?{query}"))
    assert [row[6] for row in rows[1:]] == shown
    return shown


def test_the_log_is_shown_newest_first(plan: Plan, manager: User, desk: Client) -> None:
    record("Wrote an update", manager, plan=plan)
    seal_events()
    record("Closed the period", plan=plan, subject="period 2019-10")
    page = words(desk.get("/plans/leeds/audit/"))
    assert "The system Closed the period Period 2019-10 Not yet" in page
    assert "Mo Manager Wrote an update Action 1.1.1 1" in page
    assert entries(desk) == ["Closed the period", "Wrote an update"]


def test_a_file_has_everything_that_an_investigation_needs(plan: Plan, desk: Client) -> None:
    event = record("Wrote", UserFactory(name="Ann"), plan=plan, detail={"b": 1, "a": "é"})
    seal_events()
    event = AuditEvent.objects.get(pk=event.pk)
    response = desk.get("/plans/leeds/audit.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"] == 'attachment; filename="audit-leeds.csv"'
    header, row = rows_of(response)
    named = dict(zip(header, row, strict=True))
    assert named.pop("When").startswith("2019-11-15T")
    assert named.pop("Sealed at")
    assert named == {
        "Event": "1",
        "Who": "Ann",
        "Verb": "update",
        "Plan": "leeds",
        "About": "action 1.1.1",
        "What": "Wrote",
        "Detail": '{"a": "é", "b": 1}',
        "Hash": event.hash,
        "Removed from the log at": "",
    }


def test_no_cell_of_the_file_is_a_formula(plan: Plan, desk: Client) -> None:
    record("=HYPERLINK(1)", UserFactory(name="@Ann"), plan=plan, subject="+1")
    row = rows_of(desk.get("/plans/leeds/audit.csv"))[1]
    assert (row[2], row[5], row[6]) == ("'@Ann", "'+1", "'=HYPERLINK(1)")


def at(day: int, hour: int) -> Any:
    return time_machine.travel(datetime(2020, 7, day, hour, tzinfo=UTC), tick=False)


FILTERS = [
    ("", ["d", "c", "b", "a"]),
    ("person=ann", ["c", "a"]),
    ("verb=accept", ["b"]),
    ("subject=5.1", ["c", "b"]),
    ("since=2+7+2020", ["d", "c"]),
    ("until=2+7+2020", ["c", "b", "a"]),
    ("since=2+7+2020&until=2+7+2020", ["c"]),
    ("person=ANN&subject=ACTION+5", ["c"]),
    ("person=nobody", []),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_it_is_filtered(
    plan: Plan, desk: Client, settings: Any, query: str, expected: list[str]
) -> None:
    settings.WSOA_TODAY = None
    ann, bo = UserFactory(name="Ann Lead"), UserFactory(name="Bo")
    with at(1, 9):
        record("a", ann, plan=plan)
    with at(1, 22):  # 23:00 in London: still 1 July
        record("b", bo, plan=plan, verb="accept", subject="action 5.1.6")
    with at(1, 23):  # midnight there: 2 July has begun
        record("c", ann, plan=plan, subject="action 5.1.7")
    with at(3, 9):
        record("d", bo, plan=plan, subject="period 2020-07")
    assert entries(desk, query) == expected
    shown = desk.get(f"/plans/leeds/audit/?{query}")
    assert ("No entries match these filters." in words(shown)) == (expected == [])


def test_a_filter_that_is_wrong_is_said_and_nothing_is_shown(plan: Plan, desk: Client) -> None:
    record("Wrote", plan=plan)
    response = desk.get("/plans/leeds/audit/?since=31+2+2019")
    page = words(response)
    assert "From must be a real date, for example 15 11 2019" in page
    assert response.context["page"] is None
    page = words(desk.get("/plans/leeds/audit/?since=2+1+2019&until=1+1+2019"))
    assert "To must be the same day as From, or later" in page
    answer = desk.get("/plans/leeds/audit.csv?since=31+2+2019")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/plans/leeds/audit/?since=31+2+2019",
    )


def test_the_file_is_of_what_the_page_shows(plan: Plan, desk: Client) -> None:
    record("Wrote", plan=plan)
    html = desk.get("/plans/leeds/audit/?verb=update&page=1").content.decode()
    assert 'href="/plans/leeds/audit.csv?verb=update"' in html


@pytest.mark.parametrize("count", [51, 151])
def test_pages_and_queries_do_not_grow_with_the_log(
    plan: Plan, desk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        record(f"Number {number}", plan=plan)
    desk.get("/plans/leeds/audit/")
    with django_assert_num_queries(11):
        response = desk.get("/plans/leeds/audit/?page=2")
    assert response.context["page"].entries[0].summary == f"Number {count - 51}"


def test_an_emptied_content_is_said_to_be_removed(plan: Plan, desk: Client) -> None:
    event = record("Wrote of somebody", UserFactory(name="Ann"), plan=plan)
    seal_events()
    event.refresh_from_db()
    number = event.sequence or 0
    empty_content(by=None, local_area=event.local_area_id, number=number, reason="A request.")
    page = words(desk.get("/plans/leeds/audit/"))
    assert f"Removed from the log Removed from the log Action 1.1.1 {number} " in page
    row = rows_of(desk.get("/plans/leeds/audit.csv"))[-1]
    assert [row[2], row[6], row[7]] == ["", "", ""]
    assert row[10]
    history = words(desk.get("/plans/leeds/history/"))
    assert "Removed from the log Removed from the log Action 1.1.1" in history


def test_a_plan_s_log_has_what_was_done_under_its_former_addresses(plan: Plan) -> None:
    record("Long ago", plan=plan)
    other = PlanFactory(slug="other", local_area=plan.local_area)
    record("Of another plan", plan=other)
    plan = rename_plan(by=None, plan=plan, slug="leeds-two")
    record("In between", plan=plan)
    plan = rename_plan(by=None, plan=plan, slug="leeds-three")
    manager = UserFactory()
    Membership.objects.create(plan=plan, user=manager, role=Role.MANAGER)
    assert entries(browser_of(manager), path="/plans/leeds-three/audit/") == [
        "Changed the plan’s address from leeds-two to leeds-three",
        "In between",
        "Changed the plan’s address from leeds to leeds-two",
        "Long ago",
    ]


def test_an_area_s_log_is_that_of_all_its_plans_and_of_no_other_area(
    plan: Plan, manager: User, desk: Client
) -> None:
    second = PlanFactory(slug="second", local_area=plan.local_area)
    Membership.objects.create(plan=second, user=manager, role=Role.MANAGER)
    york = PlanFactory(slug="york", local_area__name="York")
    record("One", plan=plan)
    record("Two", plan=second)
    record("Three", local_area=plan.local_area)
    record("Of York", plan=york)
    record("Of the site")
    assert entries(desk, path="/areas/leeds/audit/") == ["Three", "Two", "One"]
    assert entries(desk) == ["One"]
    assert 'href="/areas/leeds/audit/"' in desk.get("/plans/leeds/audit/").content.decode()


def test_who_manages_one_plan_of_two_sees_no_log_of_the_area(plan: Plan, desk: Client) -> None:
    PlanFactory(slug="second", local_area=plan.local_area)
    response = desk.get("/areas/leeds/audit/")
    assert response.status_code == 403
    assert "Only somebody who manages every plan of this local area" in words(response)
    assert desk.get("/areas/leeds/audit.csv").status_code == 403
    assert "/areas/leeds/audit/" not in desk.get("/plans/leeds/audit/").content.decode()


def test_nobody_manages_every_plan_of_an_area_without_plans(manager: User) -> None:
    york = LocalAreaFactory(name="York")
    assert not manager.has_perm("actions.see_area_log", york)


@pytest.mark.parametrize(
    ("name", "is_there"), [("manager", True), ("viewer", False), ("lead", False)]
)
def test_the_history_leads_a_manager_to_the_log(
    signed_in: Callable[[str], Client], name: str, is_there: bool
) -> None:
    html = signed_in(name).get("/plans/sheffield-2019/history/").content.decode()
    assert ('href="/plans/sheffield-2019/audit/"' in html) == is_there
