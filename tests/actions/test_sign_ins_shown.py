"""Which sign-ins an administrator sees of whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from actions.domain.enums import Role
from actions.models import Membership, Plan
from tests.support.cast import browser_of
from tests.support.client_ip import newcomer
from tests.support.factories import LocalAreaFactory, PlanFactory, UserFactory
from tests.support.html import Page, Table
from tests.support.people_pages import PEOPLE, page
from wsoa.accounts.models import (
    AreaRole,
    LocalArea,
    User,
)
from wsoa.core.clock import today


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def browser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


def sign_ins_of(browser: Client, user: User) -> Table:
    response = browser.get(f"{PEOPLE}{user.pk}/")
    return Page(response).table("Sign-ins, failed attempts and changes")


def fails_to_sign_in(user: User) -> None:
    data = {"login": user.email, "password": "wrong"}
    newcomer().post("/accounts/login/", data, headers={"User-Agent": "Firefox/140.0 (Windows)"})


def test_an_administrator_sees_the_sign_ins_of_the_people_of_the_area(browser, people):
    fails_to_sign_in(people["board"])
    (event,) = sign_ins_of(browser, people["board"]).cells
    assert "failed: the password was wrong" in event[1]
    assert event[2].startswith("Firefox on Windows ")  # and the network address
    assert sign_ins_of(browser, people["viewer"]).cells == [["Nothing yet."]]


def test_of_somebody_in_another_area_too_it_is_not_shown_where_they_signed_in(browser, people):
    york = PlanFactory(local_area=LocalAreaFactory(name="York"))
    Membership.objects.create(plan=york, user=people["board"], role=Role.VIEWER)
    fails_to_sign_in(people["board"])
    (event,) = sign_ins_of(browser, people["board"]).cells
    assert "failed: the password was wrong" in event[1]
    assert event[2] == "Not shown"
    assert "it is not shown where a sign-in came from" in page(
        browser, f"{PEOPLE}{people['board'].pk}/"
    )


def test_sign_ins_are_shown_from_the_day_on_which_access_began(browser, people):
    fails_to_sign_in(people["board"])
    Membership.objects.filter(user=people["board"]).update(since=today())
    assert len(sign_ins_of(browser, people["board"]).cells) == 1
    Membership.objects.filter(user=people["board"]).update(since=today() + timedelta(days=1))
    assert "Sign-ins" not in page(browser, f"{PEOPLE}{people['board'].pk}/")


def test_sign_ins_of_somebody_whose_access_has_ended_are_not_shown(browser, people):
    fails_to_sign_in(people["board"])
    Membership.objects.filter(user=people["board"]).update(until=today() - timedelta(days=1))
    shown = page(browser, f"{PEOPLE}{people['board'].pk}/")
    assert "What they had" in shown
    assert "failed" not in shown


def test_administrators_of_another_area_do_not_find_the_person(people, area):
    york = LocalAreaFactory(name="York")
    other = UserFactory()
    AreaRole.objects.create(local_area=york, user=other)
    fails_to_sign_in(people["board"])
    for slug in ("york", "sheffield"):
        path = f"/areas/{slug}/people/{people['board'].pk}/"
        assert browser_of(other).get(path).status_code == 404
