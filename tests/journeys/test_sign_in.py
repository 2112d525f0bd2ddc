"""Signing in and out: by password, by a code, and after a forgotten password."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import Someone
from tests.journeys.screens import PLAN
from tests.journeys.service import Service

NEW = "a longer password than before"


def test_a_shared_address_leads_through_sign_in_to_its_page(someone: Someone) -> None:
    # given somebody signed out who was sent the address of a filtered grid
    board = someone()
    board.opens(f"{PLAN}actions/?area=5")
    # when they sign in
    board.name = "board"
    board.types_sign_in()
    # then they are where they were sent
    expect(board.page.locator("#grid .app-area")).to_have_count(1)
    assert board.page.url.endswith(f"{PLAN}actions/?area=5")


def test_a_wrong_password_is_said_without_saying_who_is_known(someone: Someone) -> None:
    # given somebody who mistypes
    person = someone()
    person.opens("/accounts/login/")
    person.page.get_by_label("Email address").fill("viewer@demo.example")
    person.page.get_by_role("textbox", name="Password").fill("demmo")
    # when they sign in
    person.page.get_by_role("button", name="Sign in").click()
    # then they are told in a summary, keep their address, and are at it with the keyboard
    summary = person.page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("The email address or password is wrong")
    expect(summary).to_be_focused()
    expect(person.page.get_by_label("Email address")).to_have_value("viewer@demo.example")


def test_signing_out_ends_it(someone: Someone) -> None:
    # given somebody who has signed in at a shared computer
    person = someone()
    person.name = "publisher"
    person.signs_in()
    person.opens(f"{PLAN}reports/")
    # when they sign out
    person.page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(person.page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    # then the page before asks for sign-in again
    person.opens(f"{PLAN}reports/")
    expect(person.page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()


def test_a_code_by_email_signs_in(someone: Someone, service: Service) -> None:
    # given somebody who has no password at hand
    person = someone()
    person.opens("/accounts/login/code/")
    person.page.get_by_label("Email address").fill("board@demo.example")
    # when they ask for a code, and type the one from the email
    person.page.get_by_role("button", name="Email me a code").click()
    expect(person.page.get_by_label("Code")).to_be_visible()
    words = service.email_to("board@demo.example")
    code = re.search(r"sign-in code is:\s+(\S+)", words)
    assert code, words
    person.page.get_by_label("Code").fill(code[1])
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    # then they are signed in
    expect(person.page.get_by_role("heading", level=1, name="What waits for you")).to_be_visible()


def test_a_forgotten_password_is_replaced(someone: Someone, service: Service) -> None:
    # given somebody who has forgotten theirs
    viewer = someone()
    viewer.opens("/accounts/login/")
    viewer.page.get_by_role("link", name="Forgotten your password?").click()
    viewer.page.get_by_label("Email address").fill("viewer@demo.example")
    viewer.page.get_by_role("main").get_by_role("button").click()
    viewer.page.wait_for_url("**/password/reset/done/")
    # when they follow the link in the email and choose a new one
    words = service.email_to("viewer@demo.example")
    link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", words)
    assert link, words
    viewer.opens(link.group())
    viewer.page.get_by_role("textbox", name="New password", exact=True).fill(NEW)
    viewer.page.get_by_role("textbox", name="New password again").fill(NEW)
    viewer.page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(viewer.page).to_have_url(re.compile("/password/reset/key/done/"))
    # then it signs them in
    viewer.opens("/accounts/login/")
    viewer.page.get_by_label("Email address").fill("viewer@demo.example")
    viewer.page.get_by_role("textbox", name="Password").fill(NEW)
    viewer.page.get_by_role("button", name="Sign in").click()
    expect(viewer.page.get_by_role("heading", level=1, name="What waits for you")).to_be_visible()
